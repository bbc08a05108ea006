//! The command line: one file for each verb. Verbs hold no logic; they call the floors below and print.

pub mod inspect;
