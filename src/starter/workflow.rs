//! A GitHub workflow that runs the tests, builds the site, publishes it with GitHub Pages whatever it says, and fails where
//! the verdict is no; with the least permissions.

use super::{Draft, Seen};
use crate::model::findings::CommitSource;

/// Where it goes.
pub(super) const PATH: &str = ".github/workflows/audit-site.yml";

/// What a kind of project is known by, and what writes its reports: from the documentation of the tools.
struct Kind {
    /// One of these files lies in the root.
    files: &'static [&'static str],
    /// The steps that install and test, as YAML.
    steps: &'static str,
}

const KINDS: &[Kind] = &[
    Kind {
        files: &["Cargo.toml"],
        steps: "      - run: cargo install --locked cargo-llvm-cov cargo-nextest\n\
                \x20     - run: cargo llvm-cov nextest --lcov --output-path lcov.info\n        continue-on-error: true\n",
    },
    Kind {
        files: &["pyproject.toml", "setup.py", "setup.cfg", "requirements.txt", "pytest.ini", "tox.ini"],
        steps: "      - uses: actions/setup-python@v6\n        with:\n          python-version: \"3.x\"\n\
                \x20     - run: pip install pytest pytest-cov\n\
                \x20     - run: if [ -f requirements.txt ]; then pip install -r requirements.txt; fi\n\
                \x20     - run: if [ -f setup.py ] || grep -qs '^\\[build-system\\]' pyproject.toml; then pip install .; fi\n\
                \x20     - run: pytest --cov --cov-report=xml --junitxml=junit.xml\n        continue-on-error: true\n",
    },
    Kind {
        files: &["package.json"],
        steps: "      - uses: actions/setup-node@v5\n        with:\n          node-version: lts/*\n\
                \x20     - run: npm ci\n\
                \x20     - run: npx --yes c8 --reporter=lcov npm test\n        continue-on-error: true\n",
    },
    Kind {
        files: &["go.mod"],
        steps: "      - uses: actions/setup-go@v6\n        with:\n          go-version-file: go.mod\n\
                \x20     - run: go test -coverprofile=cover.out ./...\n        continue-on-error: true\n",
    },
    Kind {
        files: &["pom.xml"],
        steps: "      - uses: actions/setup-java@v5\n        with:\n          distribution: temurin\n          java-version: \"21\"\n\
                \x20     - run: mvn --batch-mode verify\n        continue-on-error: true\n",
    },
    Kind {
        files: &["build.gradle", "build.gradle.kts"],
        steps: "      - uses: actions/setup-java@v5\n        with:\n          distribution: temurin\n          java-version: \"21\"\n\
                \x20     - run: ./gradlew test jacocoTestReport\n        continue-on-error: true\n",
    },
];

/// The workflow, or why none is proposed.
pub(super) fn draft(seen: &Seen<'_>) -> Result<Draft, String> {
    if let Some(forge) = seen.forge.filter(|forge| !forge.starts_with("https://github.com/")) {
        return Err(format!(
            "the repository is at {forge}; there, build with `covsite build` and publish the folder site/"
        ));
    }
    if let Some(below) = seen.below.filter(|below| !below.is_empty()) {
        return Err(format!(
            "workflows belong into the root of the repository; there, run `covsite build --root {below}`"
        ));
    }
    let mut text = String::from(
        "# Builds the audit site and publishes it. In the repository's settings: Pages, Source, GitHub Actions.\n\
         name: audit site\non:\n  push:\n    branches: [main, master]\n  workflow_dispatch:\n\n\
         permissions:\n  contents: read\n\nconcurrency:\n  group: audit-site\n  cancel-in-progress: false\n\n\
         jobs:\n  build:\n    runs-on: ubuntu-latest\n    timeout-minutes: 30\n\
         \x20   outputs:\n      check: ${{ steps.check.outcome }}\n    steps:\n\
         \x20     - uses: actions/checkout@v5\n        with:\n\
         \x20         # Claims about commits and files are checked against the whole history.\n\
         \x20         fetch-depth: 0\n          persist-credentials: false\n",
    );
    text.push_str(&tests(seen));
    text.push_str(&install());
    text.push_str(
        "      - run: covsite build\n\
         \x20     - run: covsite summary >> \"$GITHUB_STEP_SUMMARY\"\n\
         \x20     - id: check\n        run: covsite check --format github\n\
         \x20       # What is wrong is published, too; the job \"verdict\" fails then.\n        continue-on-error: true\n\
         \x20     - uses: actions/configure-pages@v5\n\
         \x20     - uses: actions/upload-pages-artifact@v4\n        with:\n          path: site\n\n\
         \x20 deploy:\n    needs: build\n    runs-on: ubuntu-latest\n    timeout-minutes: 15\n\
         \x20   permissions:\n      pages: write\n      id-token: write\n\
         \x20   environment:\n      name: github-pages\n      url: ${{ steps.deployment.outputs.page_url }}\n\
         \x20   steps:\n      - id: deployment\n        uses: actions/deploy-pages@v4\n\n\
         \x20 verdict:\n    needs: [build, deploy]\n    if: needs.build.outputs.check != 'success'\n\
         \x20   runs-on: ubuntu-latest\n    timeout-minutes: 5\n    steps:\n      - run: exit 1\n"
    );
    Ok(Draft { path: PATH.into(), text, about: "builds the site and publishes it with GitHub Pages".into() })
}

/// The step that installs covsite from its repository; where the program does not know that, a variable of the
/// project's own repository says it.
fn install() -> String {
    let known = env!("CARGO_PKG_REPOSITORY");
    if !known.is_empty() {
        return format!("      - run: cargo install --locked --git {known} covsite\n");
    }
    "      # The address of covsite's repository: Settings, Secrets and variables, Actions, Variables.\n\
     \x20     - run: cargo install --locked --git \"$COVSITE_REPOSITORY\" covsite\n\
     \x20       env:\n          COVSITE_REPOSITORY: ${{ vars.COVSITE_REPOSITORY }}\n"
        .into()
}

/// The steps that write the reports; none where the repository holds them.
fn tests(seen: &Seen<'_>) -> String {
    let tracked = seen.measured.is_some_and(|(_, findings)| {
        !findings.reports.is_empty() && findings.reports.iter().all(|it| it.commit_source == CommitSource::Tracked)
    });
    if tracked {
        return "      # The reports are in the repository; to measure here instead, run the tests in a step before `covsite build`.\n"
            .into();
    }
    match KINDS.iter().find(|kind| kind.files.iter().any(|file| seen.has(file))) {
        Some(kind) => format!(
            "      # Runs the tests so that they write reports where covsite.toml names them, or else where covsite finds them: adapt it to yours. What fails is shown on the site.\n{}",
            kind.steps
        ),
        None => "      # Run the tests here, so that they write reports where covsite.toml names them, or else where covsite finds them.\n".into(),
    }
}
