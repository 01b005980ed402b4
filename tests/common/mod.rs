//! What the end-to-end tests share: copies of the fixture sites, runs of the real binary, trees of bytes.

#![allow(dead_code, reason = "every test file uses its own part")]

pub(crate) mod expected;

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Stdio};
use std::time::{Duration, Instant, SystemTime};

use assert_cmd::Command;
use serde_json::Value;
use tempfile::TempDir;
use walkdir::WalkDir;

/// Where a build remembers what it did.
pub(crate) const MEMORY: &str = ".public.vejviser";

/// What the service worker is told: it changes whenever another file does.
pub(crate) const OFFLINE: [&str; 2] = ["data/filer.json", "sw.js"];

/// The folder of the fixture sites.
pub(crate) fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sites")
}

/// The binary, without the options of the environment the tests run in. It must come to an end by itself.
pub(crate) fn vejviser() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_vejviser"));
    for (name, _) in std::env::vars_os() {
        if name.to_string_lossy().starts_with("VEJVISER_") {
            command.env_remove(name);
        }
    }
    // Some checks depend on the day.
    command.env("SOURCE_DATE_EPOCH", "1796000000");
    command.timeout(Duration::from_secs(30));
    command
}

/// What a run of the binary left.
#[derive(Debug)]
pub(crate) struct Run {
    /// The exit code; -1 for a run that was ended from outside.
    pub(crate) code: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Run {
    /// Runs `command` to its end.
    pub(crate) fn of(command: &mut Command) -> Self {
        let output = command.output().expect("the binary starts");
        let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("what the binary says is UTF-8");
        Self { code: output.status.code().unwrap_or(-1), stdout: text(&output.stdout), stderr: text(&output.stderr) }
    }

    /// The diagnostics of a run with `--format json`.
    pub(crate) fn diagnostics(&self) -> Vec<Diagnostic> {
        let json: Value = serde_json::from_str(&self.stdout).unwrap_or_else(|error| panic!("{error}: {self:?}"));
        json.as_array().expect("a list of diagnostics").iter().map(Diagnostic::read).collect()
    }

    /// The run, if it ended with `code`.
    #[track_caller]
    pub(crate) fn ended(self, code: i32) -> Self {
        assert_eq!(self.code, code, "{}\n{}", self.stdout, self.stderr);
        self
    }
}

/// A diagnostic as `--format json` tells it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Diagnostic {
    pub(crate) file: String,
    pub(crate) line: u64,
    pub(crate) column: u64,
    pub(crate) severity: String,
    pub(crate) code: String,
    /// Message and help.
    pub(crate) text: String,
}

impl Diagnostic {
    fn read(value: &Value) -> Self {
        let text = |key: &str| value[key].as_str().unwrap_or_else(|| panic!("`{key}` in {value}")).to_owned();
        let number = |key: &str| value[key].as_u64().unwrap_or_else(|| panic!("`{key}` in {value}"));
        Self {
            file: text("file"),
            line: number("line"),
            column: number("column"),
            severity: text("severity"),
            code: text("code"),
            text: format!("{} ({})", text("message"), value["help"].as_str().unwrap_or_default()),
        }
    }

    /// Code, file, line and column, for short comparisons.
    pub(crate) fn place(&self) -> String {
        format!("{} {}:{}:{}", self.code, self.file, self.line, self.column)
    }
}

/// A site in a folder of its own that is gone with the test; builds go to `public` in it.
#[derive(Debug)]
pub(crate) struct Site {
    folder: TempDir,
}

impl Site {
    /// A site of nothing but a `config.toml` with the tests' own theme, and an empty `content/`.
    pub(crate) fn new() -> Self {
        let site = Self { folder: tempfile::tempdir().expect("a folder") };
        fs::create_dir(site.path("content")).expect("folders can be made");
        site.write("config.toml", "title = \"Prøve\"\ntheme = \"test\"\n");
        copy(&fixtures().join("theme"), &site.path("themes/test"));
        site
    }

    /// A copy of the fixture site `name`.
    pub(crate) fn fixture(name: &str) -> Self {
        let site = Self::new();
        site.overlay(name);
        site
    }

