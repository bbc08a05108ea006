//! covsite turns the evidence that a team keeps about its tests (coverage reports, test results, gap tables, audit
//! notes) into one static site, and checks the prose against the measurements.
//!
//! The floors, from bottom to top. Each uses only those above it in this list:
//!
//! | floor | what it holds |
//! |---|---|
//! | [`diagnostics`] | what is wrong, where, and what to do |
//! | [`model`] | ratios, coverage, results, notes, gaps, claims, findings: plain data |
//! | [`config`] | the types that are `covsite.toml` |
//! | [`ingest`] | reports found, recognised, read, mapped, merged |
//! | [`notes`] | Markdown files understood |
//! | [`evidence`] | git and the file tree answer questions |
//! | [`facts`] | pure functions from inputs: roll-ups, register, phases, risk |
//! | [`claims`] | statements found in notes, and checked |
//! | [`gates`] | checks with one verdict |
//! | [`analyse`] | the step that calls those four |
//! | [`site`] | the list of pages, each made when it is written |
//! | [`digest`] | the findings in short: for a terminal, annotations, a comment |
//! | [`publish`] | the output folder: the old site or the new one |
//! | [`starter`] | the first files of a project, as text |
//! | [`serve`] | the site from memory, made anew on every change |
//! | [`cli`] | one file for each verb |

pub mod analyse;
pub mod claims;
pub mod cli;
pub mod config;
pub mod diagnostics;
pub mod digest;
pub mod evidence;
pub mod facts;
pub mod gates;
pub mod ingest;
pub mod model;
pub mod notes;
pub mod pipeline;
pub mod publish;
pub mod serve;
pub mod site;
pub mod starter;
