//! The JSON reports of InSpec and CINC Auditor (`inspec exec --reporter json` and `json-min`).
//!
//! Described at <https://docs.chef.io/inspec/reporters/>: `profiles` have `controls`, whose `results` are the tests; the short form
//! has them as a flat list of `controls`. Times are seconds.
//!
//! Traps: a control may have many results, and one that was skipped as a whole has one that says so. Profiles by
//! themselves have controls without results.

use serde::de::MapAccess;

use crate::diagnostics::{Reported, Sink};
use crate::model::results::Outcome;

use super::super::cases::{Grouped, OpenCase, outcome};
use super::super::format::{Cases, Format, Input, Match, Reader, Sniff};
use super::super::head::{Head, JsonHead};
use super::super::scan::json::{Fold, Scalar, each_object, fields, parse_new, skip};

/// InSpec.
pub const FORMAT: Format = Format {
    id: "inspec-json",
    title: "InSpec JSON",
    tools: &["InSpec", "CINC Auditor"],
    usual_names: &["inspec*.json"],
    sniff: Sniff::Json(sniff),
    reader: Reader::Tests { read },
};

fn sniff(json: &JsonHead, _: &Head<'_>) -> Match {
    let is_run = json.has(1, "platform") || json.has(1, "statistics");
    let has_profiles = json.holds(1, "profiles", b'[') && json.holds(2, "controls", b'[');
    let is_short = json.holds(1, "controls", b'[') && json.has(2, "profile_id") && json.has(2, "code_desc");
    Match::sure_if(is_run && has_profiles || is_short)
}

fn read(input: Input<'_>, out: &mut dyn Cases, sink: &mut Sink) -> Result<(), Reported> {
    out.producer("InSpec");
    parse_new::<Report>(input, sink).map(|report| report.0.say(out))
}

#[derive(Default)]
struct Report(Grouped);

impl Fold for Report {
    fn entry<'de, A: MapAccess<'de>>(&mut self, key: &str, map: &mut A) -> Result<(), A::Error> {
        let cases = &mut self.0;
        match key {
            "profiles" => map.next_value_seed(each_object(|profile: Profile| profile.say(cases))),
            "controls" => map.next_value_seed(each_object(|control: Control| {
                let profile = control.profile.clone();
                control.say(&profile, cases);
            })),
            _ => skip(map),
        }
    }
}

fields! {
    struct Profile {
        name: String = "name",
        controls: Vec<Control> = "controls",
    }
}

impl Profile {
    fn say(self, cases: &mut Grouped) {
        for control in self.controls {
            control.say(&self.name, cases);
        }
    }
}

fields! {
    /// A control, with its results or, in the short form, one of them.
    struct Control {
        id: String = "id",
        profile: String = "profile_id",
        own: Test,
        results: Vec<Test> = "results",
    } else own
}

impl Control {
    fn say(self, profile: &str, cases: &mut Grouped) {
        for test in std::iter::once(self.own).chain(self.results).filter(|test| !test.status.is_empty()) {
            let known = outcome(&test.status).unwrap_or(Outcome::Error);
            let mut case = OpenCase::new(test.name, known);
            case.known.group = (!self.id.is_empty()).then(|| self.id.as_str().into());
            case.known.duration_us = test.seconds.microseconds(1e6);
            case.message = test.message;
            cases.case(profile, None, case.finish());
        }
    }
}

fields! {
    struct Test {
        name: String = "code_desc",
        status: String = "status",
        message: String = "message" | "skip_message",
        seconds: Scalar = "run_time",
    }
}
