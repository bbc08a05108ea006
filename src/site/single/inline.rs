//! What other files hold on the site, inside the document: styles, and pictures as `data:` addresses. The policy allows
//! these styles by their hash, and nothing else.

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use regex::Regex;
use sha2::{Digest as _, Sha256};

use crate::site::Site;
use crate::site::theme::STYLE;

/// Pictures take up to so many bytes together; those behind it are shown by their words.
const MOST: usize = 32 << 20;

/// The pictures of the notes, by their place on the site.
pub(super) fn pictures<'a>(site: &'a Site<'_>) -> BTreeMap<&'a str, String> {
    let mut room = MOST;
    let mut found = BTreeMap::new();
    for (path, place) in &site.routes.pictures {
        let Ok(bytes) = site.inputs.sources.read(path) else { continue };
        if bytes.len() > room {
            continue;
        }
        if let Some(data) = picture(&bytes) {
            room -= bytes.len();
            found.insert(place.as_str(), data);
        }
    }
    found
}

/// A picture as an address, by what its bytes say that it is.
fn picture(bytes: &[u8]) -> Option<String> {
    let kind = match bytes {
        [0x89, b'P', b'N', b'G', ..] => "png",
        [0xFF, 0xD8, 0xFF, ..] => "jpeg",
        [b'G', b'I', b'F', b'8', ..] => "gif",
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => "webp",
        _ => return None,
    };
    Some(format!("data:image/{kind};base64,{}", STANDARD.encode(bytes)))
}

/// The styles of the site and of the document, as text that may stand in a `style` element.
pub(super) fn style(site: &Site<'_>) -> String {
    let mut bytes = site.theme.assets.get(STYLE).cloned().unwrap_or_default();
    bytes.extend_from_slice(&site.theme.document);
    let text = String::from_utf8_lossy(&bytes);
    // As a browser reads it: the hash is that of the text between the tags.
    let text = text.replace("\r\n", "\n").replace(['\r', '\0'], "\n").replace("</", "<\\/");
    with_assets(&text, |name| {
        let bytes = site.theme.assets.get(&format!("assets/{}", name.trim_start_matches("./")))?;
        picture(bytes)
    })
}

/// A style sheet in which addresses of pictures are the pictures themselves; other files are left out.
fn with_assets(style: &str, find: impl Fn(&str) -> Option<String>) -> String {
    let Ok(address) = Regex::new(r#"url\(\s*(?:"([^"]*)"|'([^']*)'|([^"')\s]*))\s*\)"#) else {
        return style.to_owned();
    };
    let replaced = address.replace_all(style, |found: &regex::Captures<'_>| {
        let name = found.iter().skip(1).flatten().next().map_or("", |it| it.as_str());
        if name.starts_with("data:") || name.starts_with('#') {
            return found[0].to_owned();
        }
        format!("url(\"{}\")", find(name).unwrap_or_else(|| "data:,".into()))
    });
    replaced.into_owned()
}

/// The policy of a page that holds these styles and asks nobody for anything.
pub(in crate::site) fn policy(style: &str) -> String {
    let hash = STANDARD.encode(Sha256::digest(style.as_bytes()));
    format!("default-src 'none'; style-src 'sha256-{hash}'; img-src data:; base-uri 'none'; form-action 'none'")
}

#[cfg(test)]
mod tests {
    use super::{policy, with_assets};

    #[test]
    fn the_policy_names_the_hash_of_the_styles() {
        // The hash of nothing, as FIPS 180-4 has it, in base 64.
        assert!(policy("").contains("'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='"), "{}", policy(""));
    }

    #[test]
    fn no_style_asks_for_a_file() {
        let style = "a{b:url(x.png)}c{d:url( 'https://example.org/y' )}e{f:url(\"data:,z\")}g{h:url(#i)}";
        let found = with_assets(style, |name| (name == "x.png").then(|| "data:image/png;base64,AA==".into()));
        let wanted = "a{b:url(\"data:image/png;base64,AA==\")}c{d:url(\"data:,\")}e{f:url(\"data:,z\")}g{h:url(#i)}";
        assert_eq!(found, wanted);
    }
}
