//! A badge that says what somebody gives it, and its colour: by a name or as `#rrggbb`.

use super::{BAD, Badge, GOOD, Group, NO_DATA, SHORT};

/// The names of colours: those of the site's badges, and the usual ones by which services of badges call them.
pub const COLOURS: &[(&str, &str)] = &[
    ("good", GOOD),
    ("short", SHORT),
    ("bad", BAD),
    ("none", NO_DATA),
    ("blue", GOOD),
    ("green", "#2d6a2f"),
    ("yellow", SHORT),
    ("orange", "#a34a00"),
    ("red", BAD),
    ("grey", NO_DATA),
];

/// The longest text on a half of it, in characters.
const LONGEST: usize = 200;

/// A badge of these words.
///
/// # Errors
/// Which of them can't be used, and why.
pub fn free(label: &str, message: &str, colour: &str) -> Result<Badge, String> {
    for (what, text) in [("label", label), ("value", message)] {
        if text.chars().count() > LONGEST {
            return Err(format!("the {what} is longer than {LONGEST} characters"));
        }
        if text.chars().any(char::is_control) {
            return Err(format!("the {what} holds a control character"));
        }
    }
    Ok(Badge {
        line: Vec::new(),
        file: "badge".into(),
        group: Group::Project,
        title: label.to_owned(),
        label: label.to_owned(),
        message: message.to_owned(),
        colour: parse(colour)?.into(),
    })
}

/// A colour as `#rrggbb`.
fn parse(colour: &str) -> Result<String, String> {
    let wanted = colour.trim().to_ascii_lowercase();
    let known = COLOURS.iter().find(|(name, _)| *name == wanted || (*name == "grey" && wanted == "gray"));
    if let Some((_, colour)) = known {
        return Ok((*colour).to_owned());
    }
    let digits = wanted.strip_prefix('#').unwrap_or(&wanted);
    if digits.is_ascii() && digits.bytes().all(|digit| digit.is_ascii_hexdigit()) {
        match digits.len() {
            6 => return Ok(format!("#{digits}")),
            3 => return Ok(digits.chars().fold("#".into(), |all: String, digit| format!("{all}{digit}{digit}"))),
            _ => {}
        }
    }
    let names: Vec<&str> = COLOURS.iter().map(|(name, _)| *name).collect();
    Err(format!("`{colour}` is no colour: write #rrggbb or one of {}", names.join(", ")))
}

/// The colour of words on this one, white or nearly black: the one with more contrast, as WCAG 2.2 computes it.
pub(super) fn words_on(colour: &str) -> &'static str {
    let channel = |at: usize| {
        let value = colour.get(at..at + 2).and_then(|digits| u8::from_str_radix(digits, 16).ok()).unwrap_or(0);
        let value = f64::from(value) / 255.0;
        if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
    };
    let luminance = 0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5);
    // White against it, and #111 (a luminance of 0.0056) against it.
    if 1.05 / (luminance + 0.05) >= (luminance + 0.05) / 0.0556 { "#fff" } else { "#111" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_have_names_or_are_written_out() {
        assert_eq!(parse("Good").as_deref(), Ok(GOOD));
        assert_eq!(parse("gray").as_deref(), Ok(NO_DATA));
        assert_eq!(parse("#ABC").as_deref(), Ok("#aabbcc"));
        assert_eq!(parse("1f6fb2").as_deref(), Ok("#1f6fb2"));
        for wrong in ["", "#", "#12345", "url(x)", "\"><script>", "é12345"] {
            assert!(parse(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn words_can_be_read_on_every_colour() {
        for (_, colour) in COLOURS {
            assert_eq!(words_on(colour), "#fff", "{colour}");
        }
        assert_eq!(words_on("#ffff00"), "#111");
        assert_eq!(words_on("#ffffff"), "#111");
        assert_eq!(words_on("#000000"), "#fff");
    }

    #[test]
    fn what_is_too_long_or_breaks_lines_is_refused() {
        assert!(free(&"x".repeat(201), "1", "good").is_err());
        assert!(free("x", "a\nb", "good").is_err());
        assert!(free("x", "1", "good").is_ok());
    }
}
