//! `vejviser import --law`: a statute from its LexDania file, compared with the site or written to an edition. All laws here
//! are made up for the tests.

#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod common;

use std::time::{Duration, Instant};

use common::{Run, Site, changed, tree};
use serde_json::Value;

/// What a test document says about itself.
const META: &str = "<DocumentType>LBK H#LOKDOK03</DocumentType><DocumentTitle>Bekendtgørelse af lov om prøver</DocumentTitle>\
                    <PopularTitle>Prøveloven</PopularTitle><Year>2026</Year><Number>12</Number>\
                    <DiesSigni>2026-03-01</DiesSigni><Status>Valid</Status>";

/// A paragraph with these subsections.
fn paragraph(number: &str, stykker: &[&str]) -> String {
    let stykker = (1..).zip(stykker).map(|(position, text)| {
        let label = if position == 1 { String::new() } else { format!("<Explicatus>Stk. {position}.</Explicatus>") };
        format!("<Stk>{label}<Exitus><Linea><Char>{text}</Char></Linea></Exitus></Stk>\n")
    });
    format!("<Paragraf><Explicatus>§ {number}.</Explicatus>{}</Paragraf>\n", stykker.collect::<String>())
}

/// A document with this content.
fn document(meta: &str, content: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Dokument><Meta>{meta}</Meta>\n<DokumentIndhold><Kapitel>\
         <Explicatus>Kapitel 1</Explicatus><Rubrica>Prøver</Rubrica><ParagrafGruppe>\n{content}</ParagrafGruppe></Kapitel>\
         </DokumentIndhold></Dokument>\n"
    )
}

const FIRST: [&str; 2] = ["Alle kan tage en prøve.", "Prøven er gratis, jf. dog § 2 a."];

/// A small law with a list in it.
fn law() -> String {
    let list = "<Stk><Exitus><Linea>En prøve skal have</Linea><Index><Indentatio formaInd=\"Nummer\"><Explicatus>1)</Explicatus>\
                <Exitus><Linea>spørgsmål, som er</Linea><Index><Indentatio formaInd=\"Litra\"><Explicatus>a)</Explicatus>\
                <Exitus><Linea>korte eller</Linea></Exitus></Indentatio><Indentatio><Explicatus>b)</Explicatus><Exitus>\
                <Linea>lange, og</Linea></Exitus></Indentatio></Index></Exitus></Indentatio><Indentatio>\
                <Explicatus>2)</Explicatus><Exitus><Linea>»svar«.</Linea></Exitus></Indentatio></Index></Exitus></Stk>";
    let second = format!("<Paragraf localId=\"2 a\"><Explicatus>§ 2 a.</Explicatus>{list}</Paragraf>\n");
    document(META, &(paragraph("1", &FIRST) + &second + &paragraph("3", &["Loven gælder for prøver."])))
}

/// The words of the only law in the portal of the tests.
const OWN: [&str; 2] = [
    "Kommunen skal tilbyde behandling af stofmisbrugere.",
    "Tilbuddet iværksættes senest 14 dage efter, jf. stk. 1, medmindre VISO spørges.",
];

/// The portal and a law whose § 101 has these subsections, compared.
fn compared(stykker: &[&str], arguments: &[&str]) -> Run {
    let site = Site::fixture("portal");
    site.write("lov.xml", document(&META.replace("Prøveloven", "Serviceloven"), &paragraph("101", stykker)));
    site.run(&[&["import", "--law", "lov.xml"], arguments].concat())
}

/// What the program says about a file that it cannot read. It must take little time, and write nothing.
#[track_caller]
fn refused(bytes: impl AsRef<[u8]>) -> String {
    let site = Site::fixture("portal");
    site.write("lov.xml", bytes);
    let before = tree(site.root());
    let started = Instant::now();
    let run = site.run(&["import", "--law", "lov.xml", "--to", "lovgivning/2026"]).ended(2);
    assert!(started.elapsed() < Duration::from_secs(20), "{:?}", started.elapsed());
    assert_eq!(changed(&before, &tree(site.root())), Vec::<String>::new());
    assert!(run.stdout.is_empty() && !run.stderr.contains("panicked") && run.stderr.lines().count() == 1, "{run:?}");
    run.stderr
}

