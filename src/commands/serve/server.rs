//! The preview's web server: the built files, a script that reloads, and a stream of states.

use std::convert::Infallible;
use std::net::TcpListener;
use std::path::{Path, PathBuf};

use axum::Router;
use axum::extract::State as Shared;
use axum::http::{StatusCode, Uri, header};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use tokio::sync::watch::Receiver;
use tokio_stream::wrappers::WatchStream;
use tokio_stream::{Stream, StreamExt};

use super::State;
use crate::model::WORKER;
use crate::text::escape;

const SCRIPT: &str = include_str!("reload.js");

#[derive(Clone)]
struct Served {
    site: PathBuf,
    state: Receiver<State>,
}

/// Serves `site` until interrupted.
pub(super) fn run(listener: TcpListener, site: PathBuf, state: Receiver<State>) -> std::io::Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    runtime.block_on(async {
        listener.set_nonblocking(true)?;
        let listener = tokio::net::TcpListener::from_std(listener)?;
        let routes = Router::new()
            .route("/_vejviser/reload.js", get(script))
            .route("/_vejviser/events", get(events))
            .fallback(get(file))
            .with_state(Served { site, state });
        // Open event streams never end by themselves: do not wait for them.
        tokio::select! {
            served = async { axum::serve(listener, routes).await } => served,
            interrupted = interrupted() => interrupted,
        }
    })
}

/// Waits for Ctrl-C or, where there is such a thing, a polite request to end.
async fn interrupted() -> std::io::Result<()> {
    #[cfg(unix)]
    {
        let mut terminated = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate())?;
        tokio::select! {
            interrupted = tokio::signal::ctrl_c() => interrupted,
            _ = terminated.recv() => Ok(()),
        }
    }
    #[cfg(not(unix))]
    tokio::signal::ctrl_c().await
}

async fn script() -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "text/javascript; charset=utf-8"), (header::CACHE_CONTROL, "no-store")], SCRIPT)
}

async fn events(Shared(served): Shared<Served>) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    let states = WatchStream::new(served.state).map(|state| {
        let data = serde_json::json!({ "version": state.version, "report": state.report });
        Ok(Event::default().data(data.to_string()))
    });
    Sse::new(states).keep_alive(KeepAlive::default())
}

async fn file(Shared(served): Shared<Served>, uri: Uri) -> Response {
    let state = served.state.borrow().clone();
    if state.version == 0 {
        let page = format!(
            "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Not built yet</title>\
             <h1>The site has mistakes</h1><pre>{}</pre></body></html>",
            escape(&state.report)
        );
        return html(StatusCode::INTERNAL_SERVER_ERROR, page, &state);
    }
    let path = percent_encoding::percent_decode_str(uri.path()).decode_utf8_lossy().into_owned();
    // A service worker would go on showing an old preview, and the script that is put into pages would upset its sums.
    let found = find(&served.site, &path).filter(|file| *file != served.site.join(WORKER));
    let (status, file) = match found {
        Some(file) => (StatusCode::OK, file),
        None => (StatusCode::NOT_FOUND, served.site.join("404.html")),
    };
    let Ok(bytes) = tokio::fs::read(&file).await else { return StatusCode::NOT_FOUND.into_response() };
    let kind = content_type(&file);
    if kind.starts_with("text/html") {
        return html(status, String::from_utf8_lossy(&bytes).into_owned(), &state);
    }
    (status, [(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, "no-store")], bytes).into_response()
}

/// The file for an address; a folder is its `index.html`.
fn find(site: &Path, path: &str) -> Option<PathBuf> {
    let mut file = site.to_path_buf();
    for part in path.split('/').filter(|part| !part.is_empty()) {
        if part == ".." || part.contains(['\\', '\0', ':']) {
            return None;
        }
        file.push(part);
    }
    if file.is_dir() {
        file.push("index.html");
    }
    file.is_file().then_some(file)
}

fn html(status: StatusCode, mut page: String, state: &State) -> Response {
    let script = format!("<script defer src=\"/_vejviser/reload.js?v={}\"></script>", state.version);
    let at = page.rfind("</body>").unwrap_or(page.len());
    page.insert_str(at, &script);
    (status, [(header::CONTENT_TYPE, "text/html; charset=utf-8"), (header::CACHE_CONTROL, "no-store")], page)
        .into_response()
}

fn content_type(file: &Path) -> &'static str {
    match file.extension().and_then(|extension| extension.to_str()).unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "json" => "application/json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "webp" => "image/webp",
        "gif" => "image/gif",
        "ico" => "image/x-icon",
        "pdf" => "application/pdf",
        "xml" => "application/xml",
        "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}
