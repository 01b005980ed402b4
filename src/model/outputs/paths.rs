//! Checks the planned paths: each must be the only one of its name, on every file system.

use std::borrow::Cow;
use std::collections::BTreeSet;

use rapidhash::RapidHashMap;

use crate::diagnostic::{Code, Diagnostic};
use crate::load::CONFIG_FILE;
use crate::model::address;
use crate::model::outputs::{Item, Output};

/// Reports collisions between `outputs`, which are sorted by path, and names that Windows refuses.
pub(super) fn check(outputs: &[Output], diagnostics: &mut Vec<Diagnostic>) {
    same_address(outputs, diagnostics);
    files_and_folders(outputs, diagnostics);
    reserved(outputs, diagnostics);
}

/// Reports outputs with the same path, or with paths that differ only in case.
fn same_address(outputs: &[Output], diagnostics: &mut Vec<Diagnostic>) {
    let mut by_name: Vec<(Cow<'_, str>, &Output)> =
        outputs.iter().map(|output| (lower_case(&output.path), output)).collect();
    // The sort is stable: outputs with the same name stay sorted by path.
    by_name.sort_by(|a, b| a.0.cmp(&b.0));
    for pair in by_name.windows(2) {
        let [(name, first), (other_name, output)] = pair else { continue };
        // Two data files share a path only if an edition is defined twice, which is reported as such.
        if name != other_name || matches!((&first.item, &output.item), (Item::Data(_), Item::Data(_))) {
            continue;
        }
        let (code, what) = if first.path == output.path {
            (Code::SameAddress, "is also the address of")
        } else {
            (Code::CaseCollision, "differs only in case from an address of")
        };
        // The diagnostic goes to the output that asked for the address (an alias, a `slug`); otherwise to the one
        // sorted later.
        let (told, other) =
            if output.origin.1.is_none() && first.origin.1.is_some() { (first, output) } else { (output, first) };
        diagnostics.push(
            Diagnostic::error(
                code,
                &told.origin.0,
                told.origin.1,
                format!("`{}` {what} {}", told.path, maker(other, told)),
            )
            .help("rename one of the files, or change the `slug` of one"),
        );
    }
}

/// Reports paths that are both a file and a folder.
fn files_and_folders(outputs: &[Output], diagnostics: &mut Vec<Diagnostic>) {
    let mut by_folder: RapidHashMap<String, &str> = RapidHashMap::default();
    // Outputs are sorted, so those in one folder are adjacent.
    let mut last = "";
    for output in outputs {
        let own = address::folder(&output.path);
        if own == last {
            continue;
        }
        last = own;
        let mut folder = own;
        while !folder.is_empty() {
            by_folder.insert(folder.to_lowercase(), &output.path);
            folder = address::folder(folder);
        }
    }
    for output in outputs {
        if let Some(inside) = by_folder.get(lower_case(&output.path).as_ref()) {
            let message = format!("`{}` is both a file and, for `{inside}`, a folder", output.path);
            diagnostics.push(
                Diagnostic::error(Code::SameAddress, &output.origin.0, output.origin.1, message)
                    .help("rename one of the two"),
            );
        }
    }
}

/// Reports names that Windows does not allow, once per folder.
fn reserved(outputs: &[Output], diagnostics: &mut Vec<Diagnostic>) {
    let mut told = BTreeSet::new();
    for output in outputs {
        let mut from = 0;
        for part in output.path.split('/') {
            let end = from + part.len();
            if let Some(why) = address::refused_by_windows(part)
                && told.insert(&output.path[..end])
            {
                let (file, span) = &output.origin;
                let message = format!("`{}` is invalid on Windows: `{}` {why}", output.path, part.escape_debug());
                diagnostics.push(
                    Diagnostic::error(Code::ReservedName, file, *span, message)
                        .help("rename the file or folder, or give the page another `slug`"),
                );
            }
            from = end + 1;
        }
    }
}

/// Describes the origin of `output`, for the diagnostic on `told`, which has the same address.
fn maker<'o>(output: &'o Output, told: &Output) -> &'o str {
    match output.origin.0.as_str() {
        CONFIG_FILE => "a file that the build generates",
        file if file == told.origin.0 => "another line of the same file",
        file => file,
    }
}

/// `path` in lower case. Almost every path already is, and is only borrowed.
fn lower_case(path: &str) -> Cow<'_, str> {
    if path.chars().any(char::is_uppercase) { path.to_lowercase().into() } else { path.into() }
}
