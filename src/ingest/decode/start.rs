//! What the first bytes of a file tell: its encoding, and where a report begins that was redirected into a file together
//! with what was said before it.

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

/// How long the lines are that npm, pnpm and Yarn write before the output of what they run, where a report follows:
/// `> name@1.0.0 test` or `yarn run v1.22.19`, and below it the command.
pub(super) fn banner(text: &str) -> usize {
    let is_blank = |line: &&str| line.trim().is_empty();
    let mut lines = text.split_inclusive('\n').skip_while(is_blank).peekable();
    let is_told = |line: &&str| ["> ", "yarn run v", "$ "].into_iter().any(|begin| line.starts_with(begin));
    let told = std::iter::from_fn(|| lines.next_if(is_told)).count();
    let Some(first) = lines.find(|line| !is_blank(line)).filter(|_| told > 1) else { return 0 };
    let begins = first.trim_start();
    let is_report = begins.starts_with("<?xml")
        || begins.starts_with("<test")
        || begins.starts_with('{')
        || begins.starts_with("[{")
        || begins == "[\n";
    // The line is a part of the text.
    if is_report { first.as_ptr() as usize - text.as_ptr() as usize } else { 0 }
}

/// The encoding that the first bytes tell: a byte order mark, the zero bytes of UTF-16, an XML declaration; otherwise
/// UTF-8.
pub(super) fn encoding_of(start: &[u8]) -> &'static Encoding {
    if let Some((encoding, _)) = Encoding::for_bom(start) {
        return encoding;
    }
    match start {
        [0, 1..=0x7F, 0, 1..=0x7F, ..] => return UTF_16BE,
        [1..=0x7F, 0, 1..=0x7F, 0, ..] => return UTF_16LE,
        _ => {}
    }
    let declared = declared_encoding(start).and_then(Encoding::for_label);
    declared.filter(|encoding| *encoding != UTF_16LE && *encoding != UTF_16BE).unwrap_or(UTF_8)
}

/// The value of `encoding` in an XML declaration.
fn declared_encoding(start: &[u8]) -> Option<&[u8]> {
    let start = start.trim_ascii_start().strip_prefix(b"<?xml")?;
    let declaration = &start[..memchr::memmem::find(start, b"?>")?];
    let value = &declaration[memchr::memmem::find(declaration, b"encoding")? + "encoding".len()..];
    let value = value.trim_ascii_start().strip_prefix(b"=")?.trim_ascii_start();
    let quote = *value.first().filter(|quote| matches!(quote, b'"' | b'\''))?;
    let value = &value[1..];
    Some(&value[..memchr::memchr(quote, value)?])
}

#[cfg(test)]
mod tests {
    use super::super::{Position, Text};

    #[test]
    fn what_npm_says_before_a_report_is_passed_over() {
        for (text, rest) in [
            ("\n> a@1.0.0 test\n> jest --json\n\n{\"a\": 1}", "{\"a\": 1}"),
            ("> a@1.0.0 test /a\n> mocha\n[\n1]", "[\n1]"),
            ("> test\n> x\n<?xml version='1.0'?><a/>", "<?xml version='1.0'?><a/>"),
            ("> a@1.0.0 test\n> mocha -R xunit\n\n<testsuite name='m'/>", "<testsuite name='m'/>"),
            ("> a quote\n> of two lines\n\n[a link](b.md)\n", "> a quote\n> of two lines\n\n[a link](b.md)\n"),
            ("yarn run v1.22.19\n$ jest --json\n{}", "{}"),
            ("> one line\n{}", "> one line\n{}"),
            ("> a\n> b\n", "> a\n> b\n"),
            ("{}\n> a\n> b\n{}", "{}\n> a\n> b\n{}"),
        ] {
            assert_eq!(Text::open(text.as_bytes()).unwrap().into_string().unwrap().0, rest, "{text}");
        }
        let text = Text::open("\n> a\n> b\n {".as_bytes()).unwrap();
        assert_eq!(text.position(), Position { line: 4, column: 1 });
    }
}
