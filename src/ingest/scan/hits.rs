//! Hits by line in JSON: an array in which the position is the line (`[null, 1, 0]`), the same written as a text, or an
//! object whose keys are the lines (`{"2": 1, "3": "1/2"}`).

use std::fmt;

use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};

use super::super::format::Record;
use super::json::Text;
use super::number::Count;

/// Lines that can run, with their hits.
#[derive(Debug, Default)]
pub struct LineHits(Vec<(Count, Count)>);

impl LineHits {
    /// Says each line. `first` is the line of an array's first element.
    pub fn say(&self, first: u64, out: &mut dyn Record) {
        for (line, hits) in &self.0 {
            let line = match line {
                Count::Exact(line) => Count::Exact(line.saturating_add(first)),
                odd => *odd,
            };
            out.line(line, *hits);
        }
    }

    /// Whether there is no line.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    fn push(&mut self, at: usize, hits: &Hits) {
        if let Some(hits) = hits.0 {
            self.0.push((Count::Exact(at as u64), hits));
        }
    }
}

impl<'de> Deserialize<'de> for LineHits {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Reads)
    }
}

struct Reads;

impl<'de> Visitor<'de> for Reads {
    type Value = LineHits;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("hits by line")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<LineHits, A::Error> {
        let (mut lines, mut at) = (LineHits::default(), 0);
        while let Some(hits) = seq.next_element::<Hits>()? {
            lines.push(at, &hits);
            at += 1;
        }
        Ok(lines)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<LineHits, A::Error> {
        let mut lines = LineHits::default();
        while let Some((line, hits)) = map.next_entry::<Text<'de>, Hits>()? {
            if let Some(hits) = hits.0 {
                lines.0.push((Count::parse(line.0.as_bytes()), hits));
            }
        }
        Ok(lines)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<LineHits, E> {
        let mut lines = LineHits::default();
        for (at, hits) in text.trim().trim_start_matches('[').trim_end_matches(']').split(',').enumerate() {
            lines.push(at, &Hits::parse(hits));
        }
        Ok(lines)
    }

    fn visit_unit<E: Error>(self) -> Result<LineHits, E> {
        Ok(LineHits::default())
    }

    fn visit_bool<E: Error>(self, _: bool) -> Result<LineHits, E> {
        Ok(LineHits::default())
    }

    fn visit_i64<E: Error>(self, _: i64) -> Result<LineHits, E> {
        Ok(LineHits::default())
    }

    fn visit_u64<E: Error>(self, _: u64) -> Result<LineHits, E> {
        Ok(LineHits::default())
    }

    fn visit_f64<E: Error>(self, _: f64) -> Result<LineHits, E> {
        Ok(LineHits::default())
    }
}

/// Hits of one line; `None` for a line that can't run: null, −1, or a word such as "ignored".
struct Hits(Option<Count>);

impl Hits {
    /// Of "1/2" the first half counts.
    fn parse(text: &str) -> Self {
        let half = text.split('/').next().unwrap_or(text).trim();
        match Count::parse(half.as_bytes()) {
            Count::None | Count::Negative => Self(None),
            hits => Self(Some(hits)),
        }
    }
}

impl<'de> Deserialize<'de> for Hits {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ReadsHits)
    }
}

struct ReadsHits;

impl<'de> Visitor<'de> for ReadsHits {
    type Value = Hits;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("hits of a line")
    }

    fn visit_u64<E: Error>(self, hits: u64) -> Result<Hits, E> {
        Ok(Hits(Some(Count::Exact(hits))))
    }

    fn visit_i64<E: Error>(self, hits: i64) -> Result<Hits, E> {
        Ok(Hits(u64::try_from(hits).ok().map(Count::Exact)))
    }

    fn visit_f64<E: Error>(self, hits: f64) -> Result<Hits, E> {
        let hits = Count::from_float(hits);
        Ok(Hits(Some(hits).filter(|hits| *hits != Count::Negative)))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Hits, E> {
        Ok(Hits::parse(text))
    }

    // Codecov: a line of which a part ran.
    fn visit_bool<E: Error>(self, is_partial: bool) -> Result<Hits, E> {
        Ok(Hits(Some(Count::Exact(u64::from(is_partial)))))
    }

    fn visit_unit<E: Error>(self) -> Result<Hits, E> {
        Ok(Hits(None))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Hits, A::Error> {
        while seq.next_element::<serde::de::IgnoredAny>()?.is_some() {}
        Ok(Hits(None))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Hits, A::Error> {
        while map.next_entry::<serde::de::IgnoredAny, serde::de::IgnoredAny>()?.is_some() {}
        Ok(Hits(None))
    }
}

#[cfg(test)]
mod tests {
    use super::{Count, LineHits};

    #[test]
    fn hits_are_read_from_arrays_texts_and_objects() {
        let lines = |text: &str| {
            let lines: LineHits = serde_json::from_str(text).unwrap_or_default();
            lines.0.iter().map(|(line, hits)| (line.nearest(), hits.nearest())).collect::<Vec<_>>()
        };
        assert_eq!(lines(r#"[null, 1, 0, -1, "ignored", 2.0, true, "1/2"]"#), [(1, 1), (2, 0), (5, 2), (6, 1), (7, 1)]);
        assert_eq!(lines(r#""[null, 1, 0]""#), [(1, 1), (2, 0)]);
        assert_eq!(lines(r#"{"1": "0/2", "3": null, "x": 4}"#), [(1, 0), (0, 4)]);
        assert_eq!(lines(r#"[[1], {"a": 1}, 1e99]"#), [(2, u64::MAX)]);
        assert_eq!(Count::parse(b"1"), Count::Exact(1));
    }
}
