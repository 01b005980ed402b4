//! Inputs that nobody would write, by the thousand: front matter, Markdown, `_import.toml`, texts and PDF files of the library,
//! `synonyms.toml`, `config.toml`. No input may make the program panic, abort, run on or take a gigabyte.
//!
//! Each input is a file of the fixtures that was cut, doubled, mixed with another or sprinkled with what parsers stumble over. The
//! same seed gives the same inputs. By hand, with a release build:
//!
//!   VEJVISER_BIN=target/release/vejviser VEJVISER_FUZZ_INPUTS=200000 VEJVISER_FUZZ_SEED=7 cargo test --test fuzz -- --nocapture

#![cfg(target_os = "linux")]
#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod common;

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use common::{Site, fixtures};
use walkdir::WalkDir;

/// How long a release build may take over one site, and so over each of its inputs; a debug build is several times as slow.
const LONGEST: Duration = Duration::from_secs(5);
const LONGEST_DEBUG: Duration = Duration::from_secs(30);
/// Pages of one site.
const TOGETHER: usize = 60;
/// What a run may take of memory, in KiB. Addresses count, not only what is used.
const MEMORY: usize = 1024 * 1024;

/// What parsers stumble over.
const TOKENS: [&str; 85] = [
    "+++",
    "\n+++\n",
    "---",
    "\"\"\"",
    "'''",
    "[[",
    "]]",
    "[x]",
    "[questions.editorial]\n",
    "[questions.editorial.ask]\n",
    "borgere = ",
    "[[questions]]\n",
    " = ",
    "{",
    "}",
    "\\",
    "\\u0000",
    "\\u{ffff}",
    "\u{0}",
    "\u{ad}",
    "\u{200b}",
    "\u{feff}",
    "\u{e000}",
    "\u{e01f}",
    "å",
    "a\u{30a}",
    "🧑‍⚕️",
    "é",
    "\r\n",
    "\r",
    "\t",
    "\u{c}",
    "\u{2028}",
    "<!--",
    "-->",
    "<![CDATA[",
    "<p id=",
    "<svg><title>",
    "</",
    "<a href='",
    "\" srcset=\"",
    "&#0;",
    "&amp",
    "`",
    "```",
    "~~~",
    "$$",
    "|--|\n",
    "|",
    "[^1]",
    "[^1]: ",
    "![](",
    "](",
    "<",
    ">",
    "# ",
    "####### ",
    "* * *",
    "> ",
    "anvisning 3.1.1",
    "anvisning 99.99.99 zz",
    "§ 101, stk. 4 og",
    "indikator 5.c (2021)",
    "begreb viso",
    "@/",
    "@/../../x.md#",
    "javascript:",
    "999999999999999999999",
    "-1",
    "1e999",
    "2026-13-45",
    "\"a\" = [",
    "file = \"../x\"",
    "118: ",
    "{{ a(x=\"",
    "{{ a(x=1, y=[2, 'z'], z=`",
    "{{ a() }}",
    "{% b() %}\n",
    "{% end %}",
    "{{/* a() */}}",
    "{%/* b() */%}",
    "```rust,linenos\n/* \"",
    "> [!NOTE]\n",
    "paginate_by = 1\n",
    "insert_anchor_links = \"heading\"\n",
];

/// What can be put into itself: how it begins and ends.
const NESTS: [(&str, &str); 11] = [
    ("{% a(x=1) %}", "{% end %}"),
    ("{% b() %}", "{% end %}"),
    ("{%/* b() */%}", "{%/* end */%}"),
    ("<div>", "</div>"),
    ("<svg>", "</svg>"),
    ("> ", ""),
    ("- ", ""),
    ("**", "**"),
    ("[", "](x)"),
    ("![", "](x)"),
    ("x = [", "]"),
];

