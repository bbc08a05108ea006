//! Themes and the site as one file: what each must hold whatever the theme, and what is said of a theme that can't be used.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;
use std::process::{Command, Output};

use base64::Engine as _;
use regex::Regex;
use sha2::{Digest as _, Sha256};

use crate::common::project::Project;

fn covsite(root: &Path, arguments: &[&str]) -> Output {
    let mut program = Command::new(env!("CARGO_BIN_EXE_covsite"));
    program.args(arguments).current_dir(root).env("NO_COLOR", "1").env("SOURCE_DATE_EPOCH", "1771578000");
    program.output().unwrap()
}

fn said(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

/// The site of the example project as one file.
fn harbour() -> String {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("audit.html");
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/site/harbour");
    let output = covsite(&root, &["build", "--single-file", "--out", out.to_str().unwrap()]);
    assert!(output.status.success(), "{}", said(&output));
    std::fs::read_to_string(out).unwrap()
}

/// A small project as one file.
fn document(project: &Project) -> String {
    let output = covsite(project.root(), &["build", "--single-file", "--out", "audit.html"]);
    assert!(output.status.success(), "{}", said(&output));
    std::fs::read_to_string(project.root().join("audit.html")).unwrap()
}

fn found<'t>(page: &'t str, pattern: &str) -> Vec<&'t str> {
    let pattern = Regex::new(pattern).unwrap();
    pattern.captures_iter(page).map(|found| found.get(1).unwrap().as_str()).collect()
}

