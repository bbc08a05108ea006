//! A page becomes a chapter: what stands in its `main`, with deeper headings, with ids of its own, and with links that
//! lead into the document.

use std::collections::{BTreeMap, BTreeSet};

use super::Anchors;
use super::markup::{Piece, Pieces, Tag, unescape};
use crate::site::html::escape_into;

/// Where links lead inside the document.
pub(super) struct Address<'a> {
    /// The key of the chapter that a page became.
    pub(super) chapters: BTreeMap<&'a str, &'a str>,
    /// The ids of each chapter, by its key.
    pub(super) ids: BTreeMap<&'a str, BTreeSet<String>>,
    /// The rows of the table of files, by the place of each file's page.
    pub(super) rows: Anchors,
    /// Pictures as `data:` addresses, by their place on the site.
    pub(super) pictures: BTreeMap<&'a str, String>,
    /// The address of the published site: where pages are that the document does not have.
    pub(super) published: Option<String>,
}

/// What stands in the `main` of a page.
pub(super) struct Content {
    html: String,
}

/// Elements without which the document says the same: controls, ways through the site, and what it may not hold.
const LEFT_OUT: [&str; 6] = ["script", "style", "form", "nav", "button", "template"];
/// The same without an end tag.
const LEFT_OUT_VOID: [&str; 3] = ["link", "meta", "base"];
/// The class of the small line with the page's name, above a headline that is the answer.
const KICKER: &str = "kicker";
/// Attributes whose value is an id, or several.
const NAMES_IDS: [&str; 8] =
    ["for", "aria-labelledby", "aria-describedby", "aria-controls", "aria-owns", "aria-details", "headers", "list"];
/// Elements that are landmarks when they have a name: hundreds of them would be no help.
const LANDMARKS: [&str; 3] = ["section", "aside", "article"];

impl Content {
    /// The content of a page; `None` without `main`.
    pub(super) fn of(page: &str) -> Option<Self> {
        let mut pieces = Pieces::new(page);
        let start = loop {
            if matches!(pieces.next()?, Piece::Open(tag) if tag.name.eq_ignore_ascii_case("main")) {
                break pieces.at();
            }
        };
        let end = loop {
            let before = pieces.at();
            if matches!(pieces.next()?, Piece::Close(name) if name.eq_ignore_ascii_case("main")) {
                break before;
            }
        };
        Some(Self { html: page[start..end].trim().to_owned() })
    }

    /// The ids in it.
    pub(super) fn ids(&self) -> BTreeSet<String> {
        let mut ids = BTreeSet::new();
        let mut pieces = Pieces::new(&self.html);
        while let Some(piece) = pieces.next() {
            let Piece::Open(tag) = piece else { continue };
            if is_left_out(&tag) {
                pieces.skip_element(tag.name);
            } else {
                ids.extend(tag.get("id").map(|id| unescape(id).into_owned()));
            }
        }
        ids
    }

    /// Its name, as HTML: the line above the headline where a theme has one, else the text of its first heading.
    pub(super) fn title(&self) -> String {
        let mut title = String::new();
        let (mut inside, mut kicker) = (false, false);
        for piece in Pieces::new(&self.html) {
            match piece {
                Piece::Open(tag) if tag.get("class") == Some(KICKER) => (inside, kicker) = (true, true),
                Piece::Open(tag) if tag.name.eq_ignore_ascii_case("h1") => inside = true,
                Piece::Close(name) if inside && (kicker || name.eq_ignore_ascii_case("h1")) => break,
                Piece::Text(text) if inside && !text.starts_with('<') => title.push_str(text),
                _ => {}
            }
        }
        title.trim().to_owned()
    }

    /// The content as it stands in the document: `key` is its chapter's, `place` where its page lies, `deeper` how many
    /// levels its headings go down.
    pub(super) fn adapted(&self, address: &Address<'_>, key: &str, place: &str, deeper: u8) -> String {
        let mut writer =
            Writer { out: String::with_capacity(self.html.len() + self.html.len() / 8), address, key, place, deeper };
        let mut pieces = Pieces::new(&self.html);
        while let Some(piece) = pieces.next() {
            match piece {
                Piece::Text(text) => writer.out.push_str(text),
                Piece::Close(name) => writer.close(name),
                Piece::Open(tag) if is_left_out(&tag) => {
                    if !tag.closed {
                        pieces.skip_element(tag.name);
                    }
                }
                Piece::Open(tag) if LEFT_OUT_VOID.iter().any(|name| tag.name.eq_ignore_ascii_case(name)) => {}
                Piece::Open(tag) => writer.open(&tag),
            }
        }
        writer.out
    }
}

fn is_left_out(tag: &Tag<'_>) -> bool {
    LEFT_OUT.iter().any(|name| tag.name.eq_ignore_ascii_case(name))
}

