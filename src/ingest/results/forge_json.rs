//! The results of Foundry (`forge test --json`).
//!
//! Specified by its code (`SuiteResult`, `TestResult`): an entry for each contract, whose `test_results` have an entry for each
//! test with its `status`.
//!
//! Traps: `setUp()` stands there only if it failed, and is a test for `forge`, too. Keys are all that names files and tests.

use serde::de::MapAccess;

use crate::diagnostics::{Reported, Sink};

use super::super::cases::{OpenCase, outcome};
use super::super::format::{Cases, Format, Input, Match, Reader, Sniff};
use super::super::head::Head;
use super::super::scan::json::{Fold, Object, Scalar, parse, skip};

/// Foundry.
pub const FORMAT: Format = Format {
    id: "forge-json",
    title: "Foundry JSON",
    tools: &["forge test"],
    usual_names: &["forge*.json"],
    sniff: Sniff::Any(sniff),
    reader: Reader::Tests { read },
};

fn sniff(head: &Head<'_>) -> Match {
    let keys = head.keys();
    let is_contract = || keys.entries(1).any(|(name, _)| name.contains(".sol:"));
    let is_test = || head.says("status", &["Success", "Failure", "Skipped"]) || keys.has(4, "success");
    Match::sure_if(keys.holds(2, "test_results", b'{') && (is_contract() || is_test()))
}

fn read(input: Input<'_>, out: &mut dyn Cases, sink: &mut Sink) -> Result<(), Reported> {
    out.producer("Foundry");
    parse(input, &mut Report { out }, sink)
}

struct Report<'o> {
    out: &'o mut dyn Cases,
}

impl Fold for Report<'_> {
    fn entry<'de, A: MapAccess<'de>>(&mut self, contract: &str, map: &mut A) -> Result<(), A::Error> {
        let (file, name) = contract.rsplit_once(':').unwrap_or(("", contract));
        self.out.open_suite(name, (!file.is_empty()).then_some(file));
        let read = map.next_value_seed(Object(&mut Suite { out: self.out }));
        self.out.close_suite();
        read
    }
}

struct Suite<'o> {
    out: &'o mut dyn Cases,
}

impl Fold for Suite<'_> {
    fn entry<'de, A: MapAccess<'de>>(&mut self, key: &str, map: &mut A) -> Result<(), A::Error> {
        if key != "test_results" {
            return skip(map);
        }
        map.next_value_seed(Object(&mut Tests { out: self.out }))
    }
}

struct Tests<'o> {
    out: &'o mut dyn Cases,
}

impl Fold for Tests<'_> {
    fn entry<'de, A: MapAccess<'de>>(&mut self, name: &str, map: &mut A) -> Result<(), A::Error> {
        let mut test = Test::default();
        map.next_value_seed(Object(&mut test))?;
        let Some(known) = outcome(&test.status) else { return Ok(()) };
        let mut case = OpenCase::new(name, known);
        case.message = test.reason.text();
        self.out.case(case.finish());
        Ok(())
    }
}

#[derive(Default)]
struct Test {
    status: String,
    reason: Scalar,
}

impl Fold for Test {
    fn entry<'de, A: MapAccess<'de>>(&mut self, key: &str, map: &mut A) -> Result<(), A::Error> {
        match key {
            "status" => self.status = map.next_value::<Scalar>()?.text(),
            // Before there were words.
            "success" => {
                let word = if map.next_value::<Scalar>()?.is_true() { "Success" } else { "Failure" };
                word.clone_into(&mut self.status);
            }
            "reason" => self.reason = map.next_value()?,
            _ => skip(map)?,
        }
        Ok(())
    }
}
