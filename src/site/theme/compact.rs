//! A style sheet without what only its authors read: comments and blanks that mean nothing. Words, strings and addresses
//! stay as they are.

/// The same rules in fewer bytes.
pub(super) fn styles(css: &str) -> String {
    let mut out = String::with_capacity(css.len());
    let mut rest = css;
    while let Some(first) = rest.chars().next() {
        if let Some(behind) = rest.strip_prefix("/*") {
            rest = behind.split_once("*/").map_or("", |(_, rest)| rest);
            // It parts what stands on both of its sides.
            blank(&mut out);
        } else if first == '"' || first == '\'' {
            rest = copy(&mut out, rest, string_end(rest, first));
        } else if rest.starts_with("url(") {
            rest = copy(&mut out, rest, url_end(rest));
        } else if first.is_ascii_whitespace() {
            rest = rest.trim_ascii_start();
            if !rest.starts_with(CLOSES) {
                blank(&mut out);
            }
        } else {
            if first == '}' && out.ends_with(';') {
                out.pop();
            }
            rest = copy(&mut out, rest, first.len_utf8());
        }
    }
    out
}

/// Signs before which a blank means nothing.
const CLOSES: [char; 5] = ['{', '}', ';', ',', ')'];
/// Signs behind which a blank means nothing. A colon never stands before one in a selector.
const OPENS: [char; 6] = ['{', '}', ';', ',', ':', '('];

fn blank(out: &mut String) {
    if !out.is_empty() && !out.ends_with(OPENS) && !out.ends_with(' ') {
        out.push(' ');
    }
}

fn copy<'r>(out: &mut String, rest: &'r str, length: usize) -> &'r str {
    let (taken, rest) = rest.split_at_checked(length).unwrap_or((rest, ""));
    // What a comment left before a sign that closes.
    if taken.starts_with(CLOSES) && out.ends_with(' ') {
        out.pop();
    }
    out.push_str(taken);
    rest
}

fn string_end(text: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, letter) in text.char_indices().skip(1) {
        match letter {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            _ if letter == quote => return at + letter.len_utf8(),
            _ => {}
        }
    }
    text.len()
}

/// The end of an address. One in quotes may hold any sign.
fn url_end(text: &str) -> usize {
    let inside = text["url(".len()..].trim_ascii_start();
    let before = text.len() - inside.len();
    let quoted = inside.chars().next().filter(|first| matches!(first, '"' | '\''));
    let from = before + quoted.map_or(0, |quote| string_end(inside, quote));
    text[from..].find(')').map_or(text.len(), |at| from + at + 1)
}

#[cfg(test)]
mod tests {
    use super::styles;

    #[test]
    fn blanks_and_comments_go_and_meaning_stays() {
        let table = [
            ("a { color: red; }\n\n/* why */\nb ,\n c > d { margin: 0 4px }\n", "a{color:red}b,c > d{margin:0 4px}"),
            ("a::after { content: \"; /* } \\\" */\"; }", "a::after{content:\"; /* } \\\" */\"}"),
            ("a { background: url( 'x (1).png' ) no-repeat; }", "a{background:url( 'x (1).png' ) no-repeat}"),
            ("a { background: url(data:image/svg+xml;a, b/*c*/) }", "a{background:url(data:image/svg+xml;a, b/*c*/)}"),
            (
                "@media (min-width: 720px) and (x) { a:not( .b ) c:hover { width: calc(1px + 2px); } }",
                "@media (min-width:720px) and (x){a:not(.b) c:hover{width:calc(1px + 2px)}}",
            ),
            ("a/**/b { x: 1/**/ ; }", "a b{x:1}"),
            (".a :hover { --x: ; }", ".a :hover{--x:}"),
            ("a { x: 'open", "a{x:'open"),
            ("/* open", ""),
        ];
        for (css, expected) in table {
            assert_eq!(styles(css), expected, "{css}");
            assert_eq!(styles(expected), expected);
        }
    }
}
