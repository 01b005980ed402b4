//! The preview: whom it answers, what it answers, and that it never goes deaf.

#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod common;

use std::fs;
use std::path::{Path, PathBuf};

use common::{Preview, Site};

fn status(answer: &str) -> &str {
    answer.split(' ').nth(1).unwrap_or_default()
}

fn header<'a>(answer: &'a str, name: &str) -> &'a str {
    let lines = answer.lines().take_while(|line| !line.is_empty());
    let mut found = lines.filter_map(|line| line.split_once(": ")).filter(|(key, _)| key.eq_ignore_ascii_case(name));
    found.next().map_or("", |(_, value)| value)
}

fn body(answer: &str) -> &str {
    answer.split_once("\r\n\r\n").map_or("", |(_, body)| body)
}

fn portal() -> Site {
    let site = Site::fixture("portal");
    site.write("static/tal.txt", "0123456789");
    site
}

#[test]
fn only_this_machine_is_answered() {
    let site = portal();
    let preview = Preview::of(&site);
    for host in ["localhost", "127.0.0.1:1111", "[::1]:80", "LocalHost:9"] {
        assert_eq!(status(&preview.ask("/", host, "")), "200", "{host}");
    }
    for host in ["evil.example", "evil.example:1111", "192.168.1.5", "localhost.evil.example", ""] {
        for path in ["/", "/tal.txt", "/_vejviser/events", "/_vejviser/reload.js", "/mangler"] {
            let answer = preview.ask(path, host, "");
            assert_eq!(status(&answer), "403", "{host} {path}");
            assert!(!answer.contains("0123"), "{answer}");
        }
    }
    assert_eq!(status(&preview.ask("http://evil.example/", "localhost", "")), "403");
    assert_eq!(status(&preview.ask("/", "localhost", "Host: evil.example\r\n")), "403");
    let everywhere = Preview::with(&site, &["--host", "0.0.0.0"]);
    assert_eq!(status(&everywhere.ask("/", "192.168.1.5:1111", "")), "200");
    assert_eq!(status(&everywhere.ask("/", "evil.example", "")), "403");
}

#[test]
fn folders_have_a_slash_and_files_have_none() {
    let site = portal();
    let preview = Preview::of(&site);
    let answer = preview.get("/begreber?x=1");
    assert_eq!((status(&answer), header(&answer, "location")), ("301", "/begreber/?x=1"));
    assert_eq!(header(&preview.get("//begreber"), "location"), "/begreber/");
    assert_eq!(status(&preview.get("/begreber/")), "200");
    assert_eq!(status(&preview.get("/begreber/viso.html")), "200");
    assert_eq!(status(&preview.get("/begreber/viso.html/")), "404");
    assert_eq!(status(&preview.get("/assets")), "404", "a folder without a page");
    assert_eq!(status(&preview.get("/mangler/")), "404");
}

#[test]
fn parts_of_files_are_answered() {
    let site = portal();
    let preview = Preview::of(&site);
    let part = |range: &str| {
        let answer = preview.ask("/tal.txt", "localhost", &format!("Range: {range}\r\n"));
        (status(&answer).to_owned(), header(&answer, "content-range").to_owned(), body(&answer).to_owned())
    };
    let is = |code: &str, range: &str, text: &str| (code.to_owned(), range.to_owned(), text.to_owned());
    assert_eq!(part("bytes=2-4"), is("206", "bytes 2-4/10", "234"));
    assert_eq!(part("bytes=7-"), is("206", "bytes 7-9/10", "789"));
    assert_eq!(part("bytes=-3"), is("206", "bytes 7-9/10", "789"));
    assert_eq!(part("bytes=8-99"), is("206", "bytes 8-9/10", "89"));
    assert_eq!(part("bytes=20-"), is("416", "bytes */10", ""));
    assert_eq!(part("bytes=0-1,4-5"), is("200", "", "0123456789"));
    assert_eq!(part("lines=1"), is("200", "", "0123456789"));
    assert_eq!(header(&preview.get("/tal.txt"), "accept-ranges"), "bytes");
}

