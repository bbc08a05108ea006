//! Names in paths whose underscores are no markup.

/// The underscores of names in paths, which are no emphasis: `src/__tests__/tide.test.ts` without backticks.
pub(super) fn names_in_paths(text: &str) -> Vec<usize> {
    let bytes = text.as_bytes();
    let mut places = Vec::new();
    let mut end = 0;
    for at in memchr::memmem::find_iter(bytes, "__") {
        if at < end {
            continue;
        }
        let name = bytes[at + 2..].iter().take_while(|byte| byte.is_ascii_alphanumeric()).count();
        let close = at + 2 + name;
        if name == 0 || !bytes[close..].starts_with(b"__") {
            continue;
        }
        end = close + 2;
        let joins = |byte: Option<&u8>| matches!(byte, Some(b'/' | b'\\'));
        let opens = at.checked_sub(1).and_then(|before| bytes.get(before));
        if (joins(opens) || joins(bytes.get(end))) && !is_in_address(text, at) {
            places.extend([at, at + 1, close, close + 1]);
        }
    }
    places
}

/// Whether the word around a byte is the target of a link, an address or code: there underscores are no markup.
fn is_in_address(text: &str, at: usize) -> bool {
    let line = text[..at].rfind('\n').map_or(0, |end| end + 1);
    let word = text[line..at].rfind(char::is_whitespace).map_or(line, |space| line + space);
    let said = &text[word..at];
    ["](", "://", "<", "`"].iter().any(|mark| said.contains(mark)) || text[line..at].trim_start().starts_with('[')
}

#[cfg(test)]
mod tests {
    use pulldown_cmark::{Event, Tag};

    use crate::notes::markdown::Markdown;

    #[test]
    fn underscores_of_a_name_in_a_path_are_no_emphasis() {
        let words = |text: &str| {
            let markdown = Markdown::new(text);
            let mut said = String::new();
            let mut strong = false;
            for (event, _) in markdown.events() {
                match event {
                    Event::Text(text) | Event::Code(text) => said.push_str(&text),
                    Event::Start(Tag::Strong) => strong = true,
                    Event::Start(Tag::Link { dest_url, .. }) => said.push_str(&dest_url),
                    _ => {}
                }
            }
            (said, strong)
        };
        let path = "src/__tests__/tide.test.ts";
        assert_eq!(words(path), (path.into(), false));
        assert_eq!(words("__tests__/tide.ts"), ("__tests__/tide.ts".into(), false));
        assert_eq!(words("`src/__tests__/x.ts`"), ("src/__tests__/x.ts".into(), false));
        assert_eq!(words("[x](src/__tests__/y.ts)"), ("src/__tests__/y.tsx".into(), false));
        assert_eq!(words("a __strong__ word"), ("a strong word".into(), true));
    }
}
