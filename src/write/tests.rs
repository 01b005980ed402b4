//! What a build may do to a folder, with files whose content is their path.

use std::fs;
use std::path::{Path, PathBuf};

use super::*;

const NOTHING: Permissions = Permissions { overwrite: false, remove: false };

struct Folder(tempfile::TempDir);

impl Folder {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn output(&self) -> PathBuf {
        self.0.path().join("site")
    }

    fn writer(&self, may: Permissions) -> Result<Writer, Error> {
        let cache = Cache::new(cache_folder(&self.output()), self.0.path());
        let mut writer = Writer::open(&self.output(), cache, may)?;
        writer.survey();
        Ok(writer)
    }

    fn build(&self, may: Permissions, paths: &[String]) -> Result<Summary, Error> {
        let writer = self.writer(may)?;
        let (mut files, mut staged) = (BTreeMap::new(), Vec::new());
        for path in paths {
            let (written, is_new) = writer.stage(path, Key::default(), path.as_bytes())?;
            staged.extend(is_new.then(|| path.clone()));
            files.insert(path.clone(), written);
        }
        writer.commit(files, &staged)
    }

    /// Puts a file of somebody's into the output.
    fn put(&self, path: &str, content: &str) {
        let path = self.output().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }

    fn read(&self, path: &str) -> String {
        fs::read_to_string(self.output().join(path)).unwrap()
    }
}

fn paths(paths: &[&str]) -> Vec<String> {
    paths.iter().map(|path| (*path).to_owned()).collect()
}

fn numbered(folder: &str, count: usize) -> Vec<String> {
    (0..count).map(|number| format!("{folder}{number:02}")).collect()
}

fn refusal(result: Result<Summary, Error>) -> String {
    result.expect_err("it is refused").to_string()
}

#[test]
fn half_of_a_site_may_go_unasked() {
    let folder = Folder::new();
    folder.build(NOTHING, &numbered("", 20)).unwrap();
    let told = refusal(folder.build(NOTHING, &numbered("", 9)));
    assert!(told.contains("would remove 11 of the 20 files") && told.contains("(09, 10, 11 and 8 more)"), "{told}");
    assert!(told.contains("leave 9;"), "{told}");
    assert_eq!(folder.read("19"), "19");
    assert!(!cache_folder(&folder.output()).join(STAGE).exists());
    let half = folder.build(NOTHING, &numbered("", 10)).unwrap();
    assert_eq!(half, Summary { files: 10, written: 0, removed: 10 });
    assert!(!folder.output().join("10").exists());
}

#[test]
fn most_of_a_site_may_go_when_it_is_small_or_was_asked_for() {
    let small = Folder::new();
    small.build(NOTHING, &numbered("", 19)).unwrap();
    assert_eq!(small.build(NOTHING, &numbered("", 1)).unwrap().removed, 18);
    let large = Folder::new();
    large.build(NOTHING, &numbered("", 20)).unwrap();
    let asked = Permissions { remove: true, ..NOTHING };
    assert_eq!(large.build(asked, &numbered("", 1)).unwrap().removed, 19);
}

#[test]
fn files_of_the_index_are_not_counted_as_pages() {
    let folder = Folder::new();
    folder.build(NOTHING, &[numbered("", 20), numbered("search/", 40)].concat()).unwrap();
    let told = refusal(folder.build(NOTHING, &[numbered("", 9), numbered("search/", 40)].concat()));
    assert!(told.contains("would remove 11 of the 20 files"), "{told}");
    assert_eq!(folder.build(NOTHING, &numbered("", 10)).unwrap().removed, 50);
    assert!(!folder.output().join("search").exists());
}

#[test]
fn what_no_build_wrote_is_not_overwritten_unasked() {
    for (foreign, path, named) in
        [("a", "a", ": a."), ("a/mine", "a", ": a."), ("a", "a/b", ": a."), ("a/b", "a/b/c", ": a/b.")]
    {
        let folder = Folder::new();
        folder.put(foreign, "somebody's");
        let told = refusal(folder.build(NOTHING, &paths(&[path])));
        assert!(told.contains(named), "{told}");
        assert_eq!(folder.read(foreign), "somebody's");
    }
    let folder = Folder::new();
    folder.put("a", "somebody's");
    folder.build(Permissions { overwrite: true, ..NOTHING }, &paths(&["a"])).unwrap();
    assert_eq!(folder.read("a"), "a");
}

#[test]
fn what_stands_in_nobodys_way_is_no_reason_to_ask() {
    let folder = Folder::new();
    folder.put("same", "same");
    folder.put("beside/mine", "somebody's");
    fs::create_dir_all(folder.output().join("empty")).unwrap();
    let summary = folder.build(NOTHING, &paths(&["same", "empty", "beside/b"])).unwrap();
    assert_eq!(summary, Summary { files: 3, written: 2, removed: 0 });
    assert_eq!(folder.read("beside/mine"), "somebody's");
}

#[test]
fn a_file_and_a_folder_of_an_earlier_build_change_places() {
    let folder = Folder::new();
    folder.build(NOTHING, &paths(&["a", "b/c"])).unwrap();
    let summary = folder.build(NOTHING, &paths(&["a/d", "b"])).unwrap();
    assert_eq!(summary, Summary { files: 2, written: 2, removed: 2 });
    assert_eq!((folder.read("a/d"), folder.read("b")), ("a/d".to_owned(), "b".to_owned()));
}

