//! Pictures of numbers: static inline SVG without style attributes, drawn from integers. Each is one file, and
//! stands beside a text or table that says the same.

pub mod graph;
pub mod histogram;
pub mod pulse;
pub mod runs;
pub mod sparkline;
pub mod stack;
pub mod steps;
pub mod timeline;
pub mod treemap;
pub mod trend;
