//! Values as JSON, for the files in `data/` and for scripts.

use serde::Serialize;

use crate::error::Error;

/// A whole file: with two-space indentation and a line break at the end. `file` is named if it fails.
pub(super) fn file(file: &str, value: &impl Serialize) -> Result<Vec<u8>, Error> {
    let mut bytes = serde_json::to_vec_pretty(value).map_err(Error::json(file))?;
    bytes.push(b'\n');
    Ok(bytes)
}

/// One line, as part of `file`.
pub(super) fn line(file: &str, value: &impl Serialize) -> Result<String, Error> {
    serde_json::to_string(value).map_err(Error::json(file))
}
