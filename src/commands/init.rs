//! `vejviser init DIR`: writes a small working site, with one of everything a portal needs.

use std::fs;
use std::path::Path;

use include_dir::{Dir, include_dir};

use crate::error::Error;

static STARTER: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/src/commands/starter");

/// Writes the site into `dir`, which must be empty or not exist.
pub(super) fn run(dir: &Path) -> Result<bool, Error> {
    if dir.exists() {
        let mut entries = fs::read_dir(dir).map_err(Error::read(dir))?;
        if entries.next().is_some() {
            return Err(Error::Usage(format!("{} is not empty", dir.display())));
        }
    }
    fs::create_dir_all(dir).map_err(Error::write(dir))?;
    STARTER.extract(dir).map_err(Error::write(dir))?;
    println!("Created a small site in {0}. Build it with `vejviser --root {0}`.", dir.display());
    Ok(true)
}
