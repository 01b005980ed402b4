//! The late outputs: those made from other finished outputs. The data about sources needs all pages, with the words on
//! them; the list of files needs all files, with their checksums; the service worker has the checksum of that list.

use crate::build::Rendered;
use crate::error::Error;
use crate::load::published::is_for_servers;
use crate::model::{Key, Late, NOT_FOUND, Output, Site};
use crate::render::Renderer;
use crate::render::library_data::KeptWords;
use crate::write::Writer;

/// Stages the data about sources. `words` are the counts from the finished pages.
pub(super) fn sources(
    site: &Site,
    renderer: &Renderer<'_>,
    writer: &Writer,
    words: &KeptWords,
    rendered: &mut Rendered,
) -> Result<(), Error> {
    let Some(output) = site.late(Late::Sources) else { return Ok(()) };
    stage(output, &renderer.library_data(&output.path, words)?, writer, rendered)
}

/// Stages the list of files and the service worker. A site may bring a file of its own for either.
pub(super) fn offline(
    site: &Site,
    renderer: &Renderer<'_>,
    writer: &Writer,
    rendered: &mut Rendered,
) -> Result<(), Error> {
    if !site.has_packs() {
        let Some(worker) = site.late(Late::Worker) else { return Ok(()) };
        return stage(worker, &renderer.retired_worker()?, writer, rendered);
    }
    writer.sum(&mut rendered.files, &rendered.staged)?;
    // Servers send the 404 page with an error status, so the worker cannot cache it.
    let files = rendered.files.iter().filter(|(path, _)| path.as_str() != NOT_FOUND && !is_for_servers(path));
    let files = files.filter_map(|(path, written)| Some((path.as_str(), written.sum?)));
    let list = renderer.file_list(files)?;
    if let Some(output) = site.late(Late::FileList) {
        stage(output, &list.bytes, writer, rendered)?;
    }
    if let Some(output) = site.late(Late::Worker) {
        stage(output, &renderer.worker(&list)?, writer, rendered)?;
    }
    Ok(())
}

fn stage(output: &Output, bytes: &[u8], writer: &Writer, rendered: &mut Rendered) -> Result<(), Error> {
    rendered.add(&output.path, writer.stage(&output.path, Key::default(), bytes)?);
    Ok(())
}
