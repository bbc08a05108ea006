//! What other programs read from a site, whole, as snapshots: a difference here is a difference of the interface.
//! `INSTA_UPDATE=always cargo test --test data` accepts it.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

/// Copies a folder with all below it.
fn copy(from: &Path, to: &Path) {
    for entry in walkdir::WalkDir::new(from).into_iter().map(Result::unwrap).filter(|entry| entry.file_type().is_file())
    {
        let file = to.join(entry.path().strip_prefix(from).unwrap());
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::copy(entry.path(), file).unwrap();
    }
}

/// Runs a program in a folder, with the author and the time of commits fixed, so that hashes are.
fn run(folder: &Path, program: &str, arguments: &[&str]) {
    let output = Command::new(program)
        .args(arguments)
        .current_dir(folder)
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .envs([("GIT_AUTHOR_DATE", "2026-02-20T09:00:00Z"), ("GIT_COMMITTER_DATE", "2026-02-20T09:00:00Z")])
        .envs([("GIT_AUTHOR_NAME", "A"), ("GIT_AUTHOR_EMAIL", "a@example.org")])
        .envs([("GIT_COMMITTER_NAME", "A"), ("GIT_COMMITTER_EMAIL", "a@example.org")])
        .env_remove("SOURCE_DATE_EPOCH")
        .output()
        .unwrap();
    assert!(output.status.success(), "{program} {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn data_of_a_whole_project() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("harbour");
    copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/site/harbour"), &root);
    run(&root, "git", &["-c", "init.defaultBranch=main", "-c", "core.autocrlf=false", "init", "-q"]);
    run(&root, "git", &["add", "-A"]);
    run(&root, "git", &["-c", "commit.gpgsign=false", "commit", "-q", "-m", "All of it"]);
    run(&root, env!("CARGO_BIN_EXE_covsite"), &["-q", "build"]);
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("data");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| {
        for entry in fs::read_dir(root.join("site/data")).unwrap().map(Result::unwrap) {
            let text = fs::read_to_string(entry.path()).unwrap();
            if entry.path().extension().unwrap() == "csv" {
                insta::assert_snapshot!(entry.file_name().to_string_lossy().as_ref(), text.replace("\r\n", "\n"));
                continue;
            }
            let lines = text.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
            let pretty: Vec<String> = if entry.path().extension().unwrap() == "jsonl" {
                lines.map(|line| serde_json::to_string_pretty(&line).unwrap()).collect()
            } else {
                vec![serde_json::to_string_pretty(&serde_json::from_str::<Value>(&text).unwrap()).unwrap()]
            };
            insta::assert_snapshot!(entry.file_name().to_string_lossy().as_ref(), pretty.join("\n"));
        }
    });
}