#[test]
fn an_edition_is_written_and_is_valid() {
    let site = Site::fixture("portal");
    site.write("lov.xml", law());
    let run = site.run(&["import", "--law", "lov.xml", "--to", "lovgivning/2026"]).ended(0);
    assert_eq!(
        run.stdout.lines().collect::<Vec<_>>(),
        [
            "content/lovgivning/2026/_index.md: written",
            "content/lovgivning/2026/proeveloven-1.md: written",
            "content/lovgivning/2026/proeveloven-2-a.md: written",
            "content/lovgivning/2026/proeveloven-3.md: written",
            "4 files written to content/lovgivning/2026/. Set its `status` and what it `replaces`, and describe the pages in your own words."
        ]
    );
    assert_eq!(
        site.read("content/lovgivning/2026/_index.md"),
        "+++\ntitle = \"Bekendtgørelse af lov om prøver\"\n\
         description = \"Her kan du læse loven, som den står i lovbekendtgørelse nr. 12 af 1. marts 2026.\"\n\
         kind = \"edition\"\nfamily = \"lovgivning\"\nid = \"2026\"\nstatus = \"unknown\"\n\
         notice = \"Du ser loven, som den står i lovbekendtgørelse nr. 12 af 1. marts 2026. Den kan være ændret siden. Tjek den \
         gældende lov på retsinformation.dk.\"\npublished = \"lovbekendtgørelse nr. 12 af 1. marts 2026\"\n+++\n"
    );
    assert_eq!(
        site.read("content/lovgivning/2026/proeveloven-1.md"),
        "+++\ntitle = \"Prøvelovens § 1\"\n\
         description = \"Her kan du læse § 1, som den står i lovbekendtgørelse nr. 12 af 1. marts 2026.\"\n\
         kind = \"paragraph\"\nstatute = \"prøveloven\"\nid = \"1\"\n\
         eli = \"https://www.retsinformation.dk/eli/lta/2026/12\"\nweight = 1\n\n\
         [[subsections]]\ntext = \"Alle kan tage en prøve.\"\n\n\
         [[subsections]]\ntext = \"Prøven er gratis, jf. dog § 2 a.\"\n+++\n"
    );
    let listed = site.read("content/lovgivning/2026/proeveloven-2-a.md");
    let list = "En prøve skal have\n1) spørgsmål, som er\na) korte eller\nb) lange, og\n2) »svar«.";
    assert!(listed.contains(list) && listed.contains("id = \"2 a\""), "{listed}");
    assert_eq!(site.errors(&[]), Vec::new());
    // References find it.
    site.write(
        "content/sider/ny.md",
        "+++\ntitle = \"Ny\"\nedition = \"lovgivning-2026\"\n+++\nSe prøvelovens § 1, stk. 2.\n",
    );
    site.build();
    assert!(site.read("public/sider/ny.html").contains("lovgivning/2026/proeveloven-1.html#stk-2"));
    site.run(&["import", "--law", "lov.xml"]).ended(0);
}

#[test]
fn a_site_without_law_gets_its_first_edition() {
    let site = Site::new();
    site.write("lov.xml", law());
    site.run(&["import", "--law", "lov.xml", "--to", "content/lovgivning/2026/", "--paragraphs", "3"]).ended(0);
    assert_eq!(site.errors(&[]), Vec::new());
    assert!(!site.path("content/lovgivning/2026/proeveloven-1.md").exists());
    assert!(site.read("content/lovgivning/2026/proeveloven-3.md").contains("weight = 3\n"), "its place in the law");
}

