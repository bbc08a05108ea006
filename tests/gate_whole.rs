//! Checks from a whole project: what git tracks, which reports a check rests on, floors of components, patterns per service.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

use crate::common::project::Project;

use covsite::config::load::load;
use covsite::diagnostics::Sink;
use covsite::model::findings::Findings;
use covsite::pipeline::{Silent, analyse, gather};

/// All that was found of a project with this configuration.
fn found(project: &Project, config: &str) -> Findings {
    project.write("covsite.toml", config);
    let mut sink = Sink::default();
    let loaded = load(None, Some(project.root()), &mut sink).unwrap();
    let inputs = gather(&loaded, &Silent, &mut sink).unwrap();
    analyse(&inputs, &loaded.config, None, &mut sink)
}

/// `name verdict` of each check of each gate.
fn verdicts(findings: &Findings) -> Vec<String> {
    let checks = findings.gates.iter().flat_map(|gate| &gate.checks);
    let mut all: Vec<String> = checks.map(|check| format!("{} {}", check.name, check.verdict.id())).collect();
    all.sort();
    all
}

fn refusal(project: &Project, config: &str) -> String {
    project.write("covsite.toml", config);
    let mut sink = Sink::default();
    assert!(load(None, Some(project.root()), &mut sink).is_err(), "{config}");
    sink.finish()
        .iter()
        .map(|problem| format!("{}; {}", problem.message, problem.help.as_deref().unwrap_or("")))
        .collect()
}

#[test]
fn what_git_tracks_is_looked_at_whatever_is_ignored() {
    let project = Project::new();
    project.write(".gitignore", "*.pem\nsrc/gen.py\n").write("secret.pem", "key").write("src/gen.py", "print(1)\n");
    project.commit("2026-01-01", "begin");
    project.git("2026-01-01", &["add", "-f", "secret.pem", "src/gen.py"]);
    project.write("loose.pem", "of nobody");
    let config = "[[gates]]\nname = \"G\"\nchecks = [\n  { name = 'key', files = { absent = ['**/*.pem'] } },\n  \
                  { name = 'print', forbid = { pattern = 'print\\(', paths = ['src/**'] } },\n]\n";
    let findings = found(&project, config);
    assert_eq!(
        verdicts(&findings),
        ["key fail", "print fail"],
        "there is no report and no note, and still something to judge"
    );
    let reasons: String = findings.gates[0].checks.iter().map(|check| check.reason.as_str()).collect();
    assert!(reasons.contains("secret.pem") && !reasons.contains("loose.pem"), "{reasons}");
}

#[test]
fn a_check_rests_on_the_reports_of_what_it_speaks_of() {
    let project = Project::new();
    let report = |file: &str, hits: u32| format!("TN:\nSF:{file}\nDA:1,1\nDA:2,{hits}\nend_of_record\n");
    project.write("a.py", "a\nb\n").write("b.py", "a\nb\n");
    project.write("cov/a.info", &report("a.py", 1)).write("cov/b.info", &report("b.py", 0));
    project.commit("2026-01-01", "begin");
    let config = "[[reports]]\npaths = ['cov/a.info']\nflag = 'a'\n[[reports]]\npaths = ['cov/b.info']\nflag = 'b'\n\
                  [[gates]]\nname = 'G'\nchecks = [\n  { name = 'a', coverage = { at_least = 50, flag = 'a' } },\n  \
                  { name = 'b', coverage = { at_least = 50, paths = ['b.py'] } },\n  { name = 'age', age = { commit = 'current' } },\n]\n";
    project.write("b.py", "a\nc\n").write("cov/b.info", &report("b.py", 1));
    project.commit("2026-01-02", "the other one and its report");
    assert_eq!(verdicts(&found(&project, config)), ["a pass", "age pass", "b pass"]);
    project.write("a.py", "a\nc\n");
    project.commit("2026-01-03", "a source without its report");
    assert_eq!(verdicts(&found(&project, config)), ["a unknown", "age fail", "b pass"]);
}

#[test]
fn several_reports_of_a_flag_are_one() {
    let project = Project::new();
    project.write("a.py", "a\nb\nc\n");
    project.write("1.info", "TN:\nSF:a.py\nDA:1,1\nDA:2,0\nDA:3,0\nend_of_record\n");
    project.write("2.info", "TN:\nSF:a.py\nDA:1,1\nDA:2,4\nDA:3,0\nend_of_record\n");
    let config = "[[reports]]\npaths = ['*.info']\nflag = 'unit'\n\
                  [[gates]]\nname = 'G'\nchecks = [{ name = 'unit', coverage = { at_least = 67, flag = 'unit' } }]\n";
    let findings = found(&project, config);
    assert_eq!(findings.gates[0].checks[0].measured.as_deref(), Some("66.6 % (2 of 3)"));
    assert_eq!(findings.run.flags["unit"]["lines"].covered, 2);
}

#[test]
fn floors_of_components_are_a_gate_where_there_is_no_other() {
    let project = Project::new();
    project.write("a.py", "a\nb\n").write("lcov.info", "TN:\nSF:a.py\nDA:1,1\nDA:2,0\nend_of_record\n");
    let component = "[[components]]\nname = 'A'\npaths = ['a.py']\nlines = { fail_under = 60 }\n";
    let findings = found(&project, component);
    let gate = findings.gates.iter().find(|gate| gate.name == "No component is below its floor").unwrap();
    assert_eq!((gate.verdict.id(), gate.checks[0].measured.as_deref()), ("fail", Some("50.0 % (1 of 2)")));
    let own = "[[gates]]\nname = 'G'\nchecks = [{ claims = {} }]\n";
    assert_eq!(found(&project, &format!("{component}{own}")).gates.len(), 1);
}

#[test]
fn a_pattern_names_the_service_it_is_judged_for() {
    let project = Project::new();
    project.write("a.py", "use_crm\n").write("lcov.info", "TN:\nSF:a.py\nDA:1,1\nend_of_record\n");
    let services = "[[services]]\nname = 'crm'\n[[services]]\nname = 'mail'\n";
    let gate = |per: &str| {
        format!("[[gates]]\nname = 'G'\n{per}checks = [{{ name = 'x', forbid = {{ pattern = 'use_{{service}}' }} }}]\n")
    };
    let findings = found(&project, &format!("{services}{}", gate("per = 'service'\n")));
    assert_eq!(verdicts(&findings), ["x fail", "x pass"]);
    assert!(refusal(&project, &gate("")).contains("per = \"service\""));
}

#[test]
fn what_can_never_hold_or_fail_is_refused() {
    let project = Project::new();
    let checks = |checks: &str| format!("[[gates]]\nname = 'G'\nchecks = [{checks}]\n");
    let table = [
        (checks("{ coverage = { at_least = 1, metric = 'line' } }"), "did you mean `lines`?"),
        (checks("{ ratchet = { metric = 'word' } }"), "no metric; write one of lines, branches"),
        (checks("{ coverage = { drop = 1, base = 'a b' } }"), "no commit, branch or tag"),
        (checks("{ gaps = { level = 'urgent' } }"), "unknown variant `urgent`"),
        (checks("{ forbid = { pattern = 'a\\n' } }"), "line by line"),
        (format!("{}{}", checks("{ claims = {} }"), checks("{ tests = {} }")), "two gates are called `G`"),
        (
            "[[components]]\nname = 'C'\npaths = ['a']\n[[components]]\nname = 'C'\npaths = ['b']\n".to_owned(),
            "two components",
        ),
    ];
    for (config, expected) in table {
        let said = refusal(&project, &config);
        assert!(said.contains(expected), "{said}");
    }
}