#[test]
fn it_never_goes_deaf() {
    let site = portal();
    let page = |title: &str| format!("+++\ntitle = \"{title}\"\n+++\n");
    site.write("content/sider/ny.md", page("En"));
    let preview = Preview::of(&site);
    preview.shows("/sider/ny.html", "En");
    // A folder that goes away and comes back, as it was or as another one.
    for round in ["to", "tre"] {
        fs::rename(site.path("content"), site.path("andetsteds")).expect("folders can be moved");
        std::thread::sleep(std::time::Duration::from_millis(1500));
        fs::rename(site.path("andetsteds"), site.path("content")).expect("folders can be moved");
        site.write("content/sider/ny.md", page(round));
        preview.shows("/sider/ny.html", round);
    }
    common::copy(&site.path("content"), &site.path("kopi"));
    fs::remove_dir_all(site.path("content")).expect("it is there");
    fs::rename(site.path("kopi"), site.path("content")).expect("folders can be moved");
    site.write("content/sider/ny.md", page("fire"));
    preview.shows("/sider/ny.html", "fire");
    // Folders that were not there at the start.
    fs::remove_dir_all(site.path("static")).expect("it is there");
    std::thread::sleep(std::time::Duration::from_millis(1500));
    site.write("static/dyb/ny.txt", "fem");
    preview.shows("/dyb/ny.txt", "fem");
    site.write("static/dyb/ny.txt", "seks");
    preview.shows("/dyb/ny.txt", "seks");
    fs::rename(site.path("themes"), site.path("temaer")).expect("folders can be moved");
    std::thread::sleep(std::time::Duration::from_millis(1500));
    fs::rename(site.path("temaer"), site.path("themes")).expect("folders can be moved");
    site.write("themes/test/assets/ny.css", "p{color:red}");
    preview.shows("/assets/ny.css", "red");
}

/// Without a site for a moment, the pages stay, and whoever looks at them is told.
#[test]
fn what_is_wrong_is_told_on_the_page() {
    let site = portal();
    let preview = Preview::of(&site);
    fs::rename(site.path("content"), site.path("andetsteds")).expect("folders can be moved");
    let mut stream = std::net::TcpStream::connect(&preview.address).expect("it listens");
    let mut told = String::new();
    {
        use std::io::{Read, Write};
        stream.set_read_timeout(Some(std::time::Duration::from_secs(25))).expect("sockets have that");
        write!(stream, "GET /_vejviser/events HTTP/1.1\r\nHost: localhost\r\n\r\n").expect("it reads");
        let mut bytes = [0; 4096];
        while !told.contains("there is no folder content/") {
            let read = stream.read(&mut bytes).unwrap_or_else(|error| panic!("{error}: {told}"));
            told.push_str(&String::from_utf8_lossy(&bytes[..read]));
        }
    }
    assert_eq!(status(&preview.get("/")), "200");
}

/// The folders of previews, in a temporary folder of the test's own.
fn folders(place: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(place).expect("it is there").flatten().map(|entry| entry.path());
    entries
        .filter(|path| path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("vejviser-preview-")))
        .collect()
}

#[cfg(unix)]
#[test]
fn its_folder_is_private_and_does_not_stay_behind() {
    use std::os::unix::fs::PermissionsExt;

    let site = portal();
    let place = tempfile::tempdir().expect("a folder");
    let start = || Preview::at(&site, place.path());
    let mut first = start();
    let second = start();
    assert_eq!(folders(place.path()).len(), 2);
    for folder in folders(place.path()) {
        let mode = fs::metadata(&folder).expect("it is there").permissions().mode();
        assert_eq!(mode & 0o777, 0o700, "{}", folder.display());
    }
    first.kill();
    assert_eq!(folders(place.path()).len(), 2, "nobody could tidy up");
    let third = start();
    assert_eq!(folders(place.path()).len(), 2, "the next start did");
    assert_eq!(status(&second.get("/")), "200");
    assert_eq!(status(&third.get("/")), "200");
}
