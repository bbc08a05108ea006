//! A team's rules as a project: services that are sold one by one, with the parts of their gate, three runs in a row,
//! coverage gates and feature flags. What its site says of them.

#![cfg(unix)]
#![expect(clippy::unwrap_used, reason = "tests")]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

use covsite::config::load;
use covsite::diagnostics::Sink;
use covsite::pipeline;
use serde_json::Value;

/// The project in a folder of its own.
fn copied() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/site/lighthouse");
    for entry in walkdir::WalkDir::new(&from).into_iter().map(Result::unwrap) {
        let to = folder.path().join(entry.path().strip_prefix(&from).unwrap());
        if entry.file_type().is_dir() {
            fs::create_dir_all(to).unwrap();
        } else {
            fs::copy(entry.path(), to).unwrap();
        }
    }
    folder
}

struct Built {
    folder: tempfile::TempDir,
}

impl Built {
    /// The project in a folder of its own, its commands run, its site built with these variables set.
    fn with(variables: &[(&str, &str)]) -> Self {
        let folder = copied();
        let loaded = load::load(None, Some(folder.path()), &mut Sink::default()).unwrap();
        assert_eq!(pipeline::run_commands(&loaded, &mut Sink::default()), 1);
        let output = Command::new(env!("CARGO_BIN_EXE_covsite"))
            .args(["build", "-q", "--root"])
            .arg(folder.path())
            .arg("--out")
            .arg(folder.path().join("site"))
            .env("SOURCE_DATE_EPOCH", "1771578000")
            .envs(variables.iter().copied())
            .output()
            .unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        Self { folder }
    }

    fn text(&self, file: &str) -> String {
        fs::read_to_string(self.folder.path().join("site").join(file)).unwrap()
    }

    fn json(&self, file: &str) -> Value {
        serde_json::from_str(&self.text(file)).unwrap()
    }

    /// "verdict: check verdict, …" of each gate, by its name and service.
    fn gates(&self) -> BTreeMap<String, String> {
        let json = self.json("data/gates.json");
        let words = |gate: &Value| {
            let mut checks: Vec<String> = gate["checks"]
                .as_array()
                .unwrap()
                .iter()
                .map(|check| format!("{} {}", check["name"].as_str().unwrap(), check["verdict"].as_str().unwrap()))
                .collect();
            checks.sort();
            let name = [gate["name"].as_str(), gate["service"].as_str()].into_iter().flatten().collect::<Vec<_>>();
            (name.join(" "), format!("{}: {}", gate["word"].as_str().unwrap(), checks.join(", ")))
        };
        json["gates"].as_array().unwrap().iter().map(words).collect()
    }
}

const VARIABLES: [(&str, &str); 4] = [
    ("LIGHTHOUSE_OUTLOOK_TOKEN", "a-secret-of-nobody"),
    ("LIGHTHOUSE_MODEL_KEY", "a-secret-of-nobody"),
    ("LIGHTHOUSE_PAYMENTS_KEY", "a-secret-of-nobody"),
    ("LIGHTHOUSE_PAYMENTS_WEBHOOK_SECRET", "a-secret-of-nobody"),
];

#[test]
fn services_are_sold_one_by_one() {
    let built = Built::with(&VARIABLES);
    let gates = built.gates();
    let of = |service: &str| gates[&format!("Sellability {service}")].as_str();
    let parts = |a: &str, b: &str, c: &str| {
        format!("A. Revenue flows {a}, B. Nothing forbidden {b}, C. Providers {c}, Trials skipped")
    };
    assert_eq!(of("intake"), format!("SELLABLE: {}", parts("pass", "pass", "pass")));
    assert_eq!(of("invoicing"), format!("SELLABLE: {}", parts("pass", "pass", "pass")));
    assert_eq!(of("assistant"), format!("not SELLABLE: {}", parts("pass", "pass", "fail")));
    assert_eq!(of("texting"), format!("not SELLABLE: {}", parts("fail", "fail", "pass")));
    let json = built.json("data/gates.json");
    let texting = json["gates"].as_array().unwrap().iter().find(|gate| gate["service"] == "texting").unwrap();
    let check = |name: &str| {
        let checks = texting["checks"].as_array().unwrap();
        checks.iter().find(|check| check["name"].as_str().unwrap().starts_with(name)).unwrap()
    };
    assert_eq!(check("B.")["places"][0], serde_json::json!({"path": "services/texting/send.py", "line": 2}));
    assert_eq!(check("C.")["measured"], "Messages: true, exit 0");
    let assistant = json["gates"].as_array().unwrap().iter().find(|gate| gate["service"] == "assistant").unwrap();
    assert!(assistant["checks"].to_string().contains("Vectors: set LIGHTHOUSE_VECTORS_KEY where covsite runs"));
    for file in ["data/gates.json", "gates/index.html"] {
        assert!(!built.text(file).contains("a-secret-of-nobody"), "{file}");
    }
    let page = built.text("gates/index.html");
    assert!(page.contains("Sellability: 2 of 4 services are SELLABLE"), "{page}");
    assert!(page.contains("services/texting/send.py.html#L2"), "{page}");
}

