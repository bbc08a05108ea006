//! Numbers as reports write them: `3`, `3.0`, `-1`, `1,234`, `1e20`, `NaN`, and more digits than fit.

/// A count in a report.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Count {
    /// A number from 0 to 2^64-1.
    Exact(u64),
    /// A number beyond that.
    TooLarge,
    /// A number below 0.
    Negative,
    /// No number.
    #[default]
    None,
}

impl Count {
    /// Reads a count. Fractions are rounded up, so that nothing that ran becomes 0; a separator between groups of
    /// three digits is skipped; one comma elsewhere is a decimal comma.
    pub fn parse(text: &[u8]) -> Self {
        let mut value: u64 = 0;
        if text.is_empty() || text.len() > 19 {
            return Self::parse_odd(text);
        }
        for byte in text {
            let digit = byte.wrapping_sub(b'0');
            if digit > 9 {
                return Self::parse_odd(text);
            }
            value = value * 10 + u64::from(digit);
        }
        Count::Exact(value)
    }

    #[cold]
    fn parse_odd(text: &[u8]) -> Self {
        let Ok(text) = std::str::from_utf8(text) else { return Count::None };
        let text = text.trim();
        if let Ok(value) = text.parse::<u64>() {
            return Count::Exact(value);
        }
        decimal(text).map_or(Count::None, Self::from_float)
    }

    /// A count from a number that a parser has already read.
    pub fn from_float(value: f64) -> Self {
        if value.is_nan() {
            Count::None
        } else if value < 0.0 {
            Count::Negative
        } else if value >= 18_446_744_073_709_551_615.0 {
            Count::TooLarge
        } else {
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "checked just above")]
            Count::Exact(value.ceil() as u64)
        }
    }

    /// The number, as near as it can be had: the largest for one too large, 0 for a negative one and for none.
    pub fn nearest(self) -> u64 {
        match self {
            Count::Exact(value) => value,
            Count::TooLarge => u64::MAX,
            Count::Negative | Count::None => 0,
        }
    }

    /// Whether it is a number that needs no warning.
    pub fn is_sound(self) -> bool {
        matches!(self, Count::Exact(_))
    }
}

impl From<u64> for Count {
    fn from(value: u64) -> Self {
        Count::Exact(value)
    }
}

/// A decimal number: `1.5`, `1,5`, `1,234.5`, `1 234`, `1'234`, `1e20`, `inf`. `None` for anything else.
pub fn decimal(text: &str) -> Option<f64> {
    let text = text.trim();
    let Some(first) = text.find([',', ' ', '\'', '\u{A0}', '\u{202F}', '_']) else { return text.parse().ok() };
    let grouped = text.replace([' ', '\'', '\u{A0}', '\u{202F}', '_'], "");
    let commas = grouped.matches(',').count();
    let digits_behind = text.len() - first - 1;
    let is_decimal_comma = commas == 1 && !grouped.contains('.') && (digits_behind != 3 || grouped.starts_with("0,"));
    grouped.replace(',', if is_decimal_comma { "." } else { "" }).parse().ok()
}

/// A number made from a name, the same in every report: FNV-1a, with the highest bit set so that it meets no ordinary
/// number.
pub fn fold(name: &[u8]) -> u32 {
    name.iter().fold(0x811C_9DC5_u32, |hash, byte| (hash ^ u32::from(*byte)).wrapping_mul(0x0100_0193)) | 0x8000_0000
}

#[cfg(test)]
mod tests {
    use super::{Count, decimal};

    #[test]
    fn counts() {
        for (text, count) in [
            ("0", Count::Exact(0)),
            ("42", Count::Exact(42)),
            (" 7 ", Count::Exact(7)),
            ("+7", Count::Exact(7)),
            ("3.0", Count::Exact(3)),
            ("0.5", Count::Exact(1)),
            ("1,234", Count::Exact(1234)),
            ("1,234,567", Count::Exact(1_234_567)),
            ("18446744073709551615", Count::Exact(u64::MAX)),
            ("18446744073709551616", Count::TooLarge),
            ("1e20", Count::TooLarge),
            ("inf", Count::TooLarge),
            ("-1", Count::Negative),
            ("-9223372036854775809", Count::Negative),
            ("NaN", Count::None),
            ("", Count::None),
            ("five", Count::None),
            ("\u{e9}", Count::None),
        ] {
            assert_eq!(Count::parse(text.as_bytes()), count, "{text}");
        }
    }

    #[test]
    fn decimals() {
        for (text, value) in [
            ("0.001", Some(0.001)),
            ("0,001", Some(0.001)),
            ("1,5", Some(1.5)),
            ("1,234.5", Some(1234.5)),
            ("1,234", Some(1234.0)),
            ("1 234,5", Some(1234.5)),
            ("x", None),
        ] {
            assert_eq!(decimal(text), value, "{text}");
        }
    }
}
