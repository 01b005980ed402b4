//! The output folder: what is not ours is not written over, a site does not vanish by accident, and a build that cannot write
//! says so once.

#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod common;

use std::fs;

use common::{MEMORY, Site, same, stamps, tree};

#[test]
fn a_folder_that_is_no_site_is_left_alone() {
    let site = Site::built();
    let before = stamps(&site.public());
    fs::rename(site.path("content"), site.path("andetsteds")).expect("folders can be moved");
    let all = stamps(site.root());
    for arguments in [
        &["build"][..],
        &["check"],
        &["build", "--output", "ud"],
        &["new", "page", "sider/ny"],
        &["export", "--to", "ndjson", "eksport"],
        &["build", "--force", "--allow-removals"],
    ] {
        let run = site.run(arguments).ended(2);
        assert!(run.stderr.contains("there is no folder content/"), "{arguments:?}: {run:?}");
        assert!(!run.stdout.contains("No mistakes"), "{run:?}");
    }
    assert_eq!(stamps(&site.public()), before);
    assert_eq!(stamps(site.root()), all, "nothing is made, nothing is removed");
    fs::rename(site.path("andetsteds"), site.path("content")).expect("folders can be moved");
    assert!(site.build().stdout.contains(" 0 written"));
    // A folder with nothing in it at all.
    let empty = tempfile::tempdir().expect("a folder");
    for arguments in [&["build"][..], &["check"], &["new", "page", "p"]] {
        common::Run::of(common::vejviser().current_dir(empty.path()).args(arguments)).ended(2);
    }
    assert_eq!(fs::read_dir(empty.path()).expect("it is there").count(), 0);
}

/// A disk that is not mounted leaves an empty folder where it should be.
#[test]
fn a_site_does_not_vanish_by_accident() {
    let site = Site::built();
    let before = tree(&site.public());
    let whole = tree(&site.path("content"));
    fs::remove_dir_all(site.path("content")).expect("it is there");
    fs::create_dir(site.path("content")).expect("it can be made");
    let run = site.run(&["build"]).ended(2);
    assert!(run.stderr.contains("--allow-removals") && run.stderr.contains("would remove"), "{run:?}");
    same("the site", &before, &tree(&site.public()));
    assert!(!site.path(&format!("{MEMORY}/stage")).exists());
    for (path, bytes) in &whole {
        site.write(&format!("content/{path}"), bytes);
    }
    site.build();
    same("the site", &before, &tree(&site.public()));
    fs::remove_dir_all(site.path("content")).expect("it is there");
    fs::create_dir(site.path("content")).expect("it can be made");
    site.run(&["build", "--allow-removals"]).ended(0);
    assert!(tree(&site.public()).len() < before.len() / 2);
    // Once removed, that is what the next build begins with.
    site.build();
}

#[test]
fn files_of_others_are_not_written_over() {
    let site = Site::fixture("portal");
    site.write("ud/index.html", "mine");
    site.write("ud/sider", "a file where a folder goes");
    site.write("ud/robots.txt/x", "a folder where a file goes");
    site.write("ud/andet.txt", "in nobody's way");
    let before = tree(&site.path("ud"));
    let run = site.run(&["build", "--output", "ud"]).ended(2);
    for part in ["index.html", "robots.txt", "sider", "--force"] {
        assert!(run.stderr.contains(part), "{part}: {run:?}");
    }
    same("what is not ours", &before, &tree(&site.path("ud")));
    fs::remove_dir_all(site.path("ud/robots.txt")).expect("it is there");
    fs::remove_file(site.path("ud/sider")).expect("it is there");
    site.run(&["build", "--output", "ud", "--force"]).ended(0);
    assert_eq!(site.read("ud/andet.txt"), "in nobody's way");
    assert_ne!(site.read("ud/index.html"), "mine");
    // From now on it is ours.
    site.edit("content/sider/om.md", "Her står", "Der står");
    site.run(&["build", "--output", "ud"]).ended(0);
}

