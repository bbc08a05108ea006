//! The kinds of checks beyond tests, coverage, claims and gaps, against small projects: what each says, and that none
//! can't fail.

#![expect(clippy::panic, reason = "tests")]

use crate::common::project;

use covsite::analyse::analyse;
use covsite::config::Config;
use covsite::config::load::parse;
use covsite::diagnostics::Sink;
use covsite::model::findings::Findings;
use covsite::model::inputs::Inputs;
use project::Project;

fn findings(inputs: &Inputs, config: &str) -> Findings {
    let mut sink = Sink::default();
    let parsed = parse(config, "covsite.toml", &mut sink);
    let config: Config = parsed.unwrap_or_else(|_| panic!("{config}\n{:?}", sink.clone().finish()));
    analyse(inputs, &config, None, &mut Sink::default())
}

/// Verdict, expected, measured and reason of one check.
fn said(inputs: &Inputs, check: &str) -> (String, String, String, String) {
    let findings = findings(inputs, &format!("[[gates]]\nname = \"G\"\nchecks = [{check}]\n"));
    let result = &findings.gates[0].checks[0];
    (
        result.verdict.id().to_owned(),
        result.expected.clone(),
        result.measured.clone().unwrap_or_default(),
        result.reason.clone(),
    )
}

fn shop() -> Project {
    let project = Project::new();
    project
        .write("core/ai/client.py", "import openai\n")
        .write("core/mail.py", "import openai\r\nprint('x')\nprint('y')\n")
        .write("web/app.ts", "fetch('http://backend.example/api')\n")
        .write("web/logo.png", "\u{0}import openai\n")
        .write("notes/a.md", "import openai\n");
    project
}

#[test]
fn a_forbidden_pattern_names_the_lines_that_it_found() {
    let project = shop();
    let inputs = project.inputs();
    let table = [
        (
            "{ forbid = { pattern = '^import openai', except = ['core/ai/**'] } }",
            "fail",
            "no line like `^import openai` in source files except core/ai/**",
            "1 line in 2 files",
            "change core/mail.py:1",
        ),
        (
            "{ forbid = { pattern = '^import openai$', paths = ['**/*'], except = ['core/ai'] } }",
            "fail",
            "no line like `^import openai$` in **/* except core/ai",
            "2 lines in 3 files",
            "change core/mail.py:1, notes/a.md:1",
        ),
        (
            "{ forbid = { pattern = 'print\\(', paths = ['core/ai/**'] } }",
            "pass",
            "no line like `print\\(` in core/ai/**",
            "0 lines in 1 file",
            "it stands nowhere in them",
        ),
        (
            "{ forbid = { pattern = 'x', paths = ['nowhere/**'] } }",
            "fail",
            "no line like `x` in nowhere/**",
            "no file",
            "its paths fit no file of the project: a check that can't fail guards nothing",
        ),
        (
            "{ require = { pattern = 'import openai', paths = ['core/**'] } }",
            "pass",
            "a line like `import openai` in core/**",
            "2 lines in 2 files",
            "it stands there",
        ),
        (
            "{ require = { pattern = 'print', paths = ['core/**'], each = true } }",
            "fail",
            "in each file a line like `print` in core/**",
            "in 1 of 2 files",
            "add it to core/ai/client.py",
        ),
        (
            "{ require = { pattern = 'nothing', paths = ['core/**'] } }",
            "fail",
            "a line like `nothing` in core/**",
            "0 lines in 2 files",
            "it stands in none of these files",
        ),
    ];
    for (check, verdict, expected, measured, reason) in table {
        let found = said(&inputs, check);
        assert_eq!(
            (found.0.as_str(), found.1.as_str(), found.2.as_str(), found.3.as_str()),
            (verdict, expected, measured, reason),
            "{check}"
        );
    }
}

#[cfg(unix)]
#[test]
fn a_file_that_cannot_be_read_leaves_the_pattern_open() {
    let project = shop();
    std::os::unix::fs::symlink("/etc/hostname", project.root().join("core/out.py")).unwrap();
    let inputs = project.inputs();
    let found = said(&inputs, "{ forbid = { pattern = 'zzz', paths = ['core/**'] } }");
    assert_eq!((found.0.as_str(), found.3.as_str()), ("unknown", "what 1 file holds is not known"));
    // What was found all the same is found.
    assert_eq!(said(&inputs, "{ forbid = { pattern = 'print', paths = ['core/**'] } }").0, "fail");
}