/// A generator that gives the same numbers for the same seed (xorshift64*, Vigna 2016).
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d)
    }

    fn below(&mut self, limit: usize) -> usize {
        usize::try_from(self.next() >> 33).unwrap_or(0) % limit.max(1)
    }

    fn of<'t, T>(&mut self, all: &'t [T]) -> &'t T {
        &all[self.below(all.len())]
    }

    /// A stretch of something that is `length` long; most are short.
    fn range(&mut self, length: usize) -> std::ops::Range<usize> {
        let start = self.below(length + 1);
        let longest = if self.below(4) == 0 { length - start } else { (length - start).min(40) };
        start..start + self.below(longest + 1)
    }

    /// One of `corpus`, changed a few times.
    fn input(&mut self, corpus: &[Vec<u8>]) -> Vec<u8> {
        let mut bytes = self.of(corpus).clone();
        for _ in 0..1 + self.below(6) {
            let range = self.range(bytes.len());
            match self.below(8) {
                0 => drop(bytes.drain(range)),
                1 => {
                    let copy = bytes[range.clone()].to_vec();
                    bytes.splice(range.start..range.start, copy.repeat(1 + self.below(3)));
                }
                2 => {
                    let other = self.of(corpus);
                    let part = other[self.range(other.len())].to_vec();
                    bytes.splice(range, part);
                }
                3 if !range.is_empty() => bytes[range.start] = u8::try_from(self.below(256)).unwrap_or(0),
                4 if self.below(10) == 0 => {
                    let many = self.of(&TOKENS).repeat(1 + self.below(3000));
                    bytes.splice(range, many.bytes());
                }
                4 if self.below(10) == 0 => {
                    let (open, close) = self.of(&NESTS);
                    let deep = 1 + self.below(3000);
                    bytes
                        .splice(range, [open.repeat(deep).as_str(), "x", close.repeat(deep).as_str()].concat().bytes());
                }
                5 => bytes.truncate(range.end.max(1)),
                _ => {
                    let token = self.of(&TOKENS).as_bytes();
                    bytes.splice(range.start..range.start, token.iter().copied());
                }
            }
            bytes.truncate(200_000);
        }
        bytes
    }
}

/// The files under `folder` whose names end in `ending`.
fn corpus(folder: &str, ending: &str) -> Vec<Vec<u8>> {
    let files = WalkDir::new(fixtures().join(folder)).sort_by_file_name().into_iter().filter_map(Result::ok);
    let named = files.filter(|entry| entry.file_type().is_file() && entry.path().to_string_lossy().ends_with(ending));
    let read: Vec<Vec<u8>> = named.map(|entry| fs::read(entry.path()).expect("fixtures can be read")).collect();
    assert!(!read.is_empty(), "{folder} {ending}");
    read
}

fn number(name: &str) -> Option<u64> {
    std::env::var(name).ok().and_then(|text| text.parse().ok())
}