    /// The portal, built, and remembered so well that nothing need be read again.
    pub(crate) fn built() -> Self {
        let site = Self::fixture("portal");
        settle();
        site.build();
        site
    }

    /// Copies the fixture site `name` over this one.
    pub(crate) fn overlay(&self, name: &str) {
        for part in ["config.toml", "content", "static", "themes"] {
            let from = fixtures().join(name).join(part);
            if from.exists() {
                copy(&from, &self.path(part));
            }
        }
    }

    /// The folder of the site.
    pub(crate) fn root(&self) -> &Path {
        self.folder.path()
    }

    /// `path` in the site's folder.
    pub(crate) fn path(&self, path: &str) -> PathBuf {
        self.root().join(path)
    }

    /// Where builds go.
    pub(crate) fn public(&self) -> PathBuf {
        self.path("public")
    }

    /// The text of `path`.
    pub(crate) fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    /// Writes `path`, and the folders above it.
    pub(crate) fn write(&self, path: &str, bytes: impl AsRef<[u8]>) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("folders can be made");
        fs::write(&path, bytes).expect("files can be written");
    }

    /// Replaces `from`, which must be there, by `to` in the file `path`.
    pub(crate) fn edit(&self, path: &str, from: &str, to: &str) {
        let text = self.read(path);
        assert!(text.contains(from), "no `{from}` in {path}");
        self.write(path, text.replace(from, to));
    }

    /// Removes the file `path`.
    pub(crate) fn remove(&self, path: &str) {
        fs::remove_file(self.path(path)).unwrap_or_else(|error| panic!("{path}: {error}"));
    }

    /// Runs the binary on this site.
    pub(crate) fn run(&self, arguments: &[&str]) -> Run {
        Run::of(vejviser().current_dir(self.root()).args(arguments))
    }

    /// Builds the site; it must be without errors.
    #[track_caller]
    pub(crate) fn build(&self) -> Run {
        self.run(&["build"]).ended(0)
    }

    /// Checks the site, drafts too; gives the errors.
    pub(crate) fn errors(&self, arguments: &[&str]) -> Vec<Diagnostic> {
        let run = self.run(&[&["check", "--format", "json"], arguments].concat());
        let errors: Vec<_> = run.diagnostics().into_iter().filter(|found| found.severity == "error").collect();
        assert_eq!(run.code, i32::from(!errors.is_empty()), "{run:?}");
        errors
    }

    /// What `search` finds in the index that the last build left.
    #[track_caller]
    pub(crate) fn search(&self, arguments: &[&str]) -> Value {
        let run = self.run(&[&["search", "--format", "json"], arguments].concat()).ended(0);
        serde_json::from_str(&run.stdout).unwrap_or_else(|error| panic!("{error}: {run:?}"))
    }

    /// The ids of what `search` finds for `query`, the best first.
    #[track_caller]
    pub(crate) fn ids(&self, query: &str) -> Vec<String> {
        let hits = self.search(&["--limit", "1000", "--", query])["hits"].take();
        hits.as_array().expect("a list of hits").iter().map(|hit| text_of(hit, "id")).collect()
    }

    /// Every unit of the site, as `export --to ndjson` tells them.
    #[track_caller]
    pub(crate) fn units(&self, arguments: &[&str]) -> Vec<Value> {
        let folder = tempfile::tempdir().expect("a folder");
        let to = folder.path().to_str().expect("a plain path");
        self.run(&[&["export", "--to", "ndjson", to], arguments].concat()).ended(0);
        json_lines(&fs::read_to_string(folder.path().join("units.ndjson")).expect("the units are there"))
    }

    /// Builds again; the site must be as a program that remembers nothing makes it. Gives the files that were written,
    /// without those that change with every other.
    #[track_caller]
    pub(crate) fn rebuilt(&self, what: &str) -> Vec<String> {
        let before = stamps(&self.public());
        settle();
        self.build();
        same(what, &self.clean_build(), &tree(&self.public()));
        let mut written = changed(&before, &stamps(&self.public()));
        written.retain(|path| !OFFLINE.contains(&path.as_str()));
        written
    }

    /// What a build of the site by a program that remembers nothing gives.
    #[track_caller]
    pub(crate) fn clean_build(&self) -> BTreeMap<String, Vec<u8>> {
        let folder = tempfile::tempdir().expect("a folder");
        let output = folder.path().join("site");
        self.run(&["build", "--output", output.to_str().expect("a plain path")]).ended(0);
        tree(&output)
    }
}