/// What only lies beside the site's files is in nobody's way, and what is the same to the letter is as good as ours.
#[test]
fn a_folder_with_other_files_is_fine() {
    let site = Site::built();
    fs::remove_dir_all(site.path(MEMORY)).expect("it is there");
    site.write("public/CNAME", "eksempel.dk");
    site.write("public/.git/HEAD", "ref");
    assert!(site.build().stdout.contains(" 0 written"), "a copy of the site is taken over");
    site.edit("content/sider/om.md", "Her står", "Der står");
    site.build();
    assert_eq!(site.read("public/CNAME"), "eksempel.dk");
}

/// The device that is always full.
#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_told_once() {
    let site = Site::built();
    std::os::unix::fs::symlink("/dev/full", site.path(&format!("{MEMORY}/archive"))).expect("links can be made");
    let run = site.run(&["build", "--zip"]).ended(2);
    assert_eq!(run.stderr.trim().lines().count(), 1, "{}", run.stderr);
    assert!(run.stderr.contains("public.zip") && run.stderr.contains("No space left"), "{}", run.stderr);
    site.run(&["build", "--zip"]).ended(0);
}

/// A site on a medium that cannot be written to, built by somebody who is not allowed everything.
#[cfg(unix)]
#[test]
fn a_site_that_cannot_be_written_to_is_built() {
    use std::os::unix::fs::{MetadataExt, PermissionsExt};
    use std::os::unix::process::CommandExt;

    const NOBODY: u32 = 65534;
    let site = Site::fixture("portal");
    let place = tempfile::tempdir().expect("a folder");
    let mode =
        |path: &std::path::Path, mode| fs::set_permissions(path, fs::Permissions::from_mode(mode)).expect("it is ours");
    mode(site.root(), 0o555);
    mode(place.path(), 0o777);
    let program = place.path().join("vejviser");
    fs::copy(env!("CARGO_BIN_EXE_vejviser"), &program).expect("it can be copied");
    mode(&program, 0o755);
    let mut command = std::process::Command::new(&program);
    command.args(["build", "--output"]).arg(place.path().join("ud")).current_dir(site.root());
    if fs::metadata(site.root()).expect("it is there").uid() == 0 {
        command.uid(NOBODY).gid(NOBODY);
    }
    let output = command.output().expect("it starts");
    mode(site.root(), 0o755);
    let told = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{told}{}", String::from_utf8_lossy(&output.stderr));
    assert!(told.contains("search-index/ is not writable"), "{told}");
    let index = told.split("--index ").nth(1).and_then(|rest| rest.split('`').next()).expect("it tells where it is");
    let found = site.run(&["search", "--index", index, "samarbejde"]).ended(0);
    assert!(found.stdout.contains("3.1 Samarbejde"), "{found:?}");
}

/// Reports go on citing the old address.
#[test]
fn an_address_that_is_gone_is_told() {
    let site = Site::built();
    let page = |aliases: &str| format!("+++\ntitle = \"Siden\"\n{aliases}\n+++\n");
    let told = |site: &Site, code: i32| {
        let run = site.run(&["build", "--format", "json"]).ended(code);
        run.diagnostics().into_iter().filter(|found| found.code == "lost-address").collect::<Vec<_>>()
    };
    site.write("content/sider/en.md", page(""));
    assert_eq!(told(&site, 0), []);
    site.remove("content/sider/en.md");
    site.write("content/sider/to.md", page(""));
    let [one] = told(&site, 0).try_into().expect("one is gone");
    assert!(one.severity == "warning" && one.text.contains("aliases = [\"/sider/en.html\"]"), "{one:?}");
    // It is gone now, and told once.
    assert_eq!(told(&site, 0), []);

    site.edit("config.toml", "[site]", "[site]\nkeep_addresses = \"error\"");
    site.build();
    let before = tree(&site.public());
    site.remove("content/sider/to.md");
    site.write("content/sider/tre.md", page(""));
    assert_eq!(told(&site, 1)[0].severity, "error");
    same("the site", &before, &tree(&site.public()));
    site.write("content/sider/tre.md", page("aliases = [\"/sider/to.html\"]"));
    assert_eq!(told(&site, 0), []);
    site.remove("content/sider/tre.md");
    site.run(&["build", "--allow-removals"]).ended(0);
}