struct Writer<'a> {
    out: String,
    address: &'a Address<'a>,
    key: &'a str,
    place: &'a str,
    deeper: u8,
}

impl Writer<'_> {
    fn open(&mut self, tag: &Tag<'_>) {
        if tag.name.eq_ignore_ascii_case("img") {
            return self.picture(tag);
        }
        self.out.push('<');
        self.heading_or(tag.name);
        let is_region = tag.get("role") == Some("region");
        let is_landmark = LANDMARKS.contains(&tag.name);
        for (name, value) in &tag.attributes {
            let lower = name.to_ascii_lowercase();
            match lower.as_str() {
                "role" if is_region => continue,
                "aria-label" | "aria-labelledby" if is_region || is_landmark => continue,
                // Said beside the cell where its table is stacked.
                "data-h" => {}
                // For scripts, of which there are none.
                name if name.starts_with("data-") || name.starts_with("on") || name == "style" => continue,
                "src" | "srcset" | "action" | "formaction" | "ping" | "poster" => continue,
                _ => {}
            }
            let Some(value) = value else {
                self.attribute(name, None);
                continue;
            };
            if lower == "id" {
                let id = format!("{}.{}", self.key, unescape(value));
                self.attribute(name, Some(&id));
            } else if NAMES_IDS.contains(&lower.as_str()) {
                let ids: Vec<String> =
                    unescape(value).split_ascii_whitespace().map(|id| format!("{}.{id}", self.key)).collect();
                self.attribute(name, Some(&ids.join(" ")));
            } else if lower == "href" || lower == "xlink:href" {
                // What is no link would be asked for.
                let may_leave = tag.name.eq_ignore_ascii_case("a");
                if let Some(href) = self.link(&unescape(value)).filter(|href| may_leave || href.starts_with('#')) {
                    self.attribute(name, Some(&href));
                }
            } else {
                self.as_written(name, &value.replace("url(#", &format!("url(#{}.", self.key)));
            }
        }
        // On paper nobody can open them.
        if tag.name.eq_ignore_ascii_case("details") && !tag.attributes.iter().any(|(name, _)| *name == "open") {
            self.attribute("open", None);
        }
        self.out.push_str(if tag.closed { "/>" } else { ">" });
    }

    fn close(&mut self, name: &str) {
        self.out.push_str("</");
        self.heading_or(name);
        self.out.push('>');
    }

    /// The name of an element; a heading's is as much deeper as the chapter.
    fn heading_or(&mut self, name: &str) {
        match name.as_bytes() {
            [b'h' | b'H', level @ b'1'..=b'6'] => {
                self.out.push('h');
                self.out.push(char::from((level + self.deeper).min(b'6')));
            }
            _ => self.out.push_str(name),
        }
    }

    fn attribute(&mut self, name: &str, value: Option<&str>) {
        self.out.push(' ');
        self.out.push_str(name);
        if let Some(value) = value {
            self.out.push_str("=\"");
            escape_into(&mut self.out, value);
            self.out.push('"');
        }
    }

    /// An attribute whose value is escaped already, but perhaps for other quotes.
    fn as_written(&mut self, name: &str, value: &str) {
        self.out.extend([" ", name, "=\"", &value.replace('"', "&quot;"), "\""]);
    }

    /// A picture with its bytes; its words where it is not in the document.
    fn picture(&mut self, tag: &Tag<'_>) {
        let source = tag.get("src").map(unescape).unwrap_or_default();
        let inside = source.starts_with("data:image/").then(|| source.to_string());
        let inside = inside.or_else(|| self.address.pictures.get(resolve(self.place, &source)?.0.as_str()).cloned());
        let words = tag.get("alt").unwrap_or_default();
        let Some(inside) = inside else {
            self.out.push_str(&words.replace('<', "&lt;"));
            return;
        };
        self.out.push_str("<img");
        self.attribute("src", Some(&inside));
        self.as_written("alt", words);
        for name in ["width", "height", "class"] {
            if let Some(value) = tag.get(name) {
                self.as_written(name, value);
            }
        }
        self.out.push('>');
    }

    /// Where a link leads from the document; `None` for what is neither in it nor published.
    fn link(&self, href: &str) -> Option<String> {
        let Some((place, fragment)) = resolve(self.place, href) else { return Some(href.to_owned()) };
        if let Some(key) = self.address.chapters.get(place.as_str()) {
            let is_there = self.address.ids.get(key).is_some_and(|ids| ids.contains(&fragment));
            return Some(if is_there { format!("#{key}.{fragment}") } else { format!("#{key}") });
        }
        if let Some(row) = self.address.rows.get(&place) {
            return self.address.chapters.get(super::FILES).map(|key| format!("#{key}.{row}"));
        }
        let published = self.address.published.as_ref()?;
        let hash = if fragment.is_empty() { "" } else { "#" };
        let encoded = crate::site::routes::encode(&fragment);
        Some(format!("{published}{}{hash}{encoded}", crate::site::routes::encode(&place)))
    }
}

