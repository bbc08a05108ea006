//! Completions and the manual page are made from the arguments, so every verb and option is in them.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::io::Write as _;
use std::process::{Command, Stdio};

fn covsite(arguments: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_covsite")).args(arguments).output().unwrap();
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// The verbs that `--help` lists.
fn verbs() -> Vec<String> {
    let help = covsite(&["--help"]);
    let list = help.split("Commands:\n").nth(1).unwrap().split("\n\n").next().unwrap();
    let names = list.lines().filter_map(|line| line.strip_prefix("  ")?.split(' ').next().map(str::to_owned));
    names.filter(|name| !name.is_empty() && name != "help").collect()
}

#[test]
fn every_verb_and_option_is_completed_in_every_shell() {
    let verbs = verbs();
    assert!(verbs.len() >= 4, "{verbs:?}");
    for shell in ["bash", "zsh", "fish", "powershell", "elvish", "man"] {
        let text = covsite(&["completions", shell]).replace("\\-", "-");
        for verb in &verbs {
            let there = text.contains(verb.as_str()) || text.contains(&verb.to_uppercase());
            assert!(there, "{shell} does not know {verb}");
        }
        for option in ["strict", "no-minify", "explain"] {
            assert!(text.contains(option), "{shell} does not know --{option}");
        }
    }
}

#[test]
fn bash_accepts_its_completions() {
    let Ok(mut bash) = Command::new("bash").arg("-n").stdin(Stdio::piped()).stderr(Stdio::piped()).spawn() else {
        return;
    };
    bash.stdin.take().unwrap().write_all(covsite(&["completions", "bash"]).as_bytes()).unwrap();
    let output = bash.wait_with_output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}
