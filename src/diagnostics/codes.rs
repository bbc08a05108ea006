//! The table of every problem covsite can name. An id is never used again for something else.

use super::Severity::{self, Error, Note, Warning};

/// A kind of problem.
#[derive(Debug, PartialEq, Eq)]
pub struct Code {
    /// Its name in messages and in JSON.
    pub id: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// What it means, for the documentation.
    pub explanation: &'static str,
}

macro_rules! codes {
    ($($name:ident = $id:literal, $severity:ident, $explanation:literal;)*) => {
        $(#[doc = $explanation] pub static $name: Code = Code { id: $id, severity: $severity, explanation: $explanation };)*
        /// Every code, in the order of this file.
        pub static ALL: &[&Code] = &[$(&$name),*];
    };
}

codes! {
    NO_INPUT = "no-input", Error, "There is no report and no note: nothing to publish. Exit code 2.";
    BAD_CONFIG = "bad-config", Error, "covsite.toml can't be read, or holds a key or a value that covsite does not know. Exit code 2.";
    UNREADABLE = "unreadable", Error, "The file can't be read: it is missing, a folder, or not permitted. It is left out.";
    TOO_LARGE = "too-large", Error, "The file is larger than covsite reads. It is left out.";
    EMPTY = "empty-file", Error, "There is nothing in the file. It says nothing about coverage: it is not 0 %.";
    UNKNOWN_FORMAT = "unknown-format", Error, "The content is none of the formats that covsite knows. Formats are found by content, not by name.";
    MALFORMED = "malformed", Error, "The file breaks its own syntax, so what it says can't be trusted. It is left out as a whole.";
    TOO_DEEP = "too-deep", Error, "Elements are nested deeper than any report does. It is left out.";
    EXTERNAL_ENTITY = "external-entity", Error, "The XML names an entity that must be fetched or expanded. covsite does neither; the file is left out.";
    BAD_RECORD = "bad-record", Warning, "One record of a report can't be read. It is skipped, the others count.";
    BAD_NUMBER = "bad-number", Warning, "A number is none, negative or too large. A negative one counts as 0, one too large as the largest there is.";
    BAD_BYTES = "bad-bytes", Warning, "Bytes that are no text in the file's encoding were replaced by U+FFFD.";
    TOTALS_DIFFER = "totals-differ", Warning, "The report's own total is not what its records add up to. The records count, so that the source pages add up to the total.";
    TOO_MANY_TESTS = "too-many-tests", Warning, "More tests reach a file than covsite keeps. Those beyond are not named on its page; no number depends on it.";
    EMPTY_REPORT = "empty-report", Warning, "The report is well-formed and has nothing measured in it.";
    RUN_FAILED = "run-failed", Warning, "Something failed beside the test cases: a setup, a teardown, the run itself. It counts as no test, and no gate on these tests passes.";
    OLDER_REPORT = "older-report", Note, "A report that git does not track counts to HEAD, and its own stamp is older than the last change of what it measured, or that was edited since and not committed: it may not be current.";
    DUPLICATE_REPORT = "duplicate-report", Warning, "Two inputs are the same bytes. The second is left out, so that nothing counts twice.";
    NO_COVERAGE = "no-coverage", Error, "The file is a report of another kind: it can't be merged with coverage reports.";
    PASSED_OVER = "passed-over", Note, "A file in a folder of coverage reports holds test results: it has no part in what is merged.";
    LEFT_OUT = "left-out", Warning, "The form that was asked for can't hold all that was measured as it was measured. The rest is left out, or written as the message says.";
    UNMAPPED = "unmapped-path", Warning, "A path in a report leads to no file in the source tree. Its numbers count, its page shows no source.";
    APART = "foreign-code", Note, "Paths in a report look like somebody else's packages or generated code, and lead to no file in the source tree.";
    AMBIGUOUS_PATH = "ambiguous-path", Warning, "A path in a report fits several files of the source tree. It is left as it is.";
    OUTSIDE_PATH = "outside-path", Warning, "A path in a report leads out of the source folder. It is never followed.";
    RECOVERED_FRONTMATTER = "recovered-frontmatter", Warning, "The frontmatter is not valid YAML. It was read line by line; nothing was dropped.";
    UNCLOSED_FRONTMATTER = "unclosed-frontmatter", Warning, "The frontmatter begins with --- and never ends. The note is read as if it had none.";
    TOO_NESTED = "too-nested", Warning, "Markdown is nested deeper than a reader could follow. What lies deeper is shown as text.";
    UNCLOSED_FENCE = "unclosed-fence", Warning, "A block of code begins and never ends. What follows it is code, too: no table, box or heading in it is read.";
    REPAIRED_TEXT = "repaired-text", Note, "Text damaged by a wrong decoding was repaired for display. The file was not touched.";
    BROKEN_LINK = "broken-link", Warning, "A link in a note leads nowhere. It is shown as text.";
    MOVED_PAGE = "moved-page", Warning, "Two notes would lie at the same address, also where it differs in case only. One of them got another address.";
    UNPUBLISHED_LINK = "unpublished-link", Note, "A link in a note leads to a file of the project that the site does not show. Its words are shown as text.";
    REMOTE_PICTURE = "remote-picture", Note, "A picture on another host became a link: the site asks no other host for anything.";
    REMOVED_MARKUP = "removed-markup", Note, "Raw HTML that a note may not use was shown as text.";
    BAD_TABLE_ROW = "bad-table-row", Note, "A table row has more or fewer cells than its header.";
    PHASE_CIRCLE = "phase-circle", Warning, "Phases build on each other in a circle, as their notes say. The graph is drawn as if the circle were cut.";
    BAD_DIRECTIVE = "bad-directive", Error, "A covsite comment in a note can't be understood, or no longer matches anything.";
    BAD_MARKER = "bad-marker", Error, "A marker of a live value is not closed, stands inside another, or asks for what covsite does not know. The file stays as it is.";
    NO_VALUE = "no-value", Warning, "Nothing was measured of what a live value asks for. What stands there stays.";
    NOT_SYNCED = "not-synced", Error, "A file whose live values were to be written can't be read or written. It stands as it was.";
    GIT_FAILED = "git-failed", Warning, "git could not answer, so claims about commits and history stay unverified.";
    COMMAND_FAILED = "command-failed", Warning, "A command of a gate can't be run, took too long, or its result can't be kept.";
    UNKNOWN_COMMIT = "unknown-commit", Warning, "The configuration names a commit for a report that is not in this repository. What changed since is not known.";
    IDLE_SETTING = "idle-setting", Warning, "The configuration names a component or a condition, and nothing in the project is meant by it: perhaps its name or its paths are mistyped.";
    BAD_THEME = "bad-theme", Error, "A template or asset of the theme can't be used. Exit code 2.";
    ODD_THEME = "odd-theme", Warning, "A file of the theme is used by nothing, or leaves out what pages need.";
    UNKNOWN_WORD = "unknown-word", Warning, "A word of the theme is for a text that no template holds. It is not used.";
    MISSING_WORD = "missing-word", Note, "The theme translates some texts of the templates and not all. The others stay as they are.";
    BAD_HISTORY = "bad-history", Warning, "A line of the run history can't be read. It is skipped.";
    NO_BASE = "no-base", Error, "What a build should be compared with is no history, no report and no revision of git. Exit code 2.";
    NO_BASE_RUN = "no-base-run", Warning, "The history holds no run of the revision that a build should be compared with, nor of a commit before it. Nothing is compared.";
    OTHER_BASE = "other-base", Note, "The history holds no run of the revision that a build is compared with; the newest run of a commit before it is taken.";
    NO_BADGE = "no-badge", Error, "The badge that was asked for is none of the site's, or its words or colour can't be used. Exit code 2.";
    NO_HISTORY = "no-history", Error, "There is no file of runs: the configuration names none, or what was named is no history. Exit code 2.";
    OTHER_RUN = "other-run", Error, "The history has a run of this commit that says something else. It stays as it is. Exit code 2.";
    OUTPUT = "output", Error, "The output folder can't be written. The old site stands as it was. Exit code 2.";
    FOREIGN_FILE = "foreign-file", Error, "A file that covsite did not write stands where a page must go. Nothing was written.";
    NOT_SERVED = "not-served", Error, "The site can't be served: no port, no thread, or nothing that watches. Exit code 2.";
    LARGE_SITE = "large-site", Note, "The site comes near the limits of static hosts: 20,000 files, 1 GB.";
}
