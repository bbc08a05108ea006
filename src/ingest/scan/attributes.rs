//! The attributes of one start tag: found and checked in one pass, their values decoded only when they are asked for.

use std::borrow::Cow;
use std::ops::Range;

/// Where an attribute lies in its tag.
#[derive(Clone, Debug)]
pub(super) struct Attribute {
    name: Range<u32>,
    value: Range<u32>,
    /// The first bytes of the name, to tell two names apart quickly.
    key: u64,
    is_escaped: bool,
}

impl Attribute {
    /// An attribute of `tag`, which is no longer than `u32` can count.
    pub(super) fn new(tag: &[u8], name: Range<usize>, value: Range<usize>, is_escaped: bool) -> Self {
        let key = key(&tag[name.clone()]);
        Self { name: short(name), value: short(value), key, is_escaped }
    }

    pub(super) fn name<'t>(&self, tag: &'t str) -> &'t str {
        slice(tag, &self.name)
    }

    pub(super) fn value<'t>(&self, tag: &'t str) -> Cow<'t, str> {
        let raw = slice(tag, &self.value);
        if self.is_escaped { unescape(raw).unwrap_or(Cow::Borrowed(raw)) } else { Cow::Borrowed(raw) }
    }
}

fn slice<'t>(tag: &'t str, range: &Range<u32>) -> &'t str {
    tag.get(range.start as usize..range.end as usize).unwrap_or("")
}

/// Finds the attributes of `tag` behind `from`. Gives the name of an entity that XML does not have, if a value
/// refers to one.
///
/// # Errors
/// What is not well-formed.
pub(super) fn scan<'t>(tag: &'t str, from: usize, found: &mut Vec<Attribute>) -> Result<Option<&'t str>, &'static str> {
    found.clear();
    let bytes = tag.as_bytes();
    if u32::try_from(bytes.len()).is_err() {
        return Err("a tag of more than 4 GiB");
    }
    let mut at = from;
    let mut entity = None;
    loop {
        let space = bytes[at..].iter().take_while(|byte| byte.is_ascii_whitespace()).count();
        at += space;
        if at == bytes.len() {
            break;
        }
        if space == 0 {
            return Err("no space between two attributes");
        }
        let name_end = name_end(bytes, at);
        let equals = skip_space(bytes, name_end);
        if name_end == at || bytes.get(equals) != Some(&b'=') {
            return Err("an attribute without a name or a value");
        }
        let open = skip_space(bytes, equals + 1);
        let Some(quote) = bytes.get(open).filter(|quote| matches!(quote, b'"' | b'\'')) else {
            return Err("an attribute whose value has no quotes");
        };
        let (mut end, mut is_escaped) = (open + 1, false);
        loop {
            match bytes.get(end) {
                None => return Err("an attribute whose value does not end"),
                Some(b'<') => return Err("a < inside an attribute"),
                Some(b'&') => is_escaped = true,
                Some(byte) if byte == quote => break,
                Some(_) => {}
            }
            end += 1;
        }
        let value = open + 1..end;
        if is_escaped && entity.is_none() {
            entity = unknown_entity(&tag[value.clone()]);
        }
        found.push(Attribute::new(bytes, at..name_end, value.clone(), is_escaped));
        at = value.end + 1;
    }
    if has_twins(tag, found) { Err("an attribute stands twice in one element") } else { Ok(entity) }
}

#[expect(clippy::cast_possible_truncation, reason = "a tag is no longer than u32 can count: checked before")]
fn short(range: Range<usize>) -> Range<u32> {
    range.start as u32..range.end as u32
}

/// Bytes that may stand in a name. A table, because each byte of each name is looked up.
const NAME: [bool; 256] = {
    let mut table = [false; 256];
    let mut at = 0;
    while at < table.len() {
        let byte = at.to_le_bytes()[0];
        table[at] = byte.is_ascii_alphanumeric() || byte >= 0x80 || matches!(byte, b'_' | b':' | b'-' | b'.');
        at += 1;
    }
    table
};

/// Whether all of it may stand in a name.
pub(super) fn is_name(name: &str) -> bool {
    name_end(name.as_bytes(), 0) == name.len()
}

/// Where a name that begins at `from` ends.
pub(super) fn name_end(bytes: &[u8], from: usize) -> usize {
    from + bytes[from..].iter().take_while(|byte| NAME[usize::from(**byte)]).count()
}