#[test]
fn no_input_breaks_the_program() {
    let seed = number("VEJVISER_FUZZ_SEED").unwrap_or(1);
    let inputs = number("VEJVISER_FUZZ_INPUTS").and_then(|inputs| usize::try_from(inputs).ok());
    let seconds = number("VEJVISER_FUZZ_SECONDS").unwrap_or(10);
    let pages =
        [corpus("portal", ".md"), corpus("zola", ".md"), corpus("broken", ".md"), corpus("editions", ".md")].concat();
    let hints = corpus("library", "_import.toml");
    let texts = corpus("library", ".txt");
    let configs = [corpus("portal", "config.toml"), corpus("library", "config.toml")].concat();
    let shortcodes = [
        b"<b>{{ x }}</b>{% if body %}{{ body | markdown | safe }}{% endif %}{{ nth }}{{ get_url(path=x) }}".to_vec(),
        b"## {{ x | default(value=\"x\") }}\n\n{{ body }}{{ page.title }}".to_vec(),
    ];
    let words =
        vec![fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("search-index/synonyms.toml")).expect("it is there")];
    let pdf = vec![common::pdf(
        b"BT /F1 12 Tf (Der er en tekst her, som er lang nok.) Tj ET",
        "",
        "/Font << /F1 5 0 R >>",
        &[],
    )];
    let given = std::env::var_os("VEJVISER_BIN").map(|path| fs::canonicalize(path).expect("the program is there"));
    let limit = if given.is_some() { LONGEST } else { LONGEST_DEBUG };
    let program = given.unwrap_or_else(|| env!("CARGO_BIN_EXE_vejviser").into());
    let mut random = Random(seed | 1 << 40);
    let (started, mut done, mut longest) = (Instant::now(), 0, Duration::ZERO);
    loop {
        let enough = inputs.map_or(started.elapsed() >= Duration::from_secs(seconds), |inputs| done >= inputs);
        if enough {
            break;
        }
        let site = Site::fixture("portal");
        site.overlay("library");
        let mut written = Vec::new();
        for page in 0..TOGETHER {
            let name = if page % 9 == 0 { format!("mappe-{page}/_index.md") } else { format!("p-{page}.md") };
            let folder = *random.of(&["sider", "kvalitetsmodel/2021", "begreber", "eksempler", "kilder/rapport"]);
            written.push((format!("content/{folder}/{name}"), random.input(&pages)));
        }
        written.push(("library/rapport.txt".to_owned(), random.input(&texts)));
        written.push(("content/kilder/rapport/_import.toml".to_owned(), random.input(&hints)));
        written.push((
            "content/kilder/pdf/_index.md".to_owned(),
            b"+++\nkind = \"source\"\ntitle = \"P\"\nrights = \"free-quotation\"\n+++\n".to_vec(),
        ));
        written.push(("content/kilder/pdf/_import.toml".to_owned(), b"file = \"p.pdf\"\n".to_vec()));
        written.push(("library/p.pdf".to_owned(), random.input(&pdf)));
        written.push(("search-index/synonyms.toml".to_owned(), random.input(&words)));
        for (name, shortcode) in ["a.html", "b.md"].iter().zip(&shortcodes) {
            let changed = random.below(4) == 0;
            let text = if changed { random.input(&shortcodes) } else { shortcode.clone() };
            written.push((format!("templates/shortcodes/{name}"), text));
        }
        let highlighting = [&site.read("config.toml"), "[markdown]\nhighlight_code = true\n"].concat();
        site.write("config.toml", highlighting);
        if random.below(3) == 0 {
            written.push(("config.toml".to_owned(), random.input(&configs)));
        }
        for (path, bytes) in &written {
            site.write(path, bytes);
        }
        // The shell sets the limit; the program takes its place.
        let limited = format!("ulimit -v {MEMORY}; exec \"$0\" check --drafts --library library --format json");
        let before = Instant::now();
        let mut child = Command::new("sh")
            .args(["-c", &limited])
            .arg(&program)
            .current_dir(site.root())
            .stdin(Stdio::null())
            .stdout(fs::File::create(site.path("ud.json")).expect("files can be written"))
            .stderr(fs::File::create(site.path("fejl.txt")).expect("files can be written"))
            .spawn()
            .expect("there is a shell");
        let status = loop {
            if let Some(status) = child.try_wait().expect("it is ours") {
                break Some(status);
            }
            if before.elapsed() > limit + Duration::from_secs(25) {
                child.kill().expect("it can be killed");
                break None;
            }
            std::thread::sleep(Duration::from_millis(2));
        };
        longest = longest.max(before.elapsed());
        let code = status.and_then(|status| status.code());
        let is_json = || serde_json::from_str::<serde_json::Value>(&site.read("ud.json")).is_ok();
        let is_sound = before.elapsed() <= limit && (code == Some(2) || (matches!(code, Some(0 | 1)) && is_json()));
        if !is_sound {
            let kept = std::env::temp_dir().join(format!("vejviser-fuzz-{seed}-{done}"));
            common::copy(site.root(), &kept);
            panic!(
                "seed {seed}, input {done} and the next: {status:?} after {:?}; the site is in {}: {}",
                before.elapsed(),
                kept.display(),
                site.read("fejl.txt")
            );
        }
        // Two are there for the publications, and those of shortcodes are often as they were.
        done += written.len() - 4;
    }
    println!("seed {seed}: {done} inputs in {:.0?}, the longest run {longest:.1?}", started.elapsed());
}