#[test]
fn files_that_exist_are_left_as_they_are() {
    let site = Site::fixture("portal");
    site.write("lov.xml", law());
    site.run(&["import", "--law", "lov.xml", "--to", "lovgivning/2026", "--paragraphs", "1,2a"]).ended(0);
    // One is edited, another is renamed: it is still that paragraph.
    site.edit("content/lovgivning/2026/proeveloven-1.md", "gratis", "GRATIS");
    let renamed = site.read("content/lovgivning/2026/proeveloven-2-a.md");
    site.remove("content/lovgivning/2026/proeveloven-2-a.md");
    site.write("content/lovgivning/2026/om-indhold.md", renamed);
    // A draft is an edition too.
    site.edit("content/lovgivning/2026/_index.md", "status =", "draft = true\nstatus =");
    let before = tree(site.root());
    let run = site.run(&["import", "--law", "lov.xml", "--to", "lovgivning/2026"]).ended(0);
    assert_eq!(changed(&before, &tree(site.root())), ["content/lovgivning/2026/proeveloven-3.md"]);
    for file in ["_index.md", "proeveloven-1.md", "om-indhold.md"] {
        assert!(run.stdout.contains(&format!("content/lovgivning/2026/{file}: exists; left as it is")), "{run:?}");
    }
    assert!(run.stdout.contains("1 file written"), "{run:?}");
}

#[test]
fn what_cannot_be_quoted_is_not_written() {
    let site = Site::new();
    let odd = "<Paragraf><Explicatus>§ 2.</Explicatus><Stk><Exitus><Table><Tr><Td>1</Td></Tr></Table></Exitus></Stk></Paragraf>\n\
               <Paragraf><Explicatus>§§ 4-6.</Explicatus><Stk><Exitus>(Ophævet)<Nota>x</Nota></Exitus></Stk></Paragraf>";
    site.write("lov.xml", document(&META.replace("Valid", "Historic"), &(paragraph("1", &FIRST) + odd)));
    let run = site.run(&["import", "--law", "lov.xml", "--to", "lovgivning/2026"]).ended(0);
    assert!(run.stdout.contains("§ 2: not written: stk. 1: it has a <Table> (line 7)"), "{run:?}");
    assert!(!site.path("content/lovgivning/2026/proeveloven-2.md").exists());
    assert!(site.read("content/lovgivning/2026/proeveloven-4-6.md").contains("title = \"Prøvelovens §§ 4-6\""));
    assert!(run.stderr.contains("a later version has replaced this one"), "{run:?}");
    assert!(run.stderr.contains("lov.xml:8: note: §§ 4-6, stk. 1: a footnote is left out"), "{run:?}");
    assert_eq!(site.errors(&[]), Vec::new());
}

#[test]
fn options_that_do_not_fit_are_refused() {
    let cases: &[(&[&str], &str)] = &[
        (&["--to", "lovgivning/2026", "--paragraphs", "1,9"], "lov.xml has no § 9; "),
        (&["--to", "lovgivning/2026", "--paragraphs", "2b"], "did you mean 2 a?"),
        (&["--to", "lovgivning/2026", "--paragraphs", "x"], "`x` is not the number of a paragraph"),
        (&["--to", "../2026"], "is not a path inside content/"),
        (&["--to", ""], "is not a path inside content/"),
        (&["--to", "kvalitetsmodel/2021"], "content/kvalitetsmodel/2021/_index.md is not an edition of the law"),
        (&["--to", "andre/2021"], "the site already has the edition lovgivning-2021; use --to lovgivning/2021"),
        (&["--statute", "lov om prøver"], "is not a name of one word"),
        (&[], "the site has no paragraph of prøveloven, it quotes serviceloven"),
        (&["--statute", "serviceloven", "--paragraphs", "7"], "the site has no § 7 of serviceloven"),
        (&["lov.xml"], "cannot be used with"),
        (&["--report"], "cannot be used with"),
    ];
    for (arguments, part) in cases {
        let site = Site::fixture("portal");
        site.write("lov.xml", law());
        let before = tree(site.root());
        let run = site.run(&[&["import", "--law", "lov.xml"], *arguments].concat()).ended(2);
        assert!(run.stderr.contains(part) && run.stdout.is_empty(), "{arguments:?}, expected `{part}`: {run:?}");
        assert_eq!(changed(&before, &tree(site.root())), Vec::<String>::new(), "{arguments:?}");
    }
    let site = Site::fixture("portal");
    assert!(site.run(&["import"]).ended(2).stderr.contains("required"));
    assert!(site.run(&["import", "x.txt", "--to", "a"]).ended(2).stderr.contains("cannot be used with"));
    site.write("lov.xml", law().replace("Prøveloven", "Lov om prøver"));
    let run = site.run(&["import", "--law", "lov.xml"]).ended(2);
    assert!(run.stderr.contains("(Bekendtgørelse af lov om prøver); give its name, such as --statute"), "{run:?}");
}