#[test]
fn files_are_there_or_not() {
    let project = shop();
    let inputs = project.inputs();
    let verdict = |check: &str| (said(&inputs, check).0, said(&inputs, check).3);
    assert_eq!(verdict("{ files = { exist = ['core/*.py', 'web'] } }").0, "pass");
    assert_eq!(verdict("{ files = { exist = ['core/*.py', 'LICENSE'] } }"), ("fail".into(), "add LICENSE".into()));
    assert_eq!(verdict("{ files = { absent = ['**/*.png'] } }"), ("fail".into(), "remove web/logo.png".into()));
    assert_eq!(verdict("{ files = { absent = ['.env'] } }").0, "pass");
}

#[test]
fn variables_are_set_or_not_and_any_is_enough() {
    let project = shop();
    let inputs = project.inputs();
    let set = said(&inputs, "{ env = ['PATH'] }");
    assert_eq!((set.0.as_str(), set.2.as_str()), ("pass", "1 of 1 set"));
    let path = std::env::var("PATH").unwrap();
    let missing = said(&inputs, "{ env = ['PATH', 'COVSITE_NOBODY_SETS_THIS'] }");
    assert_eq!((missing.0.as_str(), missing.2.as_str()), ("fail", "1 of 2 set"));
    assert_eq!(missing.3, "set COVSITE_NOBODY_SETS_THIS where covsite runs");
    assert!(![&set.1, &set.3, &missing.3].iter().any(|text| text.contains(&path)));
    let any = "{ any = [{ env = ['COVSITE_NOBODY_SETS_THIS'] }, { name = 'P', env = ['PATH'] }] }";
    assert_eq!(said(&inputs, any).0, "pass");
    let all = "{ all = [{ env = ['COVSITE_NOBODY_SETS_THIS'] }, { name = 'P', env = ['PATH'] }] }";
    let all = said(&inputs, all);
    assert_eq!((all.0.as_str(), all.2.as_str()), ("fail", "Environment: 0 of 1 set; P: 1 of 1 set"));
    let neither = said(&inputs, "{ any = [{ env = ['COVSITE_NO_A'] }, { files = { exist = ['nothing'] } }] }");
    assert_eq!(neither.0, "fail");
    assert_eq!(neither.3, "one is enough: set COVSITE_NO_A where covsite runs");
}

const SERVICES: &str = "[[services]]\nname = \"chat\"\nuses = [\"openai\"]\n[[services]]\nname = \"mail\"\n\
    [conditions]\n\"trials are sold\" = false\n";

#[test]
fn a_gate_per_service_is_one_for_each() {
    let project = shop();
    project.write("services/chat/main.py", "x = 1\n").write("services/mail/main.py", "print(1)\n");
    let config = format!(
        "{SERVICES}[[gates]]\nname = \"Ready\"\nper = \"service\"\npass_word = \"READY\"\nchecks = [\n\
         {{ name = \"No print\", forbid = {{ pattern = \"print\", paths = [\"services/{{service}}/**\"] }} }},\n\
         {{ name = \"Key\", when = \"openai\", env = [\"COVSITE_{{SERVICE}}_KEY\"] }},\n\
         {{ name = \"Trials\", when = \"trials are sold\", env = [\"COVSITE_NO\"] }},\n]\n"
    );
    let findings = findings(&project.inputs(), &config);
    let said: Vec<_> = findings
        .gates
        .iter()
        .map(|gate| {
            let checks = gate.checks.iter().map(|check| format!("{} {}", check.name, check.verdict.id()));
            (gate.title(), gate.word(), checks.collect::<Vec<_>>().join(", "))
        })
        .collect();
    assert_eq!(
        said,
        [
            ("Ready: chat".into(), "not READY".into(), "Key fail, No print pass, Trials skipped".to_owned()),
            ("Ready: mail".into(), "not READY".into(), "No print fail, Key skipped, Trials skipped".into()),
        ]
    );
    assert_eq!(findings.gates[0].checks[0].expected, "COVSITE_CHAT_KEY set");
    assert_eq!(findings.gates[1].checks[0].places[0].path.as_str(), "services/mail/main.py");
    // A part that is for nobody is no part: a gate of such parts alone is skipped.
    let skipped =
        format!("{SERVICES}[[gates]]\nname = \"T\"\nchecks = [{{ when = \"trials are sold\", env = [\"X\"] }}]");
    assert_eq!(crate::gate_checks::findings(&project.inputs(), &skipped).gates[0].verdict.id(), "skipped");
}

