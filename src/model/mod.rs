//! The words of the trade as data: ratios, coverage, test results, notes, gaps, claims, gates, findings.
//!
//! Plain values and their algebra. Nothing here reads or writes anything, and nothing knows a format or a page.

pub mod claim;
pub mod contents;
pub mod coverage;
pub mod criterion;
pub mod digits;
pub mod document;
pub mod findings;
pub mod frontmatter;
pub mod gap;
pub mod gate;
pub mod inputs;
pub mod lines;
pub mod note;
pub mod paths;
pub mod phase;
pub mod question;
pub mod ratio;
pub mod reach;
pub mod results;
pub mod run;
pub mod taken;
pub mod time;
pub mod units;
pub mod value;