/// What must hold of every such file, whatever is in it.
fn check(page: &str) {
    // Nothing is asked for, and nothing runs.
    let sources = found(page, r#"\ssrc="([^"]*)"#);
    assert!(sources.iter().all(|it| it.starts_with("data:image/")), "{sources:?}");
    assert_eq!(found(page, "<(link [^>]*)>"), ["link rel=\"icon\" href=\"data:,\""]);
    for tag in ["<script", "<iframe", "<form", "<object", "<embed", "srcset=", " style=", "@import"] {
        assert!(!page.contains(tag), "{tag}");
    }
    assert!(found(page, r"<[a-z][^>]*\s(on\w+)=").is_empty());
    let styles = found(page, "(?s)<style>(.*?)</style>");
    let addresses = found(styles[0], r#"url\("?([^")]*)"#);
    assert!(addresses.iter().all(|it| it.starts_with("data:")), "{addresses:?}");
    // The policy allows these styles and nothing else.
    let hash = base64::engine::general_purpose::STANDARD.encode(Sha256::digest(styles[0].as_bytes()));
    let policy = found(page, r#"http-equiv="Content-Security-Policy" content="([^"]*)"#)[0].replace("&#39;", "'");
    assert!(policy.starts_with("default-src 'none'; ") && !policy.contains("unsafe"), "{policy}");
    assert!(policy.contains(&format!("style-src 'sha256-{hash}';")), "{policy}");
    // Every id is there once, and every link inside leads to one.
    let ids = found(page, r#"\sid="([^"]*)"#);
    let all: BTreeSet<&str> = ids.iter().copied().collect();
    assert_eq!(ids.len(), all.len(), "an id stands twice");
    for link in found(page, r#"<a [^>]*href="([^"]*)"#) {
        let inside = link.strip_prefix('#').is_some_and(|id| all.contains(id));
        assert!(inside || link.starts_with("https://") || link.starts_with("mailto:"), "{link}");
    }
    for names in found(page, r#"\saria-labelledby="([^"]*)"#) {
        assert!(names.split(' ').all(|id| all.contains(id)), "{names}");
    }
    assert_eq!(page.matches("<h1").count(), 1);
    assert_eq!(page.matches("<main").count(), 1);
}

#[test]
fn one_file_holds_what_a_reader_needs_and_asks_for_nothing() {
    let page = harbour();
    check(&page);
    let contents = found(&page, r#"(?s)<nav class="contents"[^>]*>(.*?)</nav>"#)[0];
    let titles = found(contents, r##"<a href="#[^"]*">([^<]*)"##);
    // The answer of a page is its headline, the page's name a line above it, and the contents list names.
    assert!(found(&page, "<h2[^>]*>([^<]*)").iter().any(|heading| heading.contains(" of 5 gates pass")), "no answer");
    for title in
        ["Gates", "Tests", "Coverage", "Files", "Trend", "Gaps", "Claims", "Phases", "Notes", "About the numbers"]
    {
        assert!(titles.contains(&title), "{title} is not in {titles:?}");
    }
    let project = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/site/harbour");
    let audit = std::fs::read_to_string(project.join("content/audit.md")).unwrap();
    let title = audit.lines().find_map(|line| line.strip_prefix("# ")).unwrap();
    assert!(titles.contains(&title), "{title} is not in {titles:?}");
    // Every measured file has a row, and its missed lines are those of the report.
    let report = std::fs::read_to_string(project.join("reports/lcov.info")).unwrap();
    for record in report.split("end_of_record") {
        let Some(path) = record.lines().find_map(|line| line.strip_prefix("SF:")) else { continue };
        let name = path.rsplit('/').next().unwrap();
        let row = found(&page, r#"(?s)<tr id="c-files\.f\d+">(.*?)</tr>"#);
        let row =
            row.into_iter().find(|row| row.contains(&format!(">{name}<")) || row.contains(&format!("<wbr>{name}<")));
        let row = row.unwrap_or_else(|| panic!("{path} has no row"));
        let missed = record.lines().filter_map(|line| line.strip_prefix("DA:")?.strip_suffix(",0"));
        let cell = found(row, r#"<td class="p">(.*?)</td>"#)[0].split("<small>").next().unwrap();
        let stretches: Vec<(u32, u32)> = cell
            .trim_end_matches("<br>")
            .split(", ")
            .filter(|it| !it.is_empty())
            .map(|it| it.split_once('–').unwrap_or((it, it)))
            .map(|(first, last)| (first.parse().unwrap(), last.parse().unwrap()))
            .collect();
        for line in missed {
            let line: u32 = line.parse().unwrap();
            assert!(stretches.iter().any(|(first, last)| (*first..=*last).contains(&line)), "{path}:{line} in {cell}");
        }
    }
}

#[test]
fn the_same_site_is_the_same_file_and_is_not_written_again() {
    let project = Project::new();
    project.write("content/a.md", "# A\n\nAll 3 tests pass.\n").write("lcov.info", "SF:a.py\nDA:1,1\nend_of_record\n");
    let arguments = ["build", "--single-file", "--out", "reports/audit.html"];
    assert!(covsite(project.root(), &arguments).status.success());
    let file = project.root().join("reports/audit.html");
    let (bytes, time) = (std::fs::read(&file).unwrap(), file.metadata().unwrap().modified().unwrap());
    let output = covsite(project.root(), &arguments);
    assert!(said(&output).contains("nothing changed"), "{}", said(&output));
    assert!(said(&output).contains("open      reports/audit.html"), "{}", said(&output));
    assert_eq!((std::fs::read(&file).unwrap(), file.metadata().unwrap().modified().unwrap()), (bytes.clone(), time));
    assert_eq!(std::fs::read_dir(project.root().join("reports")).unwrap().count(), 1, "nothing else lies there");
    // Changed inputs change it.
    project.write("content/a.md", "# Another\n");
    assert!(covsite(project.root(), &arguments).status.success());
    assert_ne!(std::fs::read(&file).unwrap(), bytes);
    // In a folder it is the only page.
    assert!(covsite(project.root(), &["build", "--out", "site"]).status.success());
    assert!(covsite(project.root(), &["build", "--single-file", "--out", "site"]).status.success());
    let pages = walkdir::WalkDir::new(project.root().join("site")).into_iter().map(Result::unwrap);
    let pages = pages.filter(|entry| entry.path().extension().is_some_and(|end| end == "html"));
    assert_eq!(pages.count(), 1);
    assert_eq!(std::fs::read(project.root().join("site/index.html")).unwrap(), std::fs::read(&file).unwrap());
}

#[test]
fn one_file_is_a_page_by_its_name() {
    let project = Project::new();
    project.write("content/a.md", "# A\n").write("README.md", "# Read me\n");
    let output = covsite(project.root(), &["build", "--single-file", "--out", "README.md"]);
    assert!(output.status.code() == Some(2) && said(&output).contains("ends in .html"), "{}", said(&output));
    let badge = covsite(project.root(), &["badge", "lines"]);
    assert!(badge.status.code() == Some(2) && said(&badge).contains("no report measures lines"), "{}", said(&badge));
}

#[test]
fn a_file_that_something_else_wrote_is_left_alone() {
    let project = Project::new();
    project.write("content/a.md", "# A\n").write("mine.html", "<h1>Mine</h1>").write("folder.html/x", "");
    let output = covsite(project.root(), &["build", "--single-file", "--out", "mine.html"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(said(&output).contains("foreign-file") && said(&output).contains("mine.html"), "{}", said(&output));
    assert_eq!(std::fs::read_to_string(project.root().join("mine.html")).unwrap(), "<h1>Mine</h1>");
    // A folder of that name is a folder.
    let output = covsite(project.root(), &["build", "--single-file", "--out", "folder.html"]);
    assert!(output.status.success() && project.root().join("folder.html/index.html").is_file(), "{}", said(&output));
    let output = covsite(project.root(), &["build", "--single-file", "--out", "content/a.md/x.html"]);
    assert_eq!(output.status.code(), Some(2), "{}", said(&output));
}

#[test]
fn hostile_names_and_notes_stay_text_in_one_file() {
    let project = Project::new();
    let name = "a<b>\"'&.py";
    project
        .write("lcov.info", &format!("SF:{name}\nDA:1,0\nend_of_record\nSF:index.html\nDA:1,1\nend_of_record\n"))
        .write(
            "content/a.md",
            "# <script>alert(1)</script> & \"A\"\n\n</main></div><main id=\"contents\">\n\n[b](b.md#part) [c](../lcov.info) \
             [d](https://example.org/?a=1&b=2)\n\n## contents\n\n<form action=\"x\">\n\n`</style>`\n",
        )
        .write("content/b.md", "# B\n\n## Part\n\n[a](a.md)\n")
        .write("content/a/index.md", "# Again\n")
        .write("content/A.B.md", "# Once more\n");
    let page = document(&project);
    check(&page);
    assert!(page.contains("#c-notes-content-b.s-part\""), "the link to the other note's heading");
    assert!(page.contains("https://example.org/?a=1&amp;b=2"));
    assert!(!page.contains("<b>&quot;") && page.contains("a&lt;b&gt;"));
}

#[test]
fn pictures_are_in_the_file_and_what_is_not_leads_to_the_published_site() {
    let project = Project::new();
    // A picture of one pixel.
    let gif =
        b"GIF89a\x01\0\x01\0\x80\0\0\0\0\0\xff\xff\xff!\xf9\x04\x01\0\0\0\0,\0\0\0\0\x01\0\x01\0\0\x02\x02D\x01\0;";
    project.write("content/a.md", "# A\n\n![one pixel](p.gif)\n");
    std::fs::write(project.root().join("content/p.gif"), gif).unwrap();
    let page = document(&project);
    check(&page);
    let data = format!("data:image/gif;base64,{}", base64::engine::general_purpose::STANDARD.encode(gif));
    assert!(page.contains(&data));
    assert!(!page.contains("site.json\""));
    project.write("covsite.toml", "[site]\nbase_url = \"https://example.org/x\"\n");
    let page = document(&project);
    check(&page);
    assert!(page.contains("href=\"https://example.org/x/data/site.json\""));
}

#[test]
fn the_report_theme_is_chosen_by_its_name_and_a_folder_that_holds_a_theme_wins() {
    let project = Project::new();
    project
        .write("content/a.md", "# A\n")
        .write("a.py", "pass\n")
        .write("report/lcov.info", "SF:a.py\nDA:1,1\nend_of_record\n")
        .write("covsite.toml", "[site]\ntheme = \"report\"\n");
    let build = || {
        let output = covsite(project.root(), &["build", "--strict", "--out", "out"]);
        assert!(output.status.success(), "{}", said(&output));
        let read = |file: &str| std::fs::read_to_string(project.root().join("out").join(file)).unwrap();
        (read("gates/index.html"), read("assets/site.css"))
    };
    let (page, style) = build();
    assert!(page.contains("class=mast") && !page.contains("class=side"), "{page}");
    assert!(style.contains("--serif") && style.contains("@page"));
    project.write("report/static/tokens.css", ":root { --bg: pink }");
    let (page, style) = build();
    assert!(page.contains("class=side") && style.starts_with(":root{--bg:pink}"));
    project.write("report/theme.toml", "extends = \"report\"\n");
    let (page, style) = build();
    assert!(page.contains("class=mast") && style.starts_with(":root{--bg:pink}") && style.contains("@page"));
    // The site in one file has the look of the report, with what the project replaces.
    project.write("report/theme.toml", "extends = \"default\"\n");
    let document = document(&project);
    check(&document);
    assert!(document.contains("<style>:root{--bg:pink}") && document.contains("@page"));
}

#[test]
fn what_is_wrong_with_a_theme_is_said_with_its_place() {
    let extended = "{% extends \"report/page.html\" %}{% block header %}";
    let cases = [
        ("ours/theme.toml", "\nextends = \"reprot\"\n".to_owned(), "ours/theme.toml:2:12", "did you mean `report`"),
        ("ours/theme.toml", "extend = \"report\"\n".to_owned(), "ours/theme.toml:1:1", "extends"),
        ("ours/theme.toml", "extends = 3\n".to_owned(), "ours/theme.toml:1:11", "string"),
        (
            "ours/templates/page.html",
            format!("{extended}\n  {{{{ frame.nothing }}}}{{% endblock %}}"),
            "ours/templates/page.html:2:12",
            "nothing",
        ),
        ("ours/templates/gates.html", "a\n{% extends".to_owned(), "ours/templates/gates.html:2:", ""),
        ("ours/templates/page.html", "<p>x</p>".to_owned(), "ours/templates/page.html:1:1", "lacks the block `main`"),
        (
            "ours/templates/page.html",
            "{% extends \"default/pgae.html\" %}".to_owned(),
            "ours/templates/page.html:1:13",
            "did you mean `default/page.html`?",
        ),
    ];
    for (file, text, place, words) in cases {
        let project = Project::new();
        project.write("content/a.md", "# A\n").write("covsite.toml", "[site]\ntheme = \"ours\"\n").write(file, &text);
        if !file.ends_with("theme.toml") {
            project.write("ours/theme.toml", "extends = \"report\"\n");
        }
        let output = covsite(project.root(), &["build"]);
        assert_eq!(output.status.code(), Some(2));
        let said = said(&output);
        assert!(said.contains("bad-theme") && said.contains(place) && said.contains(words), "{place}, {words}: {said}");
    }
    let project = Project::new();
    project.write("content/a.md", "# A\n").write("covsite.toml", "[site]\ntheme = \"reports\"\n");
    let said = said(&covsite(project.root(), &["build"]));
    assert!(said.contains("default and report"), "{said}");
}

#[test]
fn files_of_a_theme_that_nothing_uses_are_named() {
    let project = Project::new();
    project.write("content/a.md", "# A\n").write("covsite.toml", "[site]\ntheme = \"ours\"\n");
    project.write("ours/templates/pgae.html", "x").write("ours/templates/tests.html", "<p>x</p>");
    project
        .write("ours/templates/mine/nav.html", "y")
        .write("ours/templates/404.html", "{% include \"mine/nav.html\" %}<main></main>");
    project.write("ours/static/site.css", "a{}").write("ours/static/look.css", "b{}");
    let output = covsite(project.root(), &["build"]);
    let said = said(&output);
    assert_eq!(output.status.code(), Some(0), "{said}");
    assert_eq!(said.matches("odd-theme").count(), 3, "{said}");
    assert!(said.contains("ours/templates/pgae.html") && said.contains("did you mean `page.html`?"), "{said}");
    assert!(said.contains("ours/templates/tests.html") && said.contains("no `main` element"), "{said}");
    assert!(said.contains("ours/static/site.css") && said.contains("tokens.css, frame.css"), "{said}");
    std::fs::write(project.root().join("ours/templates/404.html"), b"a\n\xFF").unwrap();
    let output = covsite(project.root(), &["build"]);
    let said = self::said(&output);
    assert!(output.status.code() == Some(2) && said.contains("404.html:2:1") && said.contains("UTF-8"), "{said}");
}

#[test]
fn a_report_theme_that_is_written_out_gives_the_same_site() {
    let project = Project::new();
    project.write("content/a.md", "# A\n").write("covsite.toml", "[site]\ntheme = \"report\"\n");
    assert!(covsite(project.root(), &["build", "--out", "before"]).status.success());
    let output = covsite(project.root(), &["init", "--theme", "ours", "--extends", "report"]);
    assert!(output.status.success(), "{}", said(&output));
    project.write("covsite.toml", "[site]\ntheme = \"themes/ours\"\n");
    assert!(covsite(project.root(), &["build", "--out", "after"]).status.success());
    for file in ["index.html", "assets/site.css", "assets/site.js"] {
        let read = |folder: &str| std::fs::read(project.root().join(folder).join(file)).unwrap();
        assert_eq!(read("before"), read("after"), "{file}");
    }
}

/// The words of a theme in which every text stands between angle quotes.
fn quoted(words: &str) -> String {
    let words: toml::Value = toml::from_str(words).unwrap();
    let mut file = String::from("language = \"x-quoted\"\n[words]\n");
    for (text, same) in words["words"].as_table().unwrap() {
        assert_eq!(same.as_str(), Some(text.as_str()));
        let (text, word) = (toml::Value::from(text.as_str()), toml::Value::from(format!("«{text}»")));
        writeln!(file, "{text} = {word}").unwrap();
    }
    file
}

#[test]
fn every_text_of_the_templates_can_be_translated() {
    let project = Project::new();
    project
        .write("content/a.md", "# A\n")
        .write("lcov.info", "SF:a.py\nDA:1,0\nend_of_record\n")
        .write("a.py", "pass\n");
    project.write("covsite.toml", "[site]\ntheme = \"themes/ours\"\n");
    assert!(covsite(project.root(), &["init", "--theme", "ours"]).status.success());
    let file = project.root().join("themes/ours/words.toml");
    // As it is written it changes nothing and is complete.
    let output = covsite(project.root(), &["build", "--strict", "--out", "before"]);
    assert!(output.status.success() && !said(&output).contains("missing-word"), "{}", said(&output));
    std::fs::write(&file, quoted(&std::fs::read_to_string(&file).unwrap())).unwrap();
    let output = covsite(project.root(), &["build", "--strict", "--no-minify", "--out", "after"]);
    assert!(output.status.success() && !said(&output).contains("missing-word"), "{}", said(&output));
    let read = |page: &str| std::fs::read_to_string(project.root().join("after").join(page)).unwrap();
    for page in
        ["index.html", "gates/index.html", "coverage/index.html", "coverage/a.py.html", "about/index.html", "404.html"]
    {
        assert!(read(page).contains("<html lang=\"x-quoted\">"), "{page}");
    }
    let page = read("gates/index.html");
    let navigation = found(&page, r#"(?s)<nav aria-label="«Main»">(.*?)</nav>"#)[0];
    for text in found(navigation, r">([^<]*[A-Za-z]{2}[^<]*)<") {
        let text = text.trim();
        assert!(text.starts_with('«') && text.ends_with('»'), "{text} in {navigation}");
    }
    assert!(page.contains("aria-label=\"«Gates and checks, scrolls»\"") && page.contains("placeholder=\"«Search»\""));
    let document = document(&project);
    check(&document);
    assert!(document.contains("lang=\"x-quoted\"") && document.contains(">«Contents»<"));
}

#[test]
fn a_word_can_t_be_markup_and_one_for_nothing_is_named() {
    let project = Project::new();
    project.write("content/a.md", "# A\n").write("covsite.toml", "[site]\ntheme = \"ours\"\n");
    let words = "language = \"de\"\n[words]\n\"Search\" = \"<b>\\\"{{ frame }}\"\n\"Serch\" = \"Suche\"\n";
    project.write("ours/words.toml", words);
    let output = covsite(project.root(), &["build", "--no-minify", "--out", "out"]);
    assert!(output.status.success(), "{}", said(&output));
    let text = said(&output);
    assert!(text.contains("unknown-word") && text.contains("did you mean `Search`?"), "{text}");
    let page = std::fs::read_to_string(project.root().join("out/gates/index.html")).unwrap();
    assert!(page.contains("placeholder=\"&lt;b&gt;&quot;&#123;&#123; frame &#125;&#125;\""), "{page}");
    for (words, place) in [
        ("language = \"d e\"\n", "words.toml:1:1"),
        ("\nlanguages = \"de\"\n", "words.toml:2:1"),
        ("[words]\n\"Search\" = 1\n", "words.toml:2:12"),
    ] {
        project.write("ours/words.toml", words);
        let output = covsite(project.root(), &["build", "--out", "out"]);
        assert_eq!(output.status.code(), Some(2));
        assert!(said(&output).contains("bad-theme") && said(&output).contains(place), "{}", said(&output));
    }
}
