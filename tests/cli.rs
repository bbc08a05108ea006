//! The command line as people see it: transcripts of every verb, every exit code, and what is said of bad input.

#[test]
fn transcripts() {
    trycmd::TestCases::new().env("NO_COLOR", "1").env("CI", "1").case("tests/cli/*.trycmd");
}
