//! What modules become, and which mistakes in them are reported.

use std::collections::BTreeMap;

use super::{Module, link};
use crate::diagnostic::Diagnostic;

const MENU: &str = "assets/js/menu/";

/// Links modules, given as path below `assets/js/` and text.
fn linked(files: &[(&str, &str)]) -> (BTreeMap<String, String>, Vec<Diagnostic>) {
    let module = |(path, text): &(&str, &str)| {
        let path = format!("assets/js/{path}");
        (path.clone(), Module { file: path, text: (*text).to_owned() })
    };
    let mut diagnostics = Vec::new();
    let scripts = link(&files.iter().map(module).collect(), &mut diagnostics);
    (scripts, diagnostics)
}

/// The script `menu.js` of sound modules, without the frame, comments, empty lines and the semicolons between modules.
fn menu(files: &[(&str, &str)]) -> String {
    let (scripts, diagnostics) = linked(files);
    assert_eq!(diagnostics, [], "{files:?}");
    let script = scripts.get("assets/js/menu.js").cloned().unwrap_or_default();
    let lines: Vec<&str> =
        script.lines().filter(|line| !matches!(*line, "" | ";") && !line.starts_with("//")).collect();
    assert_eq!((lines[0], lines[1], lines[lines.len() - 1]), ("(function () {", "\"use strict\";", "})();"));
    lines[2..lines.len() - 1].join("\n")
}

/// The mistakes of modules: file, first byte, message and help.
fn mistakes(files: &[(&str, &str)]) -> Vec<String> {
    let (scripts, diagnostics) = linked(files);
    assert!(scripts.is_empty(), "{scripts:?}");
    let line = |found: &Diagnostic| {
        let at = found.span.map_or("-".to_owned(), |span| span.start.to_string());
        let file = found.file.trim_start_matches(MENU);
        format!("{file}:{at} {} ({})", found.message, found.help.clone().unwrap_or_default())
    };
    diagnostics.iter().map(line).collect()
}

#[test]
fn modules_run_after_what_they_import() {
    let script = menu(&[
        ("menu/a.js", "import { last } from \"./c.js\";\nimport \"./d.js\";\nlast();\n"),
        ("menu/b.js", "window.b = 1"),
        ("menu/c.js", "export function last() {}\n"),
        ("menu/d.js", "window.d = 1; // the end"),
    ]);
    assert_eq!(script, "function last() {}\nwindow.d = 1; // the end\nlast();\nwindow.b = 1");
}

#[test]
fn the_end_of_a_module_is_an_end() {
    for first in ["const a = b\n", "b() // called;", "b()"] {
        let (scripts, _) = linked(&[("menu/a.js", first), ("menu/b.js", "(() => {})()")]);
        assert!(scripts["assets/js/menu.js"].contains(&format!("{}\n;\n", first.trim())), "{scripts:?}");
    }
}

#[test]
fn names_of_two_modules_do_not_meet() {
    let script = menu(&[
        ("menu/a.js", "const draw = 1;\nconst use = ({ draw }) => ({ draw, other: draw });\nuse({ draw });"),
        ("menu/b.js", "let draw = 2;\n({ draw } = { draw });\nconst { use = draw } = window;\nuse({ draw });"),
        ("menu/c.js", "alert(name);"),
        ("menu/d.js", "const name = 1;\nconst name$2 = name;"),
    ]);
    let expected = "const draw = 1;\nconst use = ({ draw }) => ({ draw, other: draw });\nuse({ draw });\n\
                    let draw$2 = 2;\n({ draw: draw$2 } = { draw: draw$2 });\nconst { use: use$2 = draw$2 } = window;\n\
                    use$2({ draw: draw$2 });\nalert(name);\nconst name$3 = 1;\nconst name$2 = name$3;";
    assert_eq!(script, expected);
}

#[test]
fn imports_become_the_names_of_what_they_stand_for() {
    let script = menu(&[
        (
            "menu/a.js",
            "import make, { count as total, again } from \"./b.js\";\nimport run from \"./c.js\";\n\
             const count = () => total + make();\nrun(again, { total, count });",
        ),
        (
            "menu/b.js",
            "export let count = 0;\nconst add = () => { count += 1; };\nexport default () => add();\n\
             export { more as again } from \"../other/more.js\";",
        ),
        ("menu/c.js", "export default function () {}\n(() => {})();"),
        ("other/more.js", "const more = 1;\nexport { more, more as much };"),
    ]);
    let expected = "const more = 1;\nlet count$2 = 0;\nconst add = () => { count$2 += 1; };\n\
                    const b_default = () => add();\nconst c_default = function () {};\n(() => {})();\n\
                    const count = () => count$2 + b_default();\nc_default(more, { total: count$2, count });";
    assert_eq!(script, expected);
}

/// What is imported under another name must not be taken for a local of the first name.
#[test]
fn locals_capture_nothing() {
    let script = menu(&[
        ("menu/a.js", "import { find as seek } from \"./b.js\";\nconst go = (find) => seek(find);\ngo();"),
        ("menu/b.js", "export const find = (find) => find;"),
    ]);
    assert_eq!(script, "const find$2 = (find) => find;\nconst go = (find) => find$2(find);\ngo();");
}

#[test]
fn another_folder_is_a_script_of_its_own() {
    let (scripts, found) = linked(&[
        ("menu/a.js", "import \"../site/x.js\";"),
        ("site/x.js", "\u{feff}window.x = 1;"),
        ("site/y.js", "window.y = 1;"),
    ]);
    assert_eq!(found, []);
    let has = |name: &str, part: &str| scripts.get(name).is_some_and(|script| script.contains(part));
    assert!(has("assets/js/menu.js", "\nwindow.x = 1;") && !has("assets/js/menu.js", "window.y"), "{scripts:?}");
    assert!(has("assets/js/site.js", "window.x") && has("assets/js/site.js", "window.y"), "{scripts:?}");
}