#[cfg(unix)]
#[test]
fn an_edition_stays_in_the_site() {
    let (site, elsewhere) = (Site::fixture("portal"), tempfile::tempdir().expect("a folder"));
    std::os::unix::fs::symlink(elsewhere.path(), site.path("content/andre")).expect("links can be made");
    site.write("lov.xml", law());
    let run = site.run(&["import", "--law", "lov.xml", "--to", "andre/2026"]).ended(2);
    assert!(run.stderr.contains("content/andre"), "{run:?}");
    assert!(tree(elsewhere.path()).is_empty());
}

#[test]
fn nothing_differs() {
    let run = compared(&OWN, &[]).ended(0);
    assert_eq!(run.stdout, "Nothing differs. Paragraphs of serviceloven: 1; stykker: 2.\n", "{run:?}");
    // Line ends are layout.
    compared(&[&OWN[0].replace(' ', "\n "), OWN[1]], &[]).ended(0);
}

#[test]
fn other_words_are_shown_with_who_cites_them() {
    let run =
        compared(&[OWN[0], "Tilbuddet iværksættes senest 7 dage efter, jf. stk. 1, medmindre VISO spørges."], &[])
            .ended(1);
    let lines: Vec<&str> = run.stdout.lines().collect();
    assert_eq!(
        lines,
        [
            "§ 101 (lovgivning-2021): content/lovgivning/2021/serviceloven-101.md",
            "  stk. 2 has other words:",
            "    site: Tilbuddet iværksættes senest [14] dage efter, jf. stk. 1, …",
            "    law:  Tilbuddet iværksættes senest [7] dage efter, jf. stk. 1, …",
            "    cited by content/eksempler/bo.md",
            "    cited by content/eksempler/raad-paa-gaden.md",
            "    cited by content/kvalitetsmodel/2021/trivsel/4.a.md",
            "    cited by content/kvalitetsmodel/2021/trivsel/4.c.md",
            "    cited by content/sider/om.md",
            "  cited as a whole by content/kvalitetsmodel/2021/trivsel/4.c.md",
            "The law differs in 1 of 1 paragraphs of serviceloven."
        ],
        "{run:?}"
    );
}

#[test]
fn moved_new_and_lost_stykker_are_told_apart() {
    let told = |stykker: &[&str]| {
        let run = compared(stykker, &[]).ended(1);
        run.stdout.lines().filter(|line| line.starts_with("  stk.")).map(str::to_owned).collect::<Vec<_>>()
    };
    let new = "Ventetiden regnes fra henvendelsen til kommunen.";
    assert_eq!(
        told(&[OWN[0], new, OWN[1]]),
        ["  stk. 2 is now stk. 3, in the same words", "  stk. 2 of the law is not on the site"]
    );
    assert_eq!(told(&[OWN[0]]), ["  stk. 2 no longer exists"]);
    assert_eq!(
        told(&[OWN[1], OWN[0]]),
        ["  stk. 1 is now stk. 2, in the same words", "  stk. 2 is now stk. 1, in the same words"]
    );
    let edited = OWN[1].replace("14", "7");
    assert_eq!(
        told(&[OWN[0], new, &edited]),
        ["  stk. 2 is now stk. 3, in other words:", "  stk. 2 of the law is not on the site"]
    );
    assert_eq!(told(&[OWN[0], new]), ["  stk. 2 has other words:"]);
}

