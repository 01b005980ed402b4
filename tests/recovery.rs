//! Builds that came to a bad end, and memories that went bad: the next build makes good what it finds.

#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod common;

use std::fs;

use vejviser::rules::{seal, unseal};

use common::{MEMORY, Site, changed, same, settle, tree};

/// Clears the mark of completion in the manifest: fingerprint, a varint, then the mark.
fn unfinish(site: &Site) {
    let path = site.path(&format!("{MEMORY}/manifest"));
    let sealed = fs::read(&path).expect("there is a manifest");
    let mut bytes = unseal(&sealed).expect("it is whole").to_vec();
    let mark = bytes.iter().position(|byte| byte & 0x80 == 0).expect("a number") + 1;
    assert_eq!(bytes[mark], 1, "a finished build says so");
    bytes[mark] = 0;
    fs::write(path, seal(bytes)).expect("files can be written");
}

/// As a build leaves things that was killed while it renamed: some files new, some gone, some still staged, and the
/// manifest with old and new, not complete.
#[test]
fn a_build_killed_at_the_swap_is_repaired() {
    let site = Site::built();
    let old = tree(&site.public());
    site.write("content/sider/ny.md", "+++\ntitle = \"Ny\"\n+++\n");
    site.edit("content/sider/om.md", "Her står", "Der står");
    site.build();
    site.remove("content/sider/ny.md");
    unfinish(&site);
    fs::write(site.path("public/sider/index.html"), &old["sider/index.html"]).expect("files can be written");
    fs::write(site.path("public/begreber/viso.html"), "half a pa").expect("files can be written");
    site.remove("public/index.html");
    site.remove("public/data/begreber.json");
    site.write(&format!("{MEMORY}/stage/sider/om.html"), "staged");
    site.write(&format!("{MEMORY}/stage/index.html"), "staged");
    site.write(&format!("{MEMORY}/manifest.new"), "half a mani");
    site.build();
    same("the repaired site", &site.clean_build(), &tree(&site.public()));
    assert!(!site.path(&format!("{MEMORY}/stage")).exists());
    settle();
    assert!(site.build().stdout.contains(" 0 written"), "the repair is remembered");
}

/// Killed wherever it happens to be.
#[cfg(unix)]
#[test]
fn a_killed_build_is_repaired() {
    let site = Site::fixture("portal");
    for number in 0..60 {
        site.write(&format!("content/sider/{number}.md"), format!("+++\ntitle = \"Side {number}\"\n+++\n"));
    }
    site.build();
    for round in 0..16_u64 {
        for number in 0..60 {
            let text = format!("+++\ntitle = \"Side {number} i runde {round}\"\n+++\n");
            site.write(&format!("content/sider/{number}.md"), text);
        }
        let before = tree(&site.public());
        let mut child = std::process::Command::new(env!("CARGO_BIN_EXE_vejviser"))
            .current_dir(site.root())
            .stdout(std::process::Stdio::null())
            .spawn()
            .expect("the binary starts");
        std::thread::sleep(std::time::Duration::from_millis(4 + 5 * round));
        child.kill().expect("it can be killed");
        child.wait().expect("it ends");
        let after = tree(&site.public());
        assert_eq!(before.keys().collect::<Vec<_>>(), after.keys().collect::<Vec<_>>(), "no file is missing");
        if round % 4 == 3 {
            site.build();
            same("the repaired site", &site.clean_build(), &tree(&site.public()));
        }
    }
}

#[test]
fn two_builds_at_once_do_not_mix() {
    let site = Site::built();
    let lock = fs::File::create(site.path(&format!("{MEMORY}/lock"))).expect("files can be written");
    lock.lock().expect("files can be locked");
    let run = site.run(&[]).ended(2);
    assert!(run.stderr.contains("another build"), "{run:?}");
    site.run(&["check"]).ended(0);
    drop(lock);
    site.build();
}

/// What is remembered only saves time: cut off, emptied, filled with noise or changed anywhere, it does no harm.
#[test]
fn spoiled_memories_do_no_harm() {
    let site = Site::built();
    site.write("public/fremmed.txt", "not ours");
    let wanted = tree(&site.public());
    let mut wrong = Vec::new();
    for (name, good) in tree(&site.path(MEMORY)).into_iter().filter(|(name, _)| name != "lock") {
        let noise: Vec<u8> = (0..3000_u32).map(|at| ((at * at * 31) >> 3).to_le_bytes()[0]).collect();
        let mut spoiled = vec![Vec::new(), vec![0xff; 64], noise, good[..good.len() / 2].to_vec()];
        spoiled.push([&good[..], b"more"].concat());
        for at in (1..48).map(|part| part * good.len() / 48) {
            let mut bytes = good.clone();
            bytes[at] ^= 0x11;
            spoiled.push(bytes);
        }
        for (at, bytes) in spoiled.iter().enumerate() {
            site.write(&format!("{MEMORY}/{name}"), bytes);
            let run = site.run(&[]);
            let different = changed(&wanted, &tree(&site.public()));
            if run.code != 0 || !different.is_empty() {
                wrong.push(format!("{name}, spoiled in way {at}: {different:?} {run:?}"));
                site.write(&format!("{MEMORY}/{name}"), "");
                site.build();
            }
        }
    }
    assert!(wrong.is_empty(), "{} of them:\n{}", wrong.len(), wrong.join("\n"));
}

/// Files that a killed build was writing when it ended lie there half done.
#[test]
fn half_written_memories_are_passed_over() {
    let site = Site::built();
    let names: Vec<String> = tree(&site.path(MEMORY)).into_keys().collect();
    for name in names.iter().filter(|name| *name != "lock") {
        site.write(&format!("{MEMORY}/{name}.new"), "half a fi");
    }
    site.build();
    site.edit("content/sider/om.md", "Her står", "Der står");
    site.rebuilt("after that");
    site.build();
}

/// Killed while it wrote what it remembers: one part is from this build, another from the one before.
#[test]
fn memories_of_two_builds_do_not_mix() {
    let site = Site::fixture("portal");
    for number in 0..300 {
        let text = format!("+++\ntitle = \"Side {number}\"\n+++\n\nOrdet tilsyn, VISO og [om](../sider/om.md).\n");
        site.write(&format!("content/mange/{number}.md"), text);
    }
    settle();
    site.build();
    let old = tree(&site.path(MEMORY));
    site.edit("content/begreber/behandlingsplan.md", "behandlingsplaner\"", "behandlingsplaner\", \"tilsyn\"");
    settle();
    site.build();
    let new = tree(&site.path(MEMORY));
    let wanted = site.clean_build();
    for name in changed(&old, &new).into_iter().filter(|name| name != "manifest" && old.contains_key(name)) {
        site.write(&format!("{MEMORY}/{name}"), &old[&name]);
        site.build();
        same(&format!("with an old {name}"), &wanted, &tree(&site.public()));
        for (name, bytes) in &new {
            site.write(&format!("{MEMORY}/{name}"), bytes);
        }
    }
}