/// A preview that is stopped when the test ends.
pub(crate) struct Preview {
    child: Child,
    pub(crate) address: String,
}

impl Preview {
    pub(crate) fn of(site: &Site) -> Self {
        Self::with(site, &[])
    }

    pub(crate) fn with(site: &Site, arguments: &[&str]) -> Self {
        Self::start(site, arguments, &std::env::temp_dir())
    }

    /// A preview whose temporary folder is in `place`.
    pub(crate) fn at(site: &Site, place: &Path) -> Self {
        Self::start(site, &[], place)
    }

    fn start(site: &Site, arguments: &[&str], place: &Path) -> Self {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_vejviser"));
        command
            .args(["serve", "--port", "0", "--no-index"])
            .args(arguments)
            .current_dir(site.root())
            .env("TMPDIR", place);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().expect("the binary starts");
        let mut line = String::new();
        let out = child.stdout.take().expect("its output is ours");
        BufReader::new(out).read_line(&mut line).expect("it says where it is");
        let address = line.split_once("http://").and_then(|(_, rest)| rest.split_once('/')).expect("an address").0;
        Self { child, address: address.to_owned() }
    }

    pub(crate) fn get(&self, path: &str) -> String {
        self.ask(path, &self.address, "")
    }

    /// The whole answer to a request for `path` of `host`, with further `headers`, each with its end of line.
    pub(crate) fn ask(&self, path: &str, host: &str, headers: &str) -> String {
        let mut stream = TcpStream::connect(&self.address).expect("it listens");
        write!(stream, "GET {path} HTTP/1.1\r\nHost: {host}\r\n{headers}Connection: close\r\n\r\n").expect("it reads");
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).expect("it answers");
        String::from_utf8_lossy(&answer).into_owned()
    }

    /// Waits until the answer to `path` has `part` in it.
    #[track_caller]
    pub(crate) fn shows(&self, path: &str, part: &str) {
        let until = Instant::now() + Duration::from_secs(25);
        let mut answer = self.get(path);
        while !answer.contains(part) {
            assert!(Instant::now() < until, "no `{part}` in {answer}");
            std::thread::sleep(Duration::from_millis(100));
            answer = self.get(path);
        }
    }
}

impl Preview {
    /// Kills it, as a power cut does.
    pub(crate) fn kill(&mut self) {
        self.child.kill().expect("it can be killed");
        self.child.wait().expect("it ends");
    }
}