fn skip_space(bytes: &[u8], from: usize) -> usize {
    from + bytes.get(from..).map_or(0, |rest| rest.iter().take_while(|byte| byte.is_ascii_whitespace()).count())
}

/// The first reference in `raw` that XML itself does not define.
fn unknown_entity(raw: &str) -> Option<&str> {
    if unescape(raw).is_some() {
        return None;
    }
    let mut references = raw.split('&').skip(1).map(|rest| rest.split([';', ' ']).next().unwrap_or(""));
    references.find(|name| unescape(&format!("&{name};")).is_none()).or(Some(""))
}

/// `raw` with its references resolved; nothing where one is none of XML's. What writers of UTF-16 make of letters beyond
/// it, two references to the halves of one, is that letter; a half alone and NUL, which no XML can hold, are
/// replacement characters.
pub(super) fn unescape(raw: &str) -> Option<Cow<'_, str>> {
    if let Ok(text) = quick_xml::escape::unescape(raw) {
        return Some(text);
    }
    let (first, rest) = raw.split_once('&')?;
    let mut text = first.to_owned();
    let mut units = Vec::new();
    for part in rest.split('&') {
        let (name, behind) = part.split_once(';')?;
        let unit = name.strip_prefix('#').and_then(number).and_then(|number| u16::try_from(number).ok());
        if let Some(unit @ (0 | 0xD800..=0xDFFF)) = unit {
            units.push(if unit == 0 { 0xFFFD } else { unit });
        } else {
            flush(&mut units, &mut text);
            text.push_str(&quick_xml::escape::unescape(&format!("&{name};")).ok()?);
        }
        if !behind.is_empty() {
            flush(&mut units, &mut text);
            text.push_str(behind);
        }
    }
    flush(&mut units, &mut text);
    Some(Cow::Owned(text))
}

fn number(digits: &str) -> Option<u32> {
    let (digits, radix) = digits.strip_prefix('x').map_or((digits, 10), |digits| (digits, 16));
    if digits.starts_with('+') { None } else { u32::from_str_radix(digits, radix).ok() }
}

/// Says units of UTF-16.
fn flush(units: &mut Vec<u16>, text: &mut String) {
    text.push_str(&String::from_utf16_lossy(units));
    units.clear();
}

/// The first eight bytes of a name as a number.
fn key(name: &[u8]) -> u64 {
    name.iter().take(8).fold(0, |key, byte| key << 8 | u64::from(*byte))
}

/// Whether two attributes have one name: by comparing where they are few, by sorting where somebody wrote thousands.
pub(super) fn has_twins(tag: &str, found: &[Attribute]) -> bool {
    let same = |a: &Attribute, b: &Attribute| a.key == b.key && a.name(tag) == b.name(tag);
    if found.len() <= 16 {
        return found.iter().enumerate().any(|(i, a)| found[..i].iter().any(|b| same(a, b)));
    }
    let mut sorted: Vec<&Attribute> = found.iter().collect();
    sorted.sort_unstable_by_key(|attribute| attribute.name(tag));
    sorted.windows(2).any(|pair| same(pair[0], pair[1]))
}

#[cfg(test)]
mod tests {
    use super::scan;

    fn attributes(tag: &str) -> Result<Vec<(String, String)>, &'static str> {
        let mut found = Vec::new();
        match scan(tag, 1, &mut found)? {
            Some(_) => Err("entity"),
            None => Ok(found.iter().map(|a| (a.name(tag).to_owned(), a.value(tag).into_owned())).collect()),
        }
    }

    #[test]
    fn well_formed_attributes() {
        let found = attributes("a  x = \"1\" y='&lt;&#65;\"' \n z=\"\"").unwrap();
        let expected = [("x", "1"), ("y", "<A\""), ("z", "")];
        assert!(found.iter().map(|(n, v)| (n.as_str(), v.as_str())).eq(expected));
    }

    #[test]
    fn what_is_not_well_formed() {
        for tag in
            ["a x", "a x=1", "a x='1", "a x='1'y='2'", "a ='1'", "a x='<'", "a x='1' x='2'", "a x='&foo;'", "a x='&'"]
        {
            assert!(attributes(tag).is_err(), "{tag}");
        }
    }
}
