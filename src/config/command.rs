//! `command = { … }`: the check that runs something.

use serde::Deserialize;

/// `command = { run = ["…"], timeout = 60, value = "/ok" }`: a command ends with 0, and says what it should.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CommandCheck {
    /// A program with its arguments, or a line for the shell.
    pub run: Run,
    /// Seconds that it may take.
    #[serde(default = "five_minutes")]
    pub timeout: u32,
    /// Where a value stands in the JSON that it writes: a JSON pointer, `/services/chat/ready`.
    #[serde(default)]
    pub value: Option<String>,
    /// What that value must be; by default true.
    #[serde(default)]
    pub equals: Option<serde_json::Value>,
    /// The service that it is run for.
    #[serde(skip)]
    pub service: Option<String>,
}

fn five_minutes() -> u32 {
    300
}

/// What is run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Run {
    /// A program with its arguments.
    Program(Vec<String>),
    /// A line for the shell.
    Shell(String),
}

impl<'de> Deserialize<'de> for Run {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;
        impl<'de> serde::de::Visitor<'de> for Visitor {
            type Value = Run;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("a program with its arguments as a list, or a line for the shell")
            }

            fn visit_str<E: serde::de::Error>(self, line: &str) -> Result<Run, E> {
                Ok(Run::Shell(line.to_owned()))
            }

            fn visit_seq<A: serde::de::SeqAccess<'de>>(self, mut list: A) -> Result<Run, A::Error> {
                let mut words = Vec::new();
                while let Some(word) = list.next_element()? {
                    words.push(word);
                }
                Ok(Run::Program(words))
            }
        }
        deserializer.deserialize_any(Visitor)
    }
}