impl Drop for Preview {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The objects of a text with one a line.
pub(crate) fn json_lines(text: &str) -> Vec<Value> {
    assert!(text.ends_with('\n'), "the last line ends too");
    text.lines().map(|line| serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}"))).collect()
}

/// The text under `key`.
#[track_caller]
pub(crate) fn text_of(value: &Value, key: &str) -> String {
    value[key].as_str().unwrap_or_else(|| panic!("`{key}` in {value}")).to_owned()
}

/// The keys of an object, sorted.
#[track_caller]
pub(crate) fn keys(value: &Value) -> Vec<&str> {
    let mut keys: Vec<&str> = value.as_object().expect("an object").keys().map(String::as_str).collect();
    keys.sort_unstable();
    keys
}

/// Copies a folder or a file, and the folders above it.
pub(crate) fn copy(from: &Path, to: &Path) {
    for entry in WalkDir::new(from).sort_by_file_name() {
        let entry = entry.expect("fixtures can be read");
        let target = match entry.path().strip_prefix(from) {
            Ok(inner) if !inner.as_os_str().is_empty() => to.join(inner),
            _ => to.to_path_buf(),
        };
        if entry.file_type().is_file() {
            fs::create_dir_all(target.parent().expect("a folder")).expect("folders can be made");
            fs::write(&target, fs::read(entry.path()).expect("fixtures can be read")).expect("files can be written");
        }
    }
}

fn files(folder: &Path) -> impl Iterator<Item = (String, PathBuf)> {
    let entries = WalkDir::new(folder).sort_by_file_name().into_iter().filter_map(Result::ok);
    entries.filter(|entry| entry.file_type().is_file()).map(move |entry| {
        let path = entry.path().strip_prefix(folder).expect("it is inside").to_string_lossy().replace('\\', "/");
        (path, entry.into_path())
    })
}

/// Every file under `folder`, by path.
pub(crate) fn tree(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    files(folder).map(|(path, disk)| (path, fs::read(disk).expect("files can be read"))).collect()
}

/// When every file under `folder` was written, by path.
pub(crate) fn stamps(folder: &Path) -> BTreeMap<String, SystemTime> {
    let modified = |disk: PathBuf| fs::metadata(disk).and_then(|data| data.modified()).expect("files have times");
    files(folder).map(|(path, disk)| (path, modified(disk))).collect()
}

/// Which paths differ between two trees, in what they hold or in being there.
pub(crate) fn changed<T: PartialEq>(before: &BTreeMap<String, T>, after: &BTreeMap<String, T>) -> Vec<String> {
    let mut paths: Vec<&String> = before.keys().chain(after.keys()).collect();
    paths.sort_unstable();
    paths.dedup();
    paths.into_iter().filter(|path| before.get(*path) != after.get(*path)).cloned().collect()
}

/// Fails if two trees differ, and says where.
#[track_caller]
pub(crate) fn same(what: &str, wanted: &BTreeMap<String, Vec<u8>>, found: &BTreeMap<String, Vec<u8>>) {
    let different = changed(wanted, found);
    let Some(first) = different.first() else { return };
    let text = |tree: &BTreeMap<String, Vec<u8>>| {
        tree.get(first).map_or("(not there)".to_owned(), |bytes| String::from_utf8_lossy(bytes).into_owned())
    };
    panic!("{what}: {different:?} differ; {first} should be\n{}\nbut is\n{}", text(wanted), text(found));
}

/// Long enough for the next write to have another time, and for a file's time to be believed.
pub(crate) fn settle() {
    std::thread::sleep(Duration::from_millis(70));
}

/// A PDF of one page: the content of the page, its filters and resources, and further objects from number 10 on.
pub(crate) fn pdf(content: &[u8], filters: &str, resources: &str, more: &[(u32, String, Vec<u8>)]) -> Vec<u8> {
    let page =
        format!("/Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Resources << {resources} >> /Contents 4 0 R");
    let plain = |number, dictionary: &str| (number, dictionary.to_owned(), None);
    let stream = |number, dictionary: &str, bytes: &[u8]| {
        (number, format!("/Length {} {dictionary}", bytes.len()), Some(bytes.to_vec()))
    };
    let mut objects = vec![
        plain(1, "/Type /Catalog /Pages 2 0 R"),
        plain(2, "/Type /Pages /Kids [3 0 R] /Count 1"),
        plain(3, &page),
        stream(4, &if filters.is_empty() { String::new() } else { format!("/Filter [{filters}]") }, content),
        plain(5, "/Type /Font /Subtype /Type1 /BaseFont /Helvetica"),
    ];
    objects.extend(more.iter().map(|(number, dictionary, bytes)| stream(*number, dictionary, bytes)));
    let mut bytes = b"%PDF-1.4\n".to_vec();
    let mut table = String::new();
    for (number, dictionary, stream) in objects {
        table.push_str(&format!("{number} 1\n{:010} 00000 n \n", bytes.len()));
        bytes.extend(format!("{number} 0 obj\n<< {dictionary} >>\n").bytes());
        if let Some(stream) = stream {
            bytes.extend([b"stream\n", stream.as_slice(), b"\nendstream\n"].concat());
        }
        bytes.extend(b"endobj\n");
    }
    let start = bytes.len();
    bytes.extend(format!("xref\n{table}trailer\n<< /Size 100 /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n").bytes());
    bytes
}