#[test]
fn a_paragraph_may_be_gone_or_have_moved() {
    let site = Site::fixture("portal");
    let meta = META.replace("Prøveloven", "Serviceloven");
    site.write("lov.xml", document(&meta, &paragraph("102", &["Noget nyt.", OWN[0]])));
    let run = site.run(&["import", "--law", "lov.xml"]).ended(1);
    for part in ["the law has no § 101\n", "stk. 1 is now § 102, stk. 2, in the same words", "stk. 2 no longer exists"]
    {
        assert!(run.stdout.contains(part), "{part}: {run:?}");
    }
    site.write(
        "lov.xml",
        document(&meta, "<Paragraf><Explicatus>§§ 100-103.</Explicatus><Stk>(Ophævet)</Stk></Paragraf>"),
    );
    let run = site.run(&["import", "--law", "lov.xml"]).ended(1);
    assert!(run.stdout.contains("the law has no § 101 of its own, only §§ 100-103"), "{run:?}");
    site.write("lov.xml", document(&meta, "<Paragraf><Explicatus>§ 101.</Explicatus><Stk><Table/></Stk></Paragraf>"));
    let run = site.run(&["import", "--law", "lov.xml"]).ended(1);
    assert!(run.stdout.contains("§ 101 (lovgivning-2021)") && run.stdout.contains("cannot be compared"), "{run:?}");
}

#[test]
fn a_comparison_is_also_json() {
    let run = compared(&[OWN[1], "Noget helt andet."], &["--format", "json"]).ended(1);
    let json: Value = serde_json::from_str(&run.stdout).unwrap_or_else(|error| panic!("{error}: {run:?}"));
    let paragraph = &json["paragraphs"][0];
    assert_eq!((&json["statute"], &paragraph["number"]), (&Value::from("serviceloven"), &Value::from("101")));
    assert_eq!(paragraph["changes"][0]["subsection"], 1);
    assert_eq!(paragraph["changes"][1]["now"], "stk. 1");
    assert_eq!(paragraph["changes"][1]["cited_by"][0], "content/eksempler/bo.md");
}

/// The site is compared although it has errors, which may be what the comparison is for.
#[test]
fn errors_of_the_site_are_counted() {
    let site = Site::fixture("portal");
    site.write("content/sider/fejl.md", "+++\ntitel = \"Fejl\"\n+++\n");
    site.write("lov.xml", document(&META.replace("Prøveloven", "Serviceloven"), &paragraph("101", &OWN)));
    let run = site.run(&["import", "--law", "lov.xml"]).ended(0);
    assert!(run.stderr.contains("The site has 1 error; "), "{run:?}");
}

#[test]
fn other_encodings_are_read() {
    let utf_8 = law();
    let declared = |label: &str| utf_8.replace("UTF-8", label);
    let latin: Vec<u8> =
        declared("ISO-8859-1").chars().filter_map(|letter| u8::try_from(u32::from(letter)).ok()).collect();
    let wide: Vec<u8> =
        std::iter::once(0xfeff).chain(declared("UTF-16").encode_utf16()).flat_map(u16::to_be_bytes).collect();
    for bytes in [utf_8.clone().into_bytes(), latin, wide] {
        let site = Site::new();
        site.write("lov.xml", bytes);
        site.run(&["import", "--law", "lov.xml", "--to", "lovgivning/2026"]).ended(0);
        assert!(site.read("content/lovgivning/2026/proeveloven-2-a.md").contains("2) »svar«."));
    }
}

#[test]
fn a_declaration_that_lies_is_reported() {
    let latin: Vec<u8> = law().chars().filter_map(|letter| u8::try_from(u32::from(letter)).ok()).collect();
    let told = refused(latin);
    assert!(told.starts_with("vejviser: lov.xml:2:"), "{told}");
    assert!(told.contains("the file declares UTF-8, but the byte 0xF8 is not UTF-8; "), "{told}");
    let told = refused(law().replace("UTF-8", "ISO-8859-1"));
    assert!(told.contains("lov.xml: the file declares `ISO-8859-1`, but its letters are in UTF-8; "), "{told}");
    assert!(refused(law().replace("UTF-8", "UTF-16")).contains("its bytes are not UTF-16"));
}

