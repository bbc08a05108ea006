//! Days as people write them. A month alone is not a day, and `03/04/2025` is two days, so neither is read.

use jiff::civil::Date;

/// The first day that a text names.
pub fn find(text: &str) -> Option<Date> {
    let tokens = tokens(text);
    (0..tokens.len()).find_map(|at| written_with_digits(tokens[at]).or_else(|| written_with_month(&tokens[at..])))
}

/// The month that a text names: "January 2025".
pub fn month_of(text: &str) -> Option<Date> {
    tokens(text).windows(2).find_map(|pair| date(pair[1], month(pair[0])?, 1))
}

fn tokens(text: &str) -> Vec<&str> {
    // Most text names no day.
    if !text.bytes().any(|byte| byte.is_ascii_digit()) {
        return Vec::new();
    }
    let parts = |c: char| {
        matches!(c, ',' | ';' | '(' | ')' | '[' | ']' | '|' | '*' | '_' | '"' | '\'' | '`') || c.is_whitespace()
    };
    text.split(parts).filter(|token| !token.is_empty()).collect()
}

/// `2026-01-21`, `2026-01-21T10:00:00Z`, `2026/1/21`, `2026.01.21`, `21.1.2026`, `2026年1月21日`.
fn written_with_digits(token: &str) -> Option<Date> {
    let token = token.trim_end_matches(['.', ':', '日']);
    let date = token.split(['T', 't']).next().unwrap_or(token);
    for separator in ['-', '/', '.', '年'] {
        let parts: Vec<&str> = date.split([separator, if separator == '年' { '月' } else { separator }]).collect();
        if let [a, b, c] = parts[..] {
            return match (a.len(), c.len()) {
                (4, 1..=2) => day(a, b, c),
                // Only where it can't be the American order.
                (1..=2, 4) if separator == '.' => day(c, b, a),
                (1..=2, 4) => only_one_order(a, b, c),
                _ => None,
            };
        }
    }
    None
}

fn only_one_order(a: &str, b: &str, year: &str) -> Option<Date> {
    let (first, second) = (a.parse::<u8>().ok()?, b.parse::<u8>().ok()?);
    match (first > 12, second > 12) {
        (true, false) => day(year, b, a),
        (false, true) => day(year, a, b),
        _ => None,
    }
}

/// `October 2, 2025`, `2 October 2025`, `2nd of Oct 2025`, `2. Oktober 2025`.
fn written_with_month(tokens: &[&str]) -> Option<Date> {
    let first = tokens.first()?;
    if let Some(month) = month(first) {
        let day_number = ordinal(tokens.get(1)?)?;
        return date(tokens.get(2)?, month, day_number);
    }
    let day_number = ordinal(first)?;
    let at = if matches!(*tokens.get(1)?, "of" | "de") { 2 } else { 1 };
    let month = month(tokens.get(at)?)?;
    let year = tokens.get(at + 1).filter(|word| **word != "de").or_else(|| tokens.get(at + 2))?;
    date(year, month, day_number)
}

fn ordinal(word: &str) -> Option<i8> {
    let digits = word.trim_end_matches(|c: char| c == '.' || c == 'º' || c.is_ascii_lowercase());
    let ending = &word[digits.len()..];
    let sound = matches!(ending, "" | "." | "st" | "nd" | "rd" | "th" | "er" | "º") && (1..=2).contains(&digits.len());
    digits.parse().ok().filter(|_| sound)
}

fn month(word: &str) -> Option<i8> {
    let word = word.trim_end_matches('.').to_lowercase();
    if word.chars().count() < 3 {
        return None;
    }
    let at = MONTHS.iter().position(|names| {
        names.split(' ').any(|name| name == word || (word.chars().count() <= 4 && name.starts_with(&word)))
    })?;
    i8::try_from(at + 1).ok()
}

/// English, German, French, Spanish, Portuguese, Italian.
const MONTHS: [&str; 12] = [
    "january januar janvier enero janeiro gennaio jan",
    "february februar février febrero fevereiro febbraio feb",
    "march märz mars marzo março mar",
    "april avril abril aprile apr",
    "may mai mayo maio maggio",
    "june juni juin junio junho giugno jun",
    "july juli juillet julio julho luglio jul",
    "august août agosto aug",
    "september septembre septiembre setembro settembre sept",
    "october oktober octobre octubre outubro ottobre oct okt",
    "november novembre noviembre novembro nov",
    "december dezember décembre diciembre dezembro dicembre dec dez",
];

fn day(year: &str, month: &str, day: &str) -> Option<Date> {
    date(year, month.parse().ok()?, day.parse().ok()?)
}

fn date(year: &str, month: i8, day: i8) -> Option<Date> {
    let year = year.trim_end_matches('.');
    let year: i16 = year.parse().ok().filter(|_| year.len() == 4)?;
    Date::new(year, month, day).ok().filter(|_| (1970..2200).contains(&year))
}

#[cfg(test)]
mod tests {
    use super::{find, month_of};

    fn read(text: &str) -> Option<String> {
        find(text).map(|date| date.to_string())
    }

    #[test]
    fn reads_days_in_many_forms() {
        for text in [
            "2026-01-05",
            "2026-01-05T22:10:37Z",
            "2026/1/5",
            "on January 5, 2026.",
            "Jan 5th 2026",
            "5 January 2026",
            "5. Januar 2026",
            "5 janvier 2026",
            "5 de enero de 2026",
            "5 de janeiro de 2026",
            "5 gennaio 2026",
            "5.1.2026",
            "2026年1月5日",
            "**Jan. 5, 2026**",
        ] {
            assert_eq!(read(text).as_deref(), Some("2026-01-05"), "{text}");
        }
        assert_eq!(read("23/04/2025").as_deref(), Some("2025-04-23"));
    }

    #[test]
    fn reads_months() {
        let read = |text: &str| month_of(text).map(|month| month.strftime("%Y-%m").to_string());
        assert_eq!(read("January 2025").as_deref(), Some("2025-01"));
        assert_eq!(read("in Okt. 2024, about").as_deref(), Some("2024-10"));
        assert_eq!(read("2025"), None);
    }

    #[test]
    fn reads_no_day_where_there_is_none() {
        for text in
            ["Feb 2026", "03/04/2025", "2026-13-01", "1.2.3", "v2025.1", "May", "2026", "10 march past", "12-34"]
        {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