#[test]
fn what_cannot_be_linked_is_reported() {
    let one = |text: &str| mistakes(&[("menu/a.js", text), ("menu/other.js", "export const there = 1;\n")]);
    let read = "the modules of its folder are served as one script, and none of it would run";
    for (text, expected) in [
        ("const = 2;", format!("a.js:6 the script cannot be parsed: Unexpected token ({read})")),
        ("const a = 1;\nconst a = 2;", format!("a.js:6 the script cannot be parsed: Identifier `a` has already been declared ({read})")),
        ("import \"./othr.js\";", "a.js:7 there is no module assets/js/menu/othr.js (did you mean `./other.js`?)".to_owned()),
        (
            "import { Menu } from \"menu\";",
            "a.js:21 `menu` is not the address of a module (write its path from this file, with `./` or `../` in front: \
             \"./menu.js\", \"../site/copy.js\")"
                .to_owned(),
        ),
        ("import \"../../x.js\";", "a.js:7 `../../x.js` is not the address of a module (write its path from this file, with `./` or `../` in front: \"./menu.js\", \"../site/copy.js\")".to_owned()),
        ("import { ther } from \"./other.js\";\nther();", "a.js:9 assets/js/menu/other.js does not export `ther` (did you mean `there`?)".to_owned()),
        ("import other from \"./other.js\";\nother();", "a.js:7 assets/js/menu/other.js has no `export default` (it exports there)".to_owned()),
        ("export { away } from \"./other.js\";", "a.js:9 assets/js/menu/other.js does not export `away` (it exports there)".to_owned()),
        ("import * as all from \"./other.js\";\nall();", "a.js:7 `import * as` is not supported (name each: `{ a, b }`)".to_owned()),
        ("export * from \"./other.js\";", "a.js:0 `export *` is not supported (name each: `{ a, b }`)".to_owned()),
        ("const a = import(\"./other.js\");", "a.js:10 `import()` is not possible: a folder is served as one script (write `import { … } from \"./file.js\"` at the top)".to_owned()),
        ("alert(import.meta.url);", "a.js:6 `import.meta` is not possible in a classic script (use `document.currentScript`: the script that the folder becomes)".to_owned()),
        ("await using a = open();", "a.js:0 `await` is only possible in a function (move it into an `async` function)".to_owned()),
        ("await 1;", "a.js:0 `await` is only possible in a function (move it into an `async` function)".to_owned()),
        ("import { there } from \"./other.js\";\nthere = 2;", "a.js:36 `there` is imported and cannot be assigned to (export a function from its module that does it)".to_owned()),
        ("import a from \"./other.js\" with { type: \"json\" };", "a.js:0 attributes of imports are not supported (leave them out)".to_owned()),
    ] {
        assert_eq!(one(text), [expected], "{text}");
    }
    for text in ["export const a = 1;\nexport { a };", "export { away };", "export default 1;\nexport default 2;"] {
        assert!(one(text).len() == 1, "{text}: {:?}", one(text));
    }
}

#[test]
fn circles_are_reported_once() {
    let files = [
        ("menu/a.js", "import { b } from \"./b.js\";\nexport const a = b;"),
        ("menu/b.js", "import { c } from \"./c.js\";\nexport const b = c;"),
        ("menu/c.js", "import { a } from \"./a.js\";\nexport const c = a;"),
        ("other/d.js", "import { a } from \"../menu/a.js\";\na();"),
    ];
    let help = "move what both need into a module of its own";
    let circle = "these modules import each other: menu/a.js → menu/b.js → menu/c.js → menu/a.js";
    assert_eq!(mistakes(&files), [format!("c.js:18 {circle} ({help})")]);
    assert_eq!(
        mistakes(&[("menu/a.js", "import \"./a.js\";")]),
        [format!("a.js:7 these modules import each other: menu/a.js → menu/a.js ({help})")]
    );
    // What else is wrong is reported beside it.
    let files = [
        ("menu/a.js", "import { b } from \"./b.js\";\nexport const a = b;"),
        ("menu/b.js", "import { a, away } from \"./a.js\";\nexport const b = [a, away];"),
    ];
    assert_eq!(mistakes(&files).len(), 2);
    // A circle of re-exports has no end to find.
    let files = [("menu/a.js", "export { a } from \"./b.js\";"), ("menu/b.js", "export { a } from \"./a.js\";")];
    assert_eq!(mistakes(&files).len(), 1);
}

/// The parser is the one that minify-html brings. It must know today's JavaScript, or what a theme uses would be an
/// error: everything up to ECMAScript 2026, and what browsers have beyond that.
#[test]
fn todays_javascript_is_accepted() {
    for text in [
        "export const a = /(?<year>\\d{4})-(?i:[a-z])/v;",
        "export const a = /(?<y>\\d)|(?<y>[\\p{L}--[a-z]])/v;",
        "export class A { static #a = 1; static { A.#a += 1; } accessor b = 2; has = (o) => #a in o; }",
        "export const a = async () => { await using b = c(); using d = c(); for await (const e of d) b(e); };",
        "export const a = (b) => b?.c ?? (b ||= 1, b &&= 2, b ??= 3, 1_000n ** 2n);",
        "export const a = async function* () { yield* [...b].map(({ c = 1, ...d }) => ({ c, ...d })); };",
        "label: for (const a of [1]) { try { continue label; } catch { break label; } }",
    ] {
        let (scripts, found) = linked(&[("menu/a.js", text)]);
        assert_eq!(found, [], "{text}");
        assert_eq!(scripts.len(), 1);
    }
}