#[test]
fn a_truncated_file_is_reported_with_its_place() {
    let whole = law();
    for end in [whole.len() - 4, whole.len() / 2, whole.find("<Kapitel").expect("there is a chapter") + 4] {
        let end = (end..).find(|at| whole.is_char_boundary(*at)).expect("the end is one");
        let told = refused(&whole[..end]);
        assert!(told.starts_with("vejviser: lov.xml:") && told.contains("incomplete"), "{end}: {told}");
        assert!(told.contains("download it again"), "{told}");
    }
    // Wherever it ends, the program says something.
    let site = Site::new();
    for end in (0..whole.len()).step_by(97) {
        site.write("lov.xml", &whole.as_bytes()[..end]);
        let run = site.run(&["import", "--law", "lov.xml", "--to", "lovgivning/2026"]).ended(2);
        assert!(run.stderr.starts_with("vejviser: lov.xml:"), "{end}: {run:?}");
    }
}

#[test]
fn entities_are_refused() {
    let bomb: String =
        (1..12).map(|level| format!("<!ENTITY a{level} \"{}\">", format!("&a{};", level - 1).repeat(10))).collect();
    let bomb = format!("<!DOCTYPE Dokument [<!ENTITY a0 \"ha\">{bomb}]><Dokument>&a11;</Dokument>");
    let outside = "<!DOCTYPE Dokument [<!ENTITY x SYSTEM \"file:///etc/hosts\">]><Dokument>&x;</Dokument>";
    for text in [bomb.as_str(), outside, "<!DOCTYPE Dokument SYSTEM \"http://x.example/lov.dtd\"><Dokument/>"] {
        let told = refused(text);
        assert!(told.contains("lov.xml:1:1: the file has a document type declaration"), "{told}");
    }
    assert!(refused("<Dokument>&ukendt;</Dokument>").contains("the entity `&ukendt;`"));
}

#[test]
fn other_files_are_named() {
    for (bytes, part) in [
        ("", "the file is empty"),
        (" \n", "the file is empty"),
        ("<!DOCTYPE html>\n<html><head><title>Lov</title>", "this is a web page (HTML)"),
        ("<html><body><p>Lov", "this is a web page (HTML)"),
        ("{\"lov\": 1}", "this is not an XML file"),
        ("%PDF-1.7", "this is not an XML file"),
        ("<lov><paragraf/></lov>", "its root element is <lov>, not <Dokument>"),
        ("<Dokument><Meta/></Dokument>", "the document has no text"),
        ("<Dokument><DokumentIndhold/></Dokument>", "the document has no paragraphs"),
    ] {
        let told = refused(bytes);
        assert!(told.contains(part), "{bytes}: {told}");
    }
    let amending = document(&META.replace("LBK H", "LOV Æ"), &paragraph("1", &FIRST));
    assert!(refused(amending).contains("only amends others"));
}

#[test]
fn size_and_depth_are_limited() {
    assert!(refused("<Dokument>".repeat(200_000)).contains("nested more than 100 deep"));
    assert!(refused(format!("<Dokument>{}", "<a/>".repeat(600_000))).contains("more than 500000 elements"));
    let told = refused(vec![b'<'; 50 * 1024 * 1024 + 1]);
    assert!(told.contains("larger than 50 MB"), "{told}");
    // One tag with very many attributes, and one text with very many references.
    let attributes: String = (0..300_000).map(|number| format!(" a{number}=\"\"")).collect();
    assert!(refused(format!("<Dokument{attributes}><a>")).contains("incomplete"));
    assert!(refused(format!("<Dokument>{}", "&lt;".repeat(500_000))).contains("incomplete"));
}

#[test]
fn only_regular_files_are_read() {
    let site = Site::new();
    for (path, part) in [("content", "is not a regular file"), ("ingen.xml", "cannot read ingen.xml")] {
        let run = site.run(&["import", "--law", path]).ended(2);
        assert!(run.stderr.contains(part), "{run:?}");
    }
    if cfg!(target_os = "linux") {
        assert!(site.run(&["import", "--law", "/dev/zero"]).ended(2).stderr.contains("is not a regular file"));
    }
}
