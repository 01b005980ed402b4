//! The preview's web server: the built files, scripts that reload the page, and a stream of states.

use std::convert::Infallible;
use std::net::TcpListener;
use std::path::{Path, PathBuf};

use axum::Router;
use axum::extract::{Request, State as Shared};
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri, header};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use tokio::sync::watch::Receiver;
use tokio_stream::wrappers::WatchStream;
use tokio_stream::{Stream, StreamExt};

use super::State;
use super::hosts::Hosts;
use crate::model::{NOT_FOUND, WORKER};
use crate::text::escape;

/// The script that is injected into pages, and the worker that it starts.
const SCRIPT: &str = include_str!("reload.js");
const LISTENER: &str = include_str!("listen.js");

#[derive(Clone)]
struct Served {
    site: PathBuf,
    state: Receiver<State>,
}

/// Serves `site` under the names of `hosts` until interrupted.
pub(super) fn run(listener: TcpListener, hosts: Hosts, site: PathBuf, state: Receiver<State>) -> std::io::Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    runtime.block_on(async {
        listener.set_nonblocking(true)?;
        let listener = tokio::net::TcpListener::from_std(listener)?;
        let routes = Router::new()
            .route("/_vejviser/reload.js", get(async || script(SCRIPT)))
            .route("/_vejviser/listen.js", get(async || script(LISTENER)))
            .route("/_vejviser/events", get(events))
            .fallback(get(file))
            .with_state(Served { site, state })
            .layer(from_fn_with_state(hosts, only_named));
        // Open event streams never end by themselves, so do not wait for them.
        tokio::select! {
            served = async { axum::serve(listener, routes).await } => served,
            interrupted = interrupted() => interrupted,
        }
    })
}

/// Waits for Ctrl-C or, on Unix, `SIGTERM`.
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

/// Refuses requests for a host that is not this machine, whether the header or the request target names it.
async fn only_named(Shared(hosts): Shared<Hosts>, request: Request, next: Next) -> Response {
    let named = request.headers().get_all(header::HOST).iter().map(|host| host.to_str().unwrap_or_default());
    let mut named: Vec<&str> = named.collect();
    if named.len() == 1 {
        named.extend(request.uri().authority().map(|authority| authority.as_str()));
        if named.iter().all(|host| hosts.allow(host)) {
            return next.run(request).await;
        }
    }
    let told = "This preview answers only to localhost and to the name given with `vejviser serve --host NAME`.\n";
    (StatusCode::FORBIDDEN, told).into_response()
}

fn script(text: &'static str) -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "text/javascript; charset=utf-8"), (header::CACHE_CONTROL, "no-store")], text)
}

async fn events(Shared(served): Shared<Served>) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    let states = WatchStream::new(served.state).map(|state| {
        let data = serde_json::json!({ "version": state.version, "report": state.report });
        Ok(Event::default().data(data.to_string()))
    });
    Sse::new(states).keep_alive(KeepAlive::default())
}

async fn file(Shared(served): Shared<Served>, uri: Uri, headers: HeaderMap) -> Response {
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
    // A service worker would keep showing an old preview, and the script injected into pages would break its checksums.
    let (status, file) = match find(&served.site, &path) {
        Found::File(file) if file != served.site.join(WORKER) => (StatusCode::OK, file),
        Found::Folder => return to_folder(&uri),
        _ => (StatusCode::NOT_FOUND, served.site.join(NOT_FOUND)),
    };
    let Ok(bytes) = tokio::fs::read(&file).await else { return StatusCode::NOT_FOUND.into_response() };
    let kind = content_type(&file);
    if kind.starts_with("text/html") {
        return html(status, String::from_utf8_lossy(&bytes).into_owned(), &state);
    }
    let told = [(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, "no-store"), (header::ACCEPT_RANGES, "bytes")];
    match headers.get(header::RANGE).filter(|_| status == StatusCode::OK) {
        Some(range) => (told, part(bytes, range)).into_response(),
        None => (status, told, bytes).into_response(),
    }
}

/// The range of `bytes` that a browser requests, as video players and viewers of large documents do. A request for
/// several ranges is answered with all bytes.
fn part(bytes: Vec<u8>, range: &HeaderValue) -> Response {
    let total = bytes.len();
    let asked = range.to_str().ok().and_then(|range| http_range_header::parse_range_header(range).ok());
    let Some(asked) = asked.filter(|asked| asked.ranges.len() == 1) else { return bytes.into_response() };
    match asked.validate(total as u64).ok().as_deref() {
        Some([range]) => {
            let within =
                usize::try_from(*range.start()).unwrap_or(total)..=usize::try_from(*range.end()).unwrap_or(total);
            let told = format!("bytes {}-{}/{total}", range.start(), range.end());
            let part = bytes.get(within).unwrap_or_default().to_vec();
            (StatusCode::PARTIAL_CONTENT, [(header::CONTENT_RANGE, told)], part).into_response()
        }
        _ => (StatusCode::RANGE_NOT_SATISFIABLE, [(header::CONTENT_RANGE, format!("bytes */{total}"))]).into_response(),
    }
}

/// The result of looking up an address.
enum Found {
    File(PathBuf),
    /// A folder requested without a trailing slash: relative links on its page would lead elsewhere.
    Folder,
    Nothing,
}

/// Looks up the file for an address; for a folder, that is its `index.html`.
fn find(site: &Path, path: &str) -> Found {
    let mut file = site.to_path_buf();
    for part in path.split('/').filter(|part| !part.is_empty()) {
        if part == ".." || part.contains(['\\', '\0', ':']) {
            return Found::Nothing;
        }
        file.push(part);
    }
    match (path.ends_with('/'), file.is_dir()) {
        (true, true) => file.push("index.html"),
        (false, true) if file.join("index.html").is_file() => return Found::Folder,
        (true, false) => return Found::Nothing,
        (false, _) => {}
    }
    if file.is_file() { Found::File(file) } else { Found::Nothing }
}

/// Redirects to the folder's address with a trailing slash.
fn to_folder(uri: &Uri) -> Response {
    let query = uri.query().map(|query| format!("?{query}")).unwrap_or_default();
    let address = format!("/{}/{query}", uri.path().trim_matches('/'));
    (StatusCode::MOVED_PERMANENTLY, [(header::LOCATION, address), (header::CACHE_CONTROL, "no-store".to_owned())])
        .into_response()
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