/// The place and the anchor that a link leads to from the page at `from`; `None` for a link to another host.
fn resolve(from: &str, href: &str) -> Option<(String, String)> {
    let end = href.find(['/', '?', '#']).unwrap_or(href.len());
    if href[..end].contains(':') || href.starts_with("//") {
        return None;
    }
    let (path, fragment) = href.split_once('#').unwrap_or((href, ""));
    let path = path.split('?').next().unwrap_or_default();
    let fragment = decode(fragment);
    if path.is_empty() {
        return Some((from.to_owned(), fragment));
    }
    let mut parts: Vec<String> = from.split('/').map(str::to_owned).collect();
    parts.pop();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            _ => parts.push(decode(part)),
        }
    }
    Some((parts.join("/"), fragment))
}

/// A part of an address without its percent signs.
fn decode(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let digits = bytes.get(at + 1..at + 3).filter(|_| bytes[at] == b'%');
        let decoded = digits.and_then(|it| std::str::from_utf8(it).ok()).and_then(|it| u8::from_str_radix(it, 16).ok());
        if let Some(byte) = decoded {
            out.push(byte);
            at += 3;
        } else {
            out.push(bytes[at]);
            at += 1;
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn adapted(main: &str, published: Option<&str>) -> String {
        let address = Address {
            chapters: [
                ("gates/index.html", "c-gates"),
                ("notes/a/index.html", "c-notes-a"),
                ("files/index.html", "c-files"),
            ]
            .into(),
            ids: [("c-gates", BTreeSet::from(["g 1".to_owned()]))].into(),
            rows: [("coverage/a b.rs.html".to_owned(), "f0".to_owned())].into(),
            pictures: [("notes/p.png", "data:image/png;base64,AA==".to_owned())].into(),
            published: published.map(str::to_owned),
        };
        let page = format!("<body><nav>x</nav><main id=\"main\">{main}</main></body>");
        Content::of(&page).map(|it| it.adapted(&address, "c-notes-a", "notes/a/index.html", 1)).unwrap_or_default()
    }

    #[test]
    fn links_lead_into_the_document_or_to_the_published_site_or_nowhere() {
        let link = |href: &str, published| adapted(&format!("<a href=\"{href}\">x</a>"), published);
        let site = Some("https://example.org/");
        assert_eq!(link("../../gates/index.html#g%201", None), "<a href=\"#c-gates.g 1\">x</a>");
        assert_eq!(link("../../gates/index.html#gone", None), "<a href=\"#c-gates\">x</a>");
        assert_eq!(link("../../coverage/a%20b.rs.html#L3", None), "<a href=\"#c-files.f0\">x</a>");
        assert_eq!(link("../../data/site.json", None), "<a>x</a>");
        let data = "<a href=\"https://example.org/data/a%20b.json#c\">x</a>";
        assert_eq!(link("../../data/a%20b.json#c", site), data);
        assert_eq!(
            link("https://example.org/?a=1&amp;b=2", None),
            "<a href=\"https://example.org/?a=1&amp;b=2\">x</a>"
        );
        assert_eq!(link("mailto:a@example.org", None), "<a href=\"mailto:a@example.org\">x</a>");
        assert_eq!(link("../../../../etc/x", None), "<a>x</a>");
    }

    #[test]
    fn headings_ids_and_pictures_fit_one_document() {
        let cases = [
            ("<h1 id=\"a\">T</h1><h6>x</h6>", "<h2 id=\"c-notes-a.a\">T</h2><h6>x</h6>"),
            (
                "<section aria-labelledby=\"h\"><td headers=\"a b\">",
                "<section><td headers=\"c-notes-a.a c-notes-a.b\">",
            ),
            ("<img src=\"../p.png\" alt=\"A &amp; B\">", "<img src=\"data:image/png;base64,AA==\" alt=\"A &amp; B\">"),
            ("<img src=\"https://example.org/x.png\" alt=\"words &lt;b&gt;\" onerror=\"x()\">", "words &lt;b&gt;"),
            ("<form action=\"x\"><input></form><p style=\"color:red\" onclick=\"x()\">y</p>", "<p>y</p>"),
            ("<script>if (a < b) { c(\"</p>\") }</script>z", "z"),
            ("<details><summary>s</summary></details>", "<details open><summary>s</summary></details>"),
        ];
        for (main, wanted) in cases {
            assert_eq!(adapted(main, None), wanted);
        }
    }
}
