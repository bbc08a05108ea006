//! Frontmatter as it was written: every scalar in its own words, every field with its line.

/// Frontmatter as it was written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Frontmatter {
    /// Top-level keys in order.
    pub fields: Vec<(String, Field)>,
    /// YAML (or TOML) refused it, so it was read line by line.
    pub recovered: bool,
}

/// A value of the frontmatter with its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// The value.
    pub value: FieldValue,
    /// Line in the file, from 1.
    pub line: u32,
}

/// A value: scalars are kept as written, without their quotes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FieldValue {
    /// Nothing, `~` or `null`.
    Null,
    /// Text, number, date, boolean: as written.
    Scalar(String),
    /// A list.
    List(Vec<Field>),
    /// A mapping in order.
    Map(Vec<(String, Field)>),
}

impl Frontmatter {
    /// The value of a top-level key; case, `-` and `_` make no difference.
    pub fn get(&self, key: &str) -> Option<&Field> {
        find(&self.fields, key)
    }
}

impl Field {
    /// The text of a scalar.
    pub fn scalar(&self) -> Option<&str> {
        match &self.value {
            FieldValue::Scalar(text) => Some(text),
            _ => None,
        }
    }

    /// The value of a key of a mapping; case, `-` and `_` make no difference.
    pub fn get(&self, key: &str) -> Option<&Field> {
        match &self.value {
            FieldValue::Map(fields) => find(fields, key),
            _ => None,
        }
    }

    /// The items of a list; a scalar or a mapping is a list of one, nothing is a list of none.
    pub fn items(&self) -> Vec<&Field> {
        match &self.value {
            FieldValue::Null => Vec::new(),
            FieldValue::List(items) => items.iter().collect(),
            _ => vec![self],
        }
    }
}

fn find<'a>(fields: &'a [(String, Field)], key: &str) -> Option<&'a Field> {
    let alike = |a: &str| {
        a.len() == key.len()
            && a.chars().zip(key.chars()).all(|(x, y)| {
                let fold = |c: char| if c == '_' { '-' } else { c.to_ascii_lowercase() };
                fold(x) == fold(y)
            })
    };
    fields.iter().find(|(name, _)| alike(name)).map(|(_, field)| field)
}