#[test]
fn only_what_changed_is_written_again() {
    let folder = Folder::new();
    assert_eq!(folder.build(NOTHING, &paths(&["a", "b"])).unwrap(), Summary { files: 2, written: 2, removed: 0 });
    assert_eq!(folder.build(NOTHING, &paths(&["a", "b"])).unwrap().written, 0);
    folder.put("a", "spoiled");
    assert_eq!(folder.build(NOTHING, &paths(&["a", "b"])).unwrap().written, 1);
    assert_eq!(folder.read("a"), "a");
    assert_eq!(folder.build(NOTHING, &paths(&["a", "b", "c"])).unwrap().written, 1);
    assert_eq!(folder.build(NOTHING, &paths(&["b", "c"])).unwrap(), Summary { files: 2, written: 0, removed: 1 });
}

#[test]
fn a_file_with_another_content_is_written_and_one_made_from_something_else_is_not() {
    let folder = Folder::new();
    folder.build(NOTHING, &paths(&["a"])).unwrap();
    let other = Key { shape: 1, values: 2 };
    let writer = folder.writer(NOTHING).unwrap();
    assert!(writer.stage("a", other, b"b").unwrap().1);
    let (written, is_new) = writer.stage("a", other, b"a").unwrap();
    assert!(!is_new);
    writer.commit([("a".to_owned(), written)].into(), &[]).unwrap();
    drop(writer);
    assert_eq!(folder.writer(NOTHING).unwrap().intact("a").unwrap().key, other);
}

#[test]
fn what_is_kept_must_be_as_it_was() {
    let folder = Folder::new();
    folder.build(NOTHING, &paths(&["a", "b"])).unwrap();
    folder.put("b", "spoiled");
    let writer = folder.writer(NOTHING).unwrap();
    assert!(writer.keep("a", Key::default()).is_ok());
    assert!(writer.keep("b", Key::default()).is_err() && writer.keep("c", Key::default()).is_err());
}

#[test]
fn nothing_at_all_is_written_when_nothing_has_changed() {
    let folder = Folder::new();
    folder.build(NOTHING, &paths(&["a"])).unwrap();
    let manifest = cache_folder(&folder.output()).join("manifest");
    let before = std::time::SystemTime::UNIX_EPOCH;
    File::options().write(true).open(&manifest).unwrap().set_modified(before).unwrap();
    folder.build(NOTHING, &paths(&["a"])).unwrap();
    assert_eq!(fs::metadata(&manifest).unwrap().modified().unwrap(), before);
}

#[test]
fn a_build_that_was_killed_is_finished_by_the_next() {
    let folder = Folder::new();
    folder.build(NOTHING, &paths(&["a"])).unwrap();
    let writer = folder.writer(NOTHING).unwrap();
    let files = writer.prior.files.clone();
    Manifest { complete: false, files }.save(&writer.cache).unwrap();
    drop(writer);
    assert!(!folder.writer(NOTHING).unwrap().prior.complete);
    folder.build(NOTHING, &paths(&["a"])).unwrap();
    assert!(folder.writer(NOTHING).unwrap().prior.complete);
}

#[test]
fn who_has_forgotten_what_was_written_asks_nobody() {
    let folder = Folder::new();
    folder.build(NOTHING, &paths(&["a"])).unwrap();
    fs::write(cache_folder(&folder.output()).join("manifest"), "spoiled").unwrap();
    folder.put("a", "somebody's, or of a build");
    folder.build(NOTHING, &paths(&["a"])).unwrap();
    assert_eq!(folder.read("a"), "a");
}

#[test]
fn nothing_is_written_outside_or_over_a_file() {
    let folder = Folder::new();
    for path in ["../a", "a/../../b", "a//b", "./a", "", "/a"] {
        assert!(refusal(folder.build(NOTHING, &paths(&[path]))).contains("not a path inside"), "{path}");
    }
    fs::write(folder.output(), "a file").unwrap();
    assert!(folder.build(NOTHING, &paths(&["a"])).is_err());
    assert_eq!(fs::read_to_string(folder.output()).unwrap(), "a file");
}

#[test]
fn two_builds_do_not_write_to_one_folder() {
    let folder = Folder::new();
    let first = folder.writer(NOTHING).unwrap();
    assert!(refusal(folder.build(NOTHING, &paths(&["a"]))).contains("another build is writing"));
    drop(first);
    folder.build(NOTHING, &paths(&["a"])).unwrap();
}

#[test]
fn a_message_names_three() {
    let named = |count: usize| first_of(numbered("", count).iter());
    assert_eq!([named(0), named(1), named(3)], ["", "00", "00, 01, 02"]);
    assert_eq!([named(4), named(9)], ["00, 01, 02 and 1 more", "00, 01, 02 and 6 more"]);
}

#[test]
fn a_name_is_the_same_to_the_letter() {
    let folder = Folder::new();
    folder.put("name", "");
    let at = |path: &str| folder.output().join(path);
    assert!(has_that_name(&at("name")));
    assert!(!has_that_name(&at("other")) && !has_that_name(Path::new("")));
}
