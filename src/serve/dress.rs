//! What a served page has beyond the published one: a script that reloads it when it changes, and the complaint that
//! the newest inputs can't be used. Both follow the page's own Content-Security-Policy: files of this server, no inline
//! script, no inline style.

use super::answer::Made;
use crate::site::html::escape;

/// Where the server's own files lie. No page's address begins with an underscore.
pub(super) const OWN: &str = "_covsite/";

/// The server's own files: name, type, text.
pub(super) const FILES: [(&str, &str, &str); 2] = [
    ("live.js", "text/javascript; charset=utf-8", include_str!("live.js")),
    ("live.css", "text/css; charset=utf-8", include_str!("live.css")),
];

/// The media type of a file of the site by the end of its name.
pub(super) fn media_type(place: &str) -> &'static str {
    match place.rsplit_once('.').map_or("", |(_, extension)| extension) {
        "html" => "text/html; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "json" | "jsonl" => "application/json; charset=utf-8",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "gif" => "image/gif",
        "webp" => "image/webp",
        "woff2" => "font/woff2",
        "ico" => "image/x-icon",
        "xml" => "application/xml; charset=utf-8",
        "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

/// A page with the script, and with the complaint where there is one.
pub(super) fn page(made: &Made) -> Vec<u8> {
    if !made.sound {
        return document("This page can't be made", &String::from_utf8_lossy(&made.bytes), &made.mark);
    }
    let complaint =
        made.complaint.as_ref().map(|said| complaint("Not up to date: the newest inputs can't be used", said));
    let tail = format!("{}{}", complaint.unwrap_or_default(), script(&made.mark));
    let end = memchr::memmem::rfind(&made.bytes, b"</body>").unwrap_or(made.bytes.len());
    let mut bytes = Vec::with_capacity(made.bytes.len() + tail.len());
    bytes.extend_from_slice(&made.bytes[..end]);
    bytes.extend_from_slice(tail.as_bytes());
    bytes.extend_from_slice(&made.bytes[end..]);
    bytes
}

/// A page of the server itself; `mark` is what tells it from the page that will stand there once it can be made.
pub(super) fn document(title: &str, text: &str, mark: &str) -> Vec<u8> {
    format!(
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" \
         content=\"width=device-width, initial-scale=1\"><title>{0}</title></head><body class=\"covsite-alone\">{1}{2}</body></html>",
        escape(title),
        complaint(title, text),
        script(mark)
    )
    .into_bytes()
}

fn complaint(title: &str, text: &str) -> String {
    format!(
        "<link rel=\"stylesheet\" href=\"/{OWN}live.css\"><aside id=\"covsite-complaint\" role=\"alert\" aria-label=\"covsite\">\
         <h2>{}</h2><pre tabindex=\"0\">{}</pre></aside>",
        escape(title),
        escape(text)
    )
}

fn script(mark: &str) -> String {
    format!("<script src=\"/{OWN}live.js\" data-mark=\"{mark}\"></script>")
}
