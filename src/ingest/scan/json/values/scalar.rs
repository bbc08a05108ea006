//! A single JSON value of whatever type, as text.

use std::fmt;

use serde::de::{Deserialize, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::super::super::number::decimal;
use super::super::super::time;

/// A single value of any type, as text: words as they are, numbers and booleans as JSON writes them; of an array its
/// texts, one on each line; nothing of an object.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scalar(pub Option<String>);

impl Scalar {
    /// The text; empty if there is none.
    pub fn text(self) -> String {
        self.0.unwrap_or_default()
    }

    /// A number with a fraction.
    pub fn number(&self) -> Option<f64> {
        decimal(self.0.as_deref()?).filter(|number| number.is_finite())
    }

    /// Whether it is `true`.
    pub fn is_true(&self) -> bool {
        self.0.as_deref() == Some("true")
    }

    /// A duration in microseconds, given how many there are in its unit. Negative ones are unknown.
    pub fn microseconds(&self, unit: f64) -> Option<u64> {
        let value = self.number().filter(|value| *value >= 0.0)?;
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a cast from a float saturates")]
        Some((value * unit).round() as u64)
    }

    /// A time, in seconds since 1970.
    pub fn stamp(&self) -> Option<i64> {
        self.0.as_deref().and_then(time::stamp)
    }

    /// A line number.
    pub fn line(&self) -> Option<u32> {
        self.0.as_deref()?.parse().ok().filter(|line| *line > 0)
    }
}

impl<'de> Deserialize<'de> for Scalar {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Reads)
    }
}

struct Reads;

impl<'de> Visitor<'de> for Reads {
    type Value = Scalar;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Scalar, E> {
        Ok(Scalar(Some(text.to_owned())))
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Scalar, E> {
        Ok(Scalar(Some(number.to_string())))
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<Scalar, E> {
        Ok(Scalar(Some(number.to_string())))
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<Scalar, E> {
        Ok(Scalar(Some(number.to_string())))
    }

    fn visit_bool<E: Error>(self, is: bool) -> Result<Scalar, E> {
        Ok(Scalar(Some(is.to_string())))
    }

    fn visit_unit<E: Error>(self) -> Result<Scalar, E> {
        Ok(Scalar(None))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Scalar, A::Error> {
        let mut all: Option<String> = None;
        while let Some(element) = seq.next_element::<Scalar>()? {
            let Some(text) = element.0 else { continue };
            match &mut all {
                Some(all) => {
                    all.push('\n');
                    all.push_str(&text);
                }
                None => all = Some(text),
            }
        }
        Ok(Scalar(all))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Scalar, A::Error> {
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(Scalar(None))
    }
}

#[cfg(test)]
mod tests {
    use super::Scalar;

    #[test]
    fn any_value_is_read() {
        for (json, text) in [
            (r#""a\n""#, Some("a\n")),
            ("1.5", Some("1.5")),
            ("-3", Some("-3")),
            ("true", Some("true")),
            ("null", None),
            (r#"["a", 1, null, {"x": 1}]"#, Some("a\n1")),
            (r#"{"a": [1]}"#, None),
        ] {
            assert_eq!(serde_json::from_str::<Scalar>(json).unwrap().0.as_deref(), text, "{json}");
        }
    }

    #[test]
    fn durations_and_lines() {
        let scalar = |text: &str| Scalar(Some(text.to_owned()));
        assert_eq!(scalar("1.5").microseconds(1e3), Some(1500));
        assert_eq!(scalar("-1").microseconds(1e3), None);
        assert_eq!(scalar("x").microseconds(1e3), None);
        assert_eq!((scalar("12").line(), scalar("0").line(), scalar("x").line()), (Some(12), None, None));
    }
}
