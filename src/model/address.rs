//! Addresses: the output path of a file, and relative links between pages.
//!
//! A page is `p.html`, a section `index.html`; names are lower-case ASCII; links are relative and always include the
//! file name.

use crate::load::dates::Dated;
pub(crate) use crate::load::slug::{slug, zola_slug};

/// The output path of the Markdown file `path` (relative to `content/`), its last name replaced by `name` if given.
/// `None` if a name contains no character that an address can use.
pub(crate) fn output(path: &str, name: Option<&str>) -> Option<String> {
    let (folder, file) = path.rsplit_once('/').unwrap_or(("", path));
    let stem = file.strip_suffix(".md").unwrap_or(file);
    let mut parts: Vec<String> = folder.split('/').filter(|part| !part.is_empty()).map(path_slug).collect();
    match (stem, name) {
        ("_index", None) => parts.push("index.html".to_owned()),
        ("index", None) => {
            let bundle = folder.rsplit('/').next().unwrap_or_default();
            if parts.pop().is_some() {
                parts.push(path_slug(Dated::of(bundle).name));
            }
            parts.push("index.html".to_owned());
        }
        ("_index" | "index", Some(name)) => {
            parts.pop();
            parts.push(path_slug(name));
            parts.push("index.html".to_owned());
        }
        (_, Some(name)) => parts.push(format!("{}.html", path_slug(name))),
        (stem, None) => parts.push(format!("{}.html", path_slug(Dated::of(stem).name))),
    }
    let named = |part: &String| !part.is_empty() && part != ".html";
    parts.iter().all(named).then(|| parts.join("/"))
}

/// The form of a file or folder name in an address. As in Zola, underscores become hyphens.
pub(crate) fn path_slug(name: &str) -> String {
    slug(&name.replace('_', "-"))
}

/// The output file for an address written by an editor (`path`, an alias); `None` if it is empty or outside the output
/// folder.
pub(crate) fn written(address: &str) -> Option<String> {
    let trimmed = address.trim_matches('/');
    let safe = |part: &str| !matches!(part, "" | "." | "..") && !part.contains(['\\', ':', '\0']);
    if trimmed.is_empty() || !trimmed.split('/').all(safe) {
        return None;
    }
    let parts: Vec<String> = trimmed.split('/').map(slug).collect();
    if parts.iter().any(String::is_empty) {
        return None;
    }
    let joined = parts.join("/");
    Some(match (address.ends_with('/'), joined.ends_with(".html")) {
        (_, true) => joined,
        (true, false) => format!("{joined}/index.html"),
        (false, false) => format!("{joined}.html"),
    })
}

/// Turns `page` into the index of a folder: `a/b.html` becomes `a/b/index.html`.
pub(crate) fn as_folder(page: String) -> String {
    match page.strip_suffix(".html") {
        Some(stem) if stem != "index" && !stem.ends_with("/index") => format!("{stem}/index.html"),
        _ => page,
    }
}

/// The output file for an alias, an old address that readers still use. It is kept verbatim: a name with an extension
/// is a file, any other a folder. `None` if it is empty or outside the output folder.
pub(crate) fn alias(address: &str) -> Option<String> {
    written(address)?;
    let path = address.trim_matches('/');
    let has_ending = path.rsplit('/').next().is_some_and(|name| name.contains('.'));
    Some(if has_ending && !address.ends_with('/') { path.to_owned() } else { format!("{path}/index.html") })
}

/// `../` for every level of `folder`.
pub(crate) fn root_prefix(folder: &str) -> String {
    "../".repeat(folder.split('/').filter(|part| !part.is_empty()).count())
}