#[test]
fn stability_coverage_and_craft_are_gates() {
    let gates = Built::with(&VARIABLES).gates();
    assert_eq!(gates["Stability"], "3/3: Three runs in a row pass");
    assert_eq!(
        gates["Coverage"],
        "pass: Each revenue file pass, Lines pass, Never less pass, Revenue pass, Unit tests alone pass"
    );
    assert_eq!(
        gates["Craft of the tests"],
        "pass: Duration pass, Flaky tests pass, Mocks for each test pass, Success criteria pass, test functions pass"
    );
}

#[test]
fn a_feature_flag_enforces_a_gate() {
    let enforced = |variables: &[(&str, &str)]| {
        let built = Built::with(variables);
        let json = built.json("data/gates.json");
        let gates = json["gates"].as_array().unwrap();
        let gate = gates.iter().find(|gate| gate["name"] == "Coverage of the plan").unwrap();
        (gate["enforce"].as_bool().unwrap(), gate["verdict"].as_str().unwrap().to_owned())
    };
    // Without a repository nobody knows what changed.
    assert_eq!(enforced(&[]), (false, "unknown".into()));
    assert_eq!(enforced(&[("LIGHTHOUSE_COVERAGE_ENFORCED", "true")]), (true, "unknown".into()));
    assert_eq!(enforced(&[("LIGHTHOUSE_COVERAGE_ENFORCED", "false")]), (false, "unknown".into()));
}

#[test]
fn a_floor_that_guards_nothing_is_called_slack() {
    let json = Built::with(&VARIABLES).json("data/gates.json");
    let slack: Vec<&str> = json["gates"]
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|gate| gate["checks"].as_array().unwrap())
        .filter(|check| check["name"] == "Lines")
        .filter_map(|check| check["slack"].as_str())
        .collect();
    assert_eq!(slack, ["the floor of 15.0 % is slack: 82.0 % would hold"]);
    assert_eq!(json["measures"][0]["value"], 9);
}

#[test]
fn success_criteria_are_judged_whatever_their_boxes_say() {
    let built = Built::with(&VARIABLES);
    let notes = built.json("data/notes.json");
    let said: Vec<String> = notes["notes"][0]["criteria"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| {
            let measured = it["measured"].as_str().unwrap_or("-");
            format!("{} {}: {} ({measured})", it["line"], it["done"], it["verdict"].as_str().unwrap())
        })
        .collect();
    assert_eq!(
        said,
        [
            "5 true: met (82.6 % (19 of 23))",
            "6 false: met (80.0 % (8 of 10))",
            "7 true: open (-)",
            "8 true: met (0 files below 40.0 %, 0 between it and 60.0 %)",
            "9 false: met (4.5 s)",
            "10 true: open (0 flaky in 3 of 10 runs)",
            "11 true: not-met (7 of 9 passed)",
        ]
    );
    let page = built.text("notes/notes/plan/index.html");
    assert!(page.contains("its box is ticked") && page.contains("Success criteria"), "{page}");
    let claims = built.json("data/claims.json");
    let counted = claims["claims"].as_array().unwrap().iter().find(|claim| claim["kind"] == "test-count").unwrap();
    assert_eq!(counted["verdict"], "confirmed");
}

#[test]
fn check_runs_commands_only_when_asked() {
    let folder = copied();
    let check = |arguments: &[&str]| {
        let output = Command::new(env!("CARGO_BIN_EXE_covsite"))
            .args(["check", "-q", "--format", "json", "--root"])
            .arg(folder.path())
            .args(arguments)
            .output()
            .unwrap();
        assert_eq!(output.status.code(), Some(1), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    };
    assert!(check(&[]).contains("Messages: not run"));
    assert!(check(&["--run"]).contains("Messages: true, exit 0"));
    assert!(check(&[]).contains("Messages: true, exit 0"));
}
