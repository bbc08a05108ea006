//! Who may ask, and for what. The site may show sources that are nobody else's business: no other host's page may read
//! it through the browser, under whatever name it calls this machine (DNS rebinding), nor embed parts of it.

use hyper::header::{HOST, HeaderMap, ORIGIN};
use hyper::{Method, StatusCode, Uri};

/// Longer addresses are refused.
const LONGEST: usize = 4096;

/// A request that is not answered, with the words for whoever made it.
pub(super) type Refusal = (StatusCode, &'static str);

/// Lets requests of this machine's user through.
///
/// # Errors
/// The status and words for all others.
pub(super) fn admit(method: &Method, uri: &Uri, headers: &HeaderMap, port: u16) -> Result<(), Refusal> {
    if method != Method::GET && method != Method::HEAD {
        return Err((StatusCode::METHOD_NOT_ALLOWED, "only GET and HEAD are answered"));
    }
    let mut hosts = headers.get_all(HOST).iter();
    let host = hosts.next().and_then(|host| host.to_str().ok());
    let is_own = host.is_some_and(|host| is_own_host(host, port)) && hosts.next().is_none();
    if !is_own || uri.authority().is_some_and(|it| !is_own_host(it.as_str(), port)) {
        return Err((StatusCode::MISDIRECTED_REQUEST, "this server answers to 127.0.0.1 and localhost only"));
    }
    let value = |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
    // A link from elsewhere to a page is fine; a picture, script or fetch from elsewhere is not.
    let from_elsewhere = matches!(value("sec-fetch-site"), "cross-site" | "same-site");
    let opens_a_page = value("sec-fetch-mode") == "navigate" && value("sec-fetch-dest") == "document";
    let origin = headers.get(ORIGIN).map(|origin| origin.to_str().unwrap_or_default());
    let is_foreign =
        origin.is_some_and(|origin| origin.strip_prefix("http://").is_none_or(|host| !is_own_host(host, port)));
    if (from_elsewhere && !opens_a_page) || is_foreign {
        return Err((StatusCode::FORBIDDEN, "pages of other hosts may not read this one"));
    }
    Ok(())
}

fn is_own_host(host: &str, port: u16) -> bool {
    let (name, given) = match host.rsplit_once(':') {
        Some((name, given)) if !given.ends_with(']') => (name, given),
        _ => (host, "80"),
    };
    matches!(name.to_ascii_lowercase().as_str(), "127.0.0.1" | "localhost" | "[::1]") && given == port.to_string()
}

/// The place of the file that an address names: `index.html` for a folder.
///
/// # Errors
/// The status and words for an address that no file has.
pub(super) fn place(uri: &Uri) -> Result<String, Refusal> {
    let bad = (StatusCode::BAD_REQUEST, "the address is damaged");
    if uri.path().len() > LONGEST {
        return Err((StatusCode::URI_TOO_LONG, "the address is too long"));
    }
    let path = decoded(uri.path()).ok_or(bad)?;
    let path = path.strip_prefix('/').ok_or(bad)?;
    let is_plain = |part: &str| part != ".." && part != "." && !part.contains(['\0', '\\']);
    if !path.split('/').all(is_plain) {
        return Err(bad);
    }
    Ok(if path.is_empty() || path.ends_with('/') { format!("{path}index.html") } else { path.to_owned() })
}

/// `%41` is `A`; `None` for an escape that is none and for bytes that are no text.
pub(super) fn decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let mut digit = || char::from(rest.next()?).to_digit(16);
            bytes.push(u8::try_from(digit()? * 16 + digit()?).ok()?);
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn status(method: &str, headers: &[(&'static str, &str)]) -> Option<u16> {
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            map.append(*name, value.parse().unwrap());
        }
        let method: Method = method.parse().unwrap();
        admit(&method, &Uri::from_static("/"), &map, 7357).err().map(|(status, _)| status.as_u16())
    }

    const OWN: (&str, &str) = ("host", "127.0.0.1:7357");

    type Case = (&'static str, &'static [(&'static str, &'static str)], Option<u16>);

    #[test]
    fn only_this_machine_may_ask() {
        let table: &[Case] = &[
            ("GET", &[OWN], None),
            ("HEAD", &[("host", "localhost:7357")], None),
            ("GET", &[("host", "LOCALHOST:7357")], None),
            ("GET", &[("host", "[::1]:7357")], None),
            ("POST", &[OWN], Some(405)),
            ("OPTIONS", &[OWN], Some(405)),
            ("GET", &[], Some(421)),
            ("GET", &[("host", "evil.example:7357")], Some(421)),
            ("GET", &[("host", "127.0.0.1.evil.example:7357")], Some(421)),
            ("GET", &[("host", "127.0.0.1")], Some(421)),
            ("GET", &[("host", "127.0.0.1:80")], Some(421)),
            ("GET", &[OWN, ("host", "evil.example")], Some(421)),
            ("GET", &[OWN, ("origin", "http://127.0.0.1:7357")], None),
            ("GET", &[OWN, ("origin", "https://evil.example")], Some(403)),
            ("GET", &[OWN, ("origin", "null")], Some(403)),
            ("GET", &[OWN, ("sec-fetch-site", "same-origin")], None),
            ("GET", &[OWN, ("sec-fetch-site", "none"), ("sec-fetch-mode", "navigate")], None),
            (
                "GET",
                &[OWN, ("sec-fetch-site", "cross-site"), ("sec-fetch-mode", "no-cors"), ("sec-fetch-dest", "script")],
                Some(403),
            ),
            (
                "GET",
                &[OWN, ("sec-fetch-site", "cross-site"), ("sec-fetch-mode", "navigate"), ("sec-fetch-dest", "iframe")],
                Some(403),
            ),
            (
                "GET",
                &[
                    OWN,
                    ("sec-fetch-site", "cross-site"),
                    ("sec-fetch-mode", "navigate"),
                    ("sec-fetch-dest", "document"),
                ],
                None,
            ),
        ];
        for (method, headers, expected) in table {
            assert_eq!(status(method, headers), *expected, "{method} {headers:?}");
        }
    }

    #[test]
    fn addresses_are_places() {
        let table = [
            ("/", Some("index.html")),
            ("/a/", Some("a/index.html")),
            ("/a/b%20c.html?x=1", Some("a/b c.html")),
            ("/%C3%A9/", Some("é/index.html")),
            ("/../etc/passwd", None),
            ("/a/%2e%2e/%2e%2e/etc/passwd", None),
            ("/a%5c..%5cb", None),
            ("/a%00", None),
            ("/%ff", None),
            ("/%4", None),
        ];
        for (address, expected) in table {
            assert_eq!(place(&address.parse().unwrap()).ok().as_deref(), expected, "{address}");
        }
        assert!(place(&format!("/{}", "a".repeat(5000)).parse().unwrap()).is_err());
    }
}