/// The folder of an output file, without trailing slash.
pub(crate) fn folder(output: &str) -> &str {
    output.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// The relative link from a page in `folder` to the output file `target`.
pub fn relative(folder: &str, target: &str) -> String {
    let mut from = folder.split('/').filter(|part| !part.is_empty()).peekable();
    let mut to = target.split('/').peekable();
    // The last part of the target is its file name, never a shared folder.
    let mut rest = target;
    while let (Some(a), Some(b)) = (from.peek(), to.peek()) {
        if a != b || !rest.contains('/') {
            break;
        }
        rest = rest.split_once('/').map_or(rest, |(_, rest)| rest);
        from.next();
        to.next();
    }
    let ups = from.count();
    let mut link = String::with_capacity(ups * 3 + rest.len());
    for _ in 0..ups {
        link.push_str("../");
    }
    link.push_str(rest);
    link
}

/// Resolves a relative link against `folder` and normalizes it; `None` if it leaves the site.
pub fn join(folder: &str, link: &str) -> Option<String> {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in link.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

/// Why Windows does not allow a file or folder name. Checked on all systems, because webmasters unpack the site on
/// Windows too. See "Naming Files, Paths, and Namespaces" in Microsoft's documentation.
pub(crate) fn refused_by_windows(name: &str) -> Option<&'static str> {
    const DEVICES: [&str; 6] = ["con", "prn", "aux", "nul", "conin$", "conout$"];
    const PORTS: [&str; 2] = ["com", "lpt"];
    let stem = name.split('.').next().unwrap_or(name).trim_end();
    let is_port = |port: &&str| {
        let number = stem.get(port.len()..).unwrap_or_default();
        stem.get(..port.len()).is_some_and(|start| start.eq_ignore_ascii_case(port))
            && number.chars().count() == 1
            && number.chars().all(|digit| digit.is_ascii_digit() || "¹²³".contains(digit))
    };
    if DEVICES.iter().any(|device| stem.eq_ignore_ascii_case(device)) || PORTS.iter().any(is_port) {
        return Some("is a reserved device name");
    }
    if name.ends_with(['.', ' ']) {
        return Some("ends in a dot or a space");
    }
    let is_odd = |letter: char| letter < ' ' || "<>:\"|?*\\".contains(letter);
    name.contains(is_odd).then_some("contains one of < > : \" | ? * \\ or a control character")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_become_pages_and_folders_become_index_files() {
        assert_eq!(output("a/5.c.md", None).as_deref(), Some("a/5.c.html"));
        assert_eq!(output("a/_index.md", None).as_deref(), Some("a/index.html"));
        assert_eq!(output("_index.md", None).as_deref(), Some("index.html"));
        assert_eq!(output("a/2021-07-01-nyt.md", None).as_deref(), Some("a/nyt.html"));
        assert_eq!(output("a/b.md", Some("Ø")).as_deref(), Some("a/oe.html"));
        assert_eq!(output("a/2021-07-01-nyt/index.md", None).as_deref(), Some("a/nyt/index.html"));
        assert_eq!(output("en_mappe/min_side.md", None).as_deref(), Some("en-mappe/min-side.html"));
        assert_eq!(output("§/side.md", None), None);
        assert_eq!(output("a/§.md", None), None);
    }

    #[test]
    fn written_addresses_stay_inside() {
        assert_eq!(written("/gammel/side/").as_deref(), Some("gammel/side/index.html"));
        assert_eq!(written("a/b").as_deref(), Some("a/b.html"));
        assert_eq!(alias("/Gammel/Side.htm").as_deref(), Some("Gammel/Side.htm"));
        assert_eq!(alias("gammel").as_deref(), Some("gammel/index.html"));
        assert_eq!(alias("../gammel"), None);
        assert_eq!(written("../a"), None);
        assert_eq!(written("a/../../b"), None);
        assert_eq!(written("/"), None);
    }

    #[test]
    fn windows_has_names_of_its_own() {
        for name in ["con", "CON.html", "aux.tar.gz", "com1.md", "lpt².x", "a.", "a ", "a?b", "a:b", "nul .txt"] {
            assert!(refused_by_windows(name).is_some(), "{name}");
        }
        for name in ["console.html", "com.html", "com10.html", "a.b", "auxiliary", ".htaccess", "å.html", "lpt"] {
            assert_eq!(refused_by_windows(name), None, "{name}");
        }
    }

    #[test]
    fn links_are_relative() {
        assert_eq!(relative("a/b", "a/c.html"), "../c.html");
        assert_eq!(relative("a/b", "a/b/c.html"), "c.html");
        assert_eq!(relative("", "a/c.html"), "a/c.html");
        assert_eq!(relative("a", "index.html"), "../index.html");
        assert_eq!(relative("a/a", "a/a"), "../a");
        assert_eq!(join("a/b", "../c/"), Some("a/c".to_owned()));
        assert_eq!(join("a", "../../c"), None);
    }
}
