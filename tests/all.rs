//! All tests as one program: one link instead of one for each file. A file below `tests/` is a line here; `tests/tidy.rs`
//! sees to that. `cargo test laws::` runs one file.

mod common {
    pub(crate) mod project;
    pub(crate) mod samples;
    pub(crate) mod scores;
    pub(crate) mod shared;
}

mod check;
mod claims;
mod cli;
mod completions;
mod configuration;
mod convert;
mod corpus;
mod damaged;
mod data;
mod detection;
mod documentation;
mod evidence;
mod explorer;
mod facts;
mod formats;
mod gate_checks;
mod gate_evidence;
mod gate_example;
mod gate_whole;
mod gates;
mod guards;
mod history;
mod hostile;
mod incremental;
mod init;
mod inspect;
mod labels;
mod laws;
mod long_tables;
mod look_alikes;
mod notes;
mod notes_corpus;
mod notes_hostile;
mod notes_mojibake;
mod packed;
mod phases;
mod publish;
mod reach;
mod register;
mod reports;
mod serve;
mod site;
mod snapshot_schema;
mod sync;
mod themes;
mod tidy;
mod verdicts;
mod weight;
