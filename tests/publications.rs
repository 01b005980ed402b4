//! Publications as hostile input: whatever a file of the library does to whoever reads it, the build goes on and tells.

#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod common;

use std::io::Write;
use std::time::{Duration, Instant};

use common::{Site, pdf};
use flate2::Compression;
use flate2::write::ZlibEncoder;

fn packed(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).expect("memory takes everything");
    encoder.finish().expect("memory takes everything")
}

fn form(number: u32, draws: u32, content: &str) -> (u32, String, Vec<u8>) {
    let dictionary =
        format!("/Type /XObject /Subtype /Form /BBox [0 0 1 1] /Resources << /XObject << /X {draws} 0 R >> >>");
    (number, dictionary, content.as_bytes().to_vec())
}

/// A site with two records: one whose text is `hostile`, one that is fine. What `check` says of the first; the other is read.
#[track_caller]
fn told(hostile: &[u8]) -> String {
    let site = Site::fixture("library");
    site.write("library/rapport.txt", include_str!("sites/library/library/rapport.txt"));
    site.write(
        "content/kilder/ond/_index.md",
        "+++\nkind = \"source\"\ntitle = \"Ond\"\nrights = \"free-quotation\"\n+++\n",
    );
    site.write("content/kilder/ond/_import.toml", "file = \"ond.pdf\"\n");
    site.write("library/ond.pdf", hostile);
    let started = Instant::now();
    let run = site.run(&["check", "--format", "json", "--library", "library"]).ended(1);
    assert!(started.elapsed() < Duration::from_secs(27), "{:?}", started.elapsed());
    let told: Vec<_> = run.diagnostics().into_iter().filter(|found| found.code == "no-text").collect();
    let [one] = told.as_slice() else { panic!("{run:?}") };
    assert_eq!((one.file.as_str(), one.line), ("content/kilder/ond/_import.toml", 1), "{run:?}");
    assert!(one.text.contains("ond.pdf"), "{one:?}");
    one.text.clone()
}

/// What is made here is read when nothing is wrong with it.
#[test]
fn a_plain_one_is_read() {
    let site = Site::fixture("library");
    let text = b"BT /F1 12 Tf (Der er en tekst her, som er lang nok.) Tj ET";
    let drawing = (10, "/Type /XObject /Subtype /Form /BBox [0 0 1 1]".to_owned(), b"0 0 m".to_vec());
    // Resources often name the drawing that has them.
    let own = form(11, 11, "0 0 m");
    let resources = "/Font << /F1 5 0 R >> /XObject << /X 10 0 R /Y 11 0 R >>";
    let content = [&b"/X Do /Y Do "[..], text].concat();
    site.write("library/god.pdf", pdf(&packed(&content), "/FlateDecode", resources, &[drawing, own]));
    let run = site.run(&["import", "library/god.pdf", "--report"]).ended(0);
    assert!(run.stdout.contains("Words: 9 in the file"), "{run:?}");
}

#[test]
fn drawings_that_draw_themselves() {
    let draws = "/XObject << /X 10 0 R >>";
    let one = pdf(b"/X Do", "", draws, &[form(10, 10, "/X Do")]);
    assert!(told(&one).contains("nested recursively"));
    let two = pdf(b"/X Do", "", draws, &[form(10, 11, "/X Do"), form(11, 10, "q /X   Do Q")]);
    assert!(told(&two).contains("nested recursively"));
    // A name written otherwise: found by the fall of whoever reads it.
    let hidden = pdf(b"/#58 Do", "", draws, &[form(10, 10, "/#58 Do")]);
    told(&hidden);
    let deep: Vec<_> = (10..80).map(|number| form(number, number + 1, "/X Do")).collect();
    told(&pdf(b"/X Do", "", draws, &deep));
}

/// Each drawing draws the next one eight times.
#[test]
fn drawings_without_end() {
    let eightfold: Vec<_> = (10..38).map(|number| form(number, number + 1, &"/X Do ".repeat(8))).collect();
    let last = (38, "/Type /XObject /Subtype /Form /BBox [0 0 1 1]".to_owned(), b"0 0 m".to_vec());
    let text = told(&pdf(b"/X Do", "", "/XObject << /X 10 0 R >>", &[eightfold, vec![last]].concat()));
    assert!(text.contains("too long") || text.contains("cannot be read"), "{text}");
}

#[test]
fn bombs() {
    let resources = "/Font << /F1 5 0 R >>";
    let large = vec![b' '; 300 * 1024 * 1024];
    let once = packed(&large);
    assert!(told(&pdf(&once, "/FlateDecode", resources, &[])).contains("decompresses to more"));
    assert!(told(&pdf(&packed(&once), "/FlateDecode /FlateDecode", resources, &[])).contains("decompresses to more"));
    // In a part that the page does not even show.
    let aside = (10, "/Filter /FlateDecode".to_owned(), once.clone());
    assert!(told(&pdf(b"", "", resources, &[aside])).contains("decompresses to more"));
    // Below the limit for one part, and more text than any publication.
    let line = b"BT /F1 12 Tf (Her er en lang tekst om intet, som gentages uden ende i en bombe.) Tj ET\n";
    let many = packed(&line.repeat(1_000_000));
    let text = told(&pdf(&many, "/FlateDecode", resources, &[]));
    assert!(["too large for a publication", "too long"].iter().any(|why| text.contains(why)), "{text}");
}

#[test]
fn rubbish_of_every_kind() {
    let good = pdf(
        b"BT /F1 12 Tf (Der er en tekst her, som er lang nok til at blive laest.) Tj ET",
        "",
        "/Font << /F1 5 0 R >>",
        &[],
    );
    for at in [20, 100, good.len() / 2, good.len() - 30] {
        let mut cut = good[..at].to_vec();
        cut.extend([0xff; 40]);
        told(&cut);
    }
    told(&[b"%PDF-1.4\n".to_vec(), b"[".repeat(2_000_000)].concat());
    told(&[b"%PDF-1.4\n1 0 obj\n".to_vec(), b"<<".repeat(2_000_000)].concat());
}

#[test]
fn a_text_of_very_many_lines() {
    assert!(told(&b"a\n".repeat(4_000_000)).contains("lines"));
    assert!(told(&b"Et ord til. ".repeat(1_000_000)).contains("MB of text"));
}
