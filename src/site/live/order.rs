//! What a marker asks for: `value NAME [of SUBJECT] [as FORM]`, `table NAME`, `badges [NAME…] [as html]`.

use super::{Given, Wrong, blocks, values};
use crate::diagnostics::near::nearest;
use crate::model::ratio::Ratio;
use crate::site::Site;

/// The forms of a value that is a part of a whole, with what each looks like.
pub const FORMS: &[(&str, &str)] = &[
    ("percent", "77.5 %"),
    ("tight", "77.5%"),
    ("number", "77.5"),
    ("covered", "3291"),
    ("missed", "950"),
    ("total", "4241"),
    ("fraction", "3291/4241"),
    ("words", "3291 of 4241"),
];

/// Carries out an order.
pub(super) fn carry_out(site: &Site<'_>, order: &str) -> Result<Given, Wrong> {
    let (verb, rest) = order.split_once(' ').unwrap_or((order, ""));
    match verb.to_ascii_lowercase().as_str() {
        "value" => value(site, rest),
        "table" => blocks::table(site, rest),
        _ => badges(site, rest),
    }
}

fn value(site: &Site<'_>, rest: &str) -> Result<Given, Wrong> {
    let (name, behind) = rest.split_once(' ').unwrap_or((rest, ""));
    let (subject, form) = subject_and_form(behind)?;
    if let Some(form) = form.filter(|form| !FORMS.iter().any(|(known, _)| known == form)) {
        return Err(unknown(&format!("`{form}` is no form of a value"), form, FORMS.iter().map(|(known, _)| *known)));
    }
    values::value(site, name, subject, form)
}

/// `of core/billing.py as covered`: what the value is of, and in which form. A subject may stand in quotes.
fn subject_and_form(behind: &str) -> Result<(Option<&str>, Option<&str>), Wrong> {
    let (subject, behind) = match behind.strip_prefix("of ") {
        None => (None, behind),
        Some(rest) => {
            let quote = rest.chars().next().filter(|c| matches!(c, '"' | '`'));
            let inside = quote.and_then(|quote| rest[1..].split_once(quote));
            let plain = || match rest.rsplit_once(" as ") {
                Some((subject, form)) if !form.contains(' ') => (subject, &rest[subject.len() + 1..]),
                _ => (rest, ""),
            };
            let (subject, behind) = inside.unwrap_or_else(plain);
            (Some(subject.trim()), behind.trim())
        }
    };
    match behind.strip_prefix("as ") {
        Some(form) => Ok((subject, Some(form.trim()))),
        None if behind.is_empty() => Ok((subject, None)),
        None => Err((
            format!("`{behind}` is not understood"),
            "write `value NAME`, then `of` with a component, file or folder, then `as` with a form".to_owned(),
        )),
    }
}

fn badges(site: &Site<'_>, rest: &str) -> Result<Given, Wrong> {
    let names: Vec<&str> = rest.split_whitespace().collect();
    match names.as_slice() {
        [names @ .., "as", "html"] => blocks::badges(site, names, true),
        [.., "as", form] => Err((format!("`{form}` is no form of badges"), "write `as html`, or leave it out".into())),
        names => blocks::badges(site, names, false),
    }
}

/// A ratio in a form; `decimals` are those of a percentage.
pub(super) fn formed(ratio: Ratio, form: &str, decimals: u32) -> String {
    match form {
        "tight" => format!("{}%", ratio.percent_digits(decimals)),
        "number" => ratio.percent_digits(decimals),
        "covered" => ratio.covered.to_string(),
        "missed" => ratio.missed().to_string(),
        "total" => ratio.total.to_string(),
        "fraction" => format!("{}/{}", ratio.covered, ratio.total),
        "words" => format!("{} of {}", ratio.covered, ratio.total),
        _ => ratio.percent_text(decimals),
    }
}

/// An unknown name, with the known one that was meant, else all of them.
pub(super) fn unknown<'a>(message: &str, name: &str, known: impl Iterator<Item = &'a str> + Clone) -> Wrong {
    let help = match nearest(name, known.clone()) {
        Some(nearest) => format!("did you mean `{nearest}`?"),
        None => format!("write one of {}", known.take(60).collect::<Vec<_>>().join(", ")),
    };
    (message.to_owned(), help)
}
