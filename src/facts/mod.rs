//! Facts: what follows from the inputs by counting and joining. Pure functions: nothing here reads a file, asks git
//! or knows a page. What only git or the tree can say comes as [`Answers`](crate::model::question::Answers).

pub mod change;
pub mod component_tests;
pub mod criteria;
pub mod currency;
pub mod flaky;
pub mod gap_register;
pub mod headline;
pub mod history;
pub mod idle;
pub mod known;
pub mod measures;
pub mod owners;
pub mod phase_links;
mod phase_name;
pub mod phase_notes;
mod phase_status;
pub mod phases;
pub mod risk;
pub mod rollup;
pub mod run_lines;
pub mod runs;
pub mod since;
pub mod targets;
pub mod test_groups;
pub mod test_places;
pub mod unmeasured;
pub mod words;

pub use known::Facts;
