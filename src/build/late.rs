//! The late outputs: those that depend on every other file of the site. Each is made when all files it depends on are
//! known, in this order: the data about sources with the words on the finished pages, the list of all files with their
//! checksums, the service worker with the version of that list.

use crate::build::Rendered;
use crate::error::Error;
use crate::load::published::is_for_servers;
use crate::model::{Key, Late, NOT_FOUND, Site};
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
    let made = writer.stage(&output.path, Key::default(), &renderer.library_data(&output.path, words)?)?;
    rendered.add(&output.path, made);
    Ok(())
}

/// Stages the service worker and, if it makes the site available offline, the list of files that it caches.
pub(super) fn offline(
    site: &Site,
    renderer: &Renderer<'_>,
    writer: &Writer,
    rendered: &mut Rendered,
) -> Result<(), Error> {
    let Some(worker) = site.late(Late::Worker) else { return Ok(()) };
    let list = site.late(Late::FileList);
    if list.is_some() {
        writer.sum(&mut rendered.files, &rendered.staged)?;
    }
    // Servers send the 404 page with an error status, so the worker cannot cache it.
    let files = rendered.files.iter().filter(|(path, _)| path.as_str() != NOT_FOUND && !is_for_servers(path));
    let files = files.filter_map(|(path, written)| Some((path.as_str(), written.sum?)));
    let made = match list {
        None => renderer.retired_worker()?,
        Some(list) => {
            let (version, bytes) = renderer.file_list(files)?;
            let made = writer.stage(&list.path, Key::default(), &bytes)?;
            rendered.add(&list.path, made);
            renderer.worker(&version)?
        }
    };
    let made = writer.stage(&worker.path, Key::default(), &made)?;
    rendered.add(&worker.path, made);
    Ok(())
}
