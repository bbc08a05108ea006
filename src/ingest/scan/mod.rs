//! What several readers need to go through their input: lines, XML, JSON, numbers and times as reports write them.

mod attributes;
pub mod hits;
pub mod json;
pub mod json_lines;
pub mod lines;
pub mod number;
pub mod points;
pub mod time;
pub mod xml;