#[test]
fn a_switch_in_the_environment_enforces_a_gate() {
    let project = shop();
    let inputs = project.inputs();
    let enforced = |enforce: &str| {
        let config = format!("[[gates]]\nname = \"G\"\nenforce = {enforce}\nchecks = [{{ env = [\"PATH\"] }}]");
        findings(&inputs, &config).gates[0].enforce
    };
    assert!(enforced("true") && enforced("\"env:PATH\""));
    assert!(!enforced("false") && !enforced("\"env:COVSITE_NOBODY_SETS_THIS\""));
}

#[test]
fn what_does_not_fit_in_a_configuration_is_said_with_its_place() {
    let gate = |rest: &str| format!("[[gates]]\nname = \"G\"\n{rest}\n");
    let table = [
        (gate("checks = [{ forbid = { patern = 'x' } }]"), "3:24", "unknown field `patern`", "`pattern`"),
        (gate("checks = [{ forbid = { pattern = '(' } }]"), "3:34", "`(` is no regular expression", ""),
        (gate("checks = [{ forbid = { pattern = 'x', paths = ['a{'] } }]"), "3:47", "`a{` is no path or glob", ""),
        (gate("enforce = \"maybe\"\nchecks = []"), "3:11", "`maybe` is no switch", ""),
        (gate("per = \"service\"\nchecks = []"), "1:1", "there is no service", "[[services]]"),
        (gate("checks = [{ name = 'A' }]"), "3:11", "check `A` of gate `G` must have exactly one kind", "forbid"),
        (gate("checks = [{ tests = {}, env = ['A'] }]"), "3:11", "has the kinds tests and env", "own"),
        (gate("checks = [{ env = ['A'] }, { env = ['A=secret'] }]"), "3:28", "which is no variable", "never its value"),
        (gate("checks = [{ env = [] }]"), "3:11", "names no variable", "env ="),
        (gate("checks = [{ any = [] }]"), "3:11", "holds no checks", ""),
        (gate("checks = [{ all = [{ env = ['A'], when = 'x' }] }]"), "3:11", "is for `x`", "name a service"),
        (format!("{SERVICES}{}", gate("checks = [{ env = ['A'], when = 'opnai' }]")), "10:11", "opnai", "`openai`"),
        (gate("checks = [{ files = {} }]"), "3:11", "names no files", "exist"),
        ("[[services]]\nname = 'a'\n[[services]]\nname = 'a'\n".into(), "0:0", "two services are called `a`", ""),
    ];
    for (config, place, message, help) in table {
        let mut sink = Sink::default();
        assert!(parse(&config, "covsite.toml", &mut sink).is_err(), "{config}");
        let said = sink.finish().remove(0);
        let at = said.place.clone().unwrap();
        assert_eq!(format!("{}:{}", at.line, at.column), place, "{config}: {}", said.message);
        assert!(said.message.contains(message), "{config}: {}", said.message);
        assert!(said.help.unwrap_or_default().contains(help), "{config}");
    }
}

#[test]
fn checks_without_a_name_of_their_own_are_told_apart_by_what_they_expect() {
    let project = shop();
    let config = "[[gates]]\nname = \"G\"\nchecks = [\
                  { forbid = { pattern = 'a' } }, { forbid = { pattern = 'b' } }, { name = \"Mine\", forbid = { pattern = 'c' } }, \
                  { name = \"Mine\", forbid = { pattern = 'd' } }, { files = { exist = ['README.md'] } }]\n";
    let findings = findings(&project.inputs(), config);
    let mut checks: Vec<_> = findings.gates[0].checks.iter().map(|check| (check.at, check.name.as_str())).collect();
    checks.sort_unstable();
    let names: Vec<&str> = checks.into_iter().map(|(_, name)| name).collect();
    assert!(names[0] != names[1] && names[0].ends_with("like `a` in source files"), "{names:?}");
    assert_eq!(names[2..4], ["Mine", "Mine"], "what the configuration says stays");
    assert!(!names[4].contains(':'), "{names:?}");
}

#[test]
fn a_check_on_runs_says_what_to_do_where_a_history_is_configured_and_where_none_is() {
    let project = shop();
    let mut inputs = project.inputs();
    inputs.coverage = project::coverage(&[("core/mail.py", 1, 2)]);
    let check = "[[gates]]\nname = \"G\"\nchecks = [{ ratchet = {} }]\n";
    let reason = |config: &str| findings(&inputs, config).gates[0].checks[0].reason.clone();
    assert!(reason(check).contains("keep runs with `[history] path`"), "{}", reason(check));
    let configured = format!("[history]\npath = \"runs.jsonl\"\n{check}");
    assert!(reason(&configured).contains("covsite history add"), "{}", reason(&configured));
    assert!(!reason(&configured).contains("keep runs"), "{}", reason(&configured));
}
