//! Small projects in, whole sites out: what other programs and hosts rely on, on every page.

#![expect(clippy::unwrap_used, clippy::case_sensitive_file_extension_comparisons, reason = "tests")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;
use tempfile::TempDir;

/// A project that was built.
struct Built {
    out: PathBuf,
    files: BTreeMap<String, Vec<u8>>,
    output: Output,
    _folder: TempDir,
}

impl Built {
    fn text(&self, file: &str) -> String {
        String::from_utf8(self.files[file].clone()).unwrap()
    }

    fn json(&self, file: &str) -> Value {
        serde_json::from_slice(&self.files[file]).unwrap()
    }

    fn pages(&self) -> impl Iterator<Item = (&str, String)> {
        self.files.keys().filter(|file| file.ends_with(".html")).map(|file| (file.as_str(), self.text(file)))
    }
}

fn covsite(root: &Path, out: &Path) -> Output {
    Command::new(env!("CARGO_BIN_EXE_covsite"))
        .args(["build", "--root"])
        .arg(root)
        .arg("--out")
        .arg(out)
        .env("SOURCE_DATE_EPOCH", "1771578000")
        .output()
        .unwrap()
}

fn read(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    if !folder.exists() {
        return BTreeMap::new();
    }
    let files =
        walkdir::WalkDir::new(folder).into_iter().map(Result::unwrap).filter(|entry| entry.file_type().is_file());
    files
        .map(|entry| {
            let path = entry.path().strip_prefix(folder).unwrap().to_string_lossy().replace('\\', "/");
            (path, fs::read(entry.path()).unwrap())
        })
        .collect()
}

fn build(root: &Path) -> Built {
    let folder = TempDir::new().unwrap();
    let out = folder.path().join("site");
    let output = covsite(root, &out);
    Built { files: read(&out), out, output, _folder: folder }
}

fn harbour() -> Built {
    build(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/site/harbour"))
}

/// A project made of these files.
fn project(files: &[(&str, &str)]) -> (TempDir, Built) {
    let folder = TempDir::new().unwrap();
    for (path, text) in files {
        let file = folder.path().join(path);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, text).unwrap();
    }
    let built = build(folder.path());
    (folder, built)
}

/// Values of an attribute on a page.
fn attributes<'a>(html: &'a str, name: &str) -> Vec<&'a str> {
    let pattern = format!(" {name}=");
    html.match_indices(&pattern)
        .map(|(at, _)| {
            let rest = &html[at + pattern.len()..];
            match rest.chars().next() {
                Some(quote @ ('"' | '\'')) => rest[1..].split(quote).next().unwrap(),
                _ => rest.split([' ', '>']).next().unwrap(),
            }
        })
        .collect()
}

fn unescape(text: &str) -> String {
    text.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&nbsp;", "\u{A0}")
        .replace("&amp;", "&")
}

/// Resolves a relative link.
fn resolve(from: &str, link: &str) -> String {
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in link.split('/') {
        match part {
            ".." => assert!(parts.pop().is_some(), "{from}: {link} leads out of the site"),
            "." => {}
            part => parts.push(part),
        }
    }
    parts.join("/")
}

#[test]
fn the_site_has_every_page_and_every_file_of_data() {
    let built = harbour();
    assert!(built.output.status.success(), "{}", String::from_utf8_lossy(&built.output.stderr));
    let expected = [
        "index.html",
        "404.html",
        ".nojekyll",
        "feed.xml",
        "sitemap.xml",
        "coverage/index.html",
        "coverage/harbour/index.html",
        "coverage/harbour/api/index.html",
        "coverage/harbour/billing.py.html",
        "coverage/harbour/-__init__.py.html",
        "components/Billing/index.html",
        "tests/index.html",
        "gaps/index.html",
        "phases/index.html",
        "phases/12-test-floors/index.html",
        "phases/13-payments/index.html",
        "notes/index.html",
        "notes/content/audit/index.html",
        "notes/content/phases/12-test-floors/12-01-SUMMARY/index.html",
        "gates/index.html",
        "claims/index.html",
        "trend/index.html",
        "badges/index.html",
        "search/index.html",
        "search/index.js",
        "about/index.html",
        "assets/site.css",
        "assets/site.js",
        "data/site.json",
        "data/coverage.json",
        "data/tests.json",
        "data/gaps.json",
        "data/gaps.csv",
        "data/phases.json",
        "data/notes.json",
        "data/claims.json",
        "data/gates.json",
        "data/history.jsonl",
        "badges/lines.svg",
        "badges/lines.json",
        "badges/branches.svg",
        "badges/tests.svg",
        "badges/gaps.svg",
        "badges/claims.svg",
        "badges/gates.svg",
        "badges/billing.svg",
        "badges/gate-payments.json",
        "covsite-manifest.txt",
    ];
    let missing: Vec<&str> = expected.into_iter().filter(|file| !built.files.contains_key(*file)).collect();
    assert_eq!(missing, Vec::<&str>::new());
}

#[test]
fn two_builds_give_the_same_bytes_with_any_number_of_threads() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/site/harbour");
    let first = harbour();
    let folder = TempDir::new().unwrap();
    let out = folder.path().join("elsewhere");
    let status = Command::new(env!("CARGO_BIN_EXE_covsite"))
        .args(["build", "--root"])
        .arg(&root)
        .arg("--out")
        .arg(&out)
        .env("SOURCE_DATE_EPOCH", "1771578000")
        .env("RAYON_NUM_THREADS", "1")
        .status()
        .unwrap();
    assert!(status.success());
    let second = read(&out);
    let differing: Vec<&String> =
        first.files.iter().filter(|(file, bytes)| second.get(*file) != Some(*bytes)).map(|(file, _)| file).collect();
    assert_eq!((differing, first.files.len()), (Vec::new(), second.len()));
    let machine = root.to_string_lossy().into_owned();
    let says_so = first.files.iter().find(|(_, bytes)| memchr::memmem::find(bytes, machine.as_bytes()).is_some());
    assert_eq!(says_so.map(|(file, _)| file), None, "a page tells where it was built");
}

#[test]
fn every_link_and_every_anchor_leads_somewhere() {
    let built = harbour();
    for (page, html) in built.pages().filter(|(page, _)| *page != "404.html") {
        let ids: BTreeSet<&str> = attributes(&html, "id").into_iter().collect();
        for link in attributes(&html, "href").into_iter().chain(attributes(&html, "src")) {
            let link = unescape(link);
            if link.starts_with("data:") || link.starts_with("https://") {
                continue;
            }
            assert!(!link.starts_with('/') && !link.contains("://"), "{page}: {link} is no relative link");
            let (path, anchor) = link.split_once('#').unwrap_or((&link, ""));
            if path.is_empty() {
                let is_line = anchor.starts_with('L');
                assert!(is_line || ids.contains(anchor), "{page}: no anchor {anchor}");
                continue;
            }
            let to = resolve(page, &path.replace("%20", " "));
            assert!(built.files.contains_key(&to), "{page}: {link} leads to no file");
            if !anchor.is_empty() && !anchor.starts_with('L') {
                let target = built.text(&to);
                assert!(attributes(&target, "id").contains(&anchor), "{page}: {link} leads to no anchor");
            }
        }
    }
}

#[test]
fn pages_keep_their_own_policy_and_ask_no_other_host() {
    let built = harbour();
    for (page, html) in built.pages() {
        assert!(html.contains("Content-Security-Policy"), "{page} has no policy");
        assert!(attributes(&html, "style").is_empty(), "{page} has a style attribute");
        // The one that loads nothing has its styles in it, and names their hash.
        assert_eq!(html.contains("<style"), page == "404.html", "{page}");
        for (at, _) in html.match_indices("<script") {
            assert!(html[at..].starts_with("<script src="), "{page} has an inline script");
        }
        for (at, _) in
            html.match_indices("<img ").chain(html.match_indices("<link ")).chain(html.match_indices("<script "))
        {
            let tag = html[at..].split('>').next().unwrap();
            assert!(!tag.contains("//"), "{page}: {tag}");
        }
        assert_eq!(html.matches("<h1").count(), 1, "{page} has one first heading");
    }
    for file in ["assets/site.css", "assets/site.js"] {
        assert!(!built.text(file).contains("http"), "{file} names another host");
    }
}

#[test]
fn no_name_begins_with_a_dot_or_an_underscore() {
    let built = harbour();
    for file in built.files.keys().filter(|file| *file != ".nojekyll") {
        assert!(!file.split('/').any(|name| name.starts_with(['.', '_'])), "{file}");
    }
}

#[test]
fn the_sentence_is_the_same_everywhere() {
    let built = harbour();
    let sentence = built.json("data/site.json")["verdict"]["sentence"].as_str().unwrap().to_owned();
    assert!(sentence.starts_with("Not yet: "), "{sentence}");
    let home = built.text("index.html");
    let heading = home.split("<h1").nth(1).unwrap().split("</h1>").next().unwrap();
    let mut text = String::new();
    let mut in_tag = false;
    for c in heading.split_once('>').unwrap().1.chars() {
        match c {
            '<' => in_tag = true,
            '>' if in_tag => in_tag = false,
            c if !in_tag => text.push(c),
            _ => {}
        }
    }
    // On the page its numbers stay with their units.
    assert!(text.contains("\u{A0}%"), "{text}");
    assert_eq!(unescape(&text).replace('\u{A0}', " "), sentence);
    assert!(unescape(&home).contains(&format!("content=\"{sentence}\"")));
    assert!(String::from_utf8_lossy(&built.output.stdout).contains(&sentence));
}

#[test]
fn data_says_what_was_measured() {
    let built = harbour();
    // Counted by coverage.py itself: tests/site/harbour/reports/lcov.info, sums of LF and LH.
    let report =
        fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/site/harbour/reports/lcov.info")).unwrap();
    let sum = |tag: &str| report.lines().filter_map(|line| line.strip_prefix(tag)?.parse::<u64>().ok()).sum::<u64>();
    let coverage = built.json("data/coverage.json");
    assert_eq!(coverage["version"], 1);
    assert_eq!(coverage["totals"]["lines"]["total"], sum("LF:"));
    assert_eq!(coverage["totals"]["lines"]["covered"], sum("LH:"));
    assert_eq!(coverage["totals"]["regions"], Value::Null);
    let files = coverage["files"].as_array().unwrap();
    let billing = files.iter().find(|file| file["path"] == "harbour/billing.py").unwrap();
    assert_eq!(billing["page"], "coverage/harbour/billing.py.html");
    assert_eq!(coverage["components"][0]["name"], "Billing");
    let tests = built.json("data/tests.json");
    assert_eq!(tests["totals"]["total"], 16);
    assert_eq!(tests["totals"]["failed"], 1);
    assert_eq!(tests["totals"]["skipped"], 1);
    assert_eq!(tests["failures"][0]["name"], "test_rounding_of_fees");
    let site = built.json("data/site.json");
    assert_eq!(site["generated_at"], "2026-02-20T09:00:00Z");
    assert_eq!(site["totals"]["tests"]["total"], 16);
    assert_eq!(site["verdict"]["status"], "fail");
}

#[test]
fn data_says_what_the_notes_say() {
    let built = harbour();
    let gaps = built.json("data/gaps.json");
    let gap = |id: &str| gaps["gaps"].as_array().unwrap().iter().find(|gap| gap["id"] == id).unwrap().clone();
    let partial = gap("G-01");
    assert_eq!(partial["priority"]["level"], "critical");
    assert_eq!(partial["priority"]["met"], true);
    assert_eq!(partial["priority"]["effective"], "critical");
    assert_eq!(partial["files"][0], "harbour/billing.py");
    assert_eq!(partial["state"], "open");
    assert_eq!(partial["line"], 7);
    assert!(partial["coverage"]["total"].as_u64().unwrap() > 0);
    assert_eq!(gap("G-03")["state"], "closed");
    assert_eq!(gap("G-04")["priority"]["met"], Value::Null);
    let phases = built.json("data/phases.json");
    let phase = &phases["phases"][0];
    assert_eq!(phase["id"], "12-test-floors");
    assert_eq!(phase["status"], "done");
    let plan = &phase["plans"][0];
    assert_eq!(plan["plan"], "01");
    assert_eq!(plan["requires"][0]["phase"], "11-ledger");
    assert_eq!(plan["decisions"][0]["rationale"], "Lines alone hide half of every if");
    assert_eq!(plan["duration_s"], 1500);
    assert_eq!(plan["tests"].as_array().unwrap().len(), 2);
    assert_eq!(phase["plans"][1]["duration_s"], 4200);
    assert_eq!(phase["plans"][1]["deviations"][0]["planned"], "all refunds");
    let notes = built.json("data/notes.json");
    let audit = notes["notes"].as_array().unwrap().iter().find(|note| note["path"] == "content/audit.md").unwrap();
    assert_eq!(audit["page"], "notes/content/audit/index.html");
    assert_eq!(audit["date"], "2026-02-20");
    assert_eq!(audit["checklists"], serde_json::json!([{"title": "To do", "done": 1, "total": 3}]));
}

#[test]
fn the_overview_says_what_changed_since_the_last_run_and_what_the_gates_need() {
    let page = harbour().text("index.html");
    let text = page.replace("&nbsp;", "\u{A0}").replace("<wbr>", "");
    for wanted in [
        "needs 82.5",
        "5 runs since 2026-01-09",
        "harbour/tariffs.py",
        "measured no more; 8 of 8 lines then",
        "7 lines newly covered: 12 of 19 then, 19 of 19 now",
        "1 more line missed: 38 of 43 then, 37 of 43 now",
        "16 now, 14 then; 1 new failure",
        "3 gates",
        "Tests, Payments, Notes",
        "receive, replay",
    ] {
        assert!(text.contains(wanted), "{wanted} is not in {text}");
    }
    let (_folder, built) = project(&[("lcov.info", "SF:a.py\nDA:1,1\nend_of_record\n")]);
    assert!(!built.text("index.html").contains("What changed"));
}

#[test]
fn the_history_keeps_the_files_of_its_last_run_alone() {
    let lines = harbour().text("data/history.jsonl");
    let runs: Vec<Value> = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(runs.len(), 5);
    assert!(runs[..4].iter().all(|run| run.get("files").is_none()));
    assert_eq!(runs[4]["files"]["harbour/billing.py"], serde_json::json!([37, 43]));
}

#[test]
fn badges_are_pictures_and_endpoints_that_services_accept() {
    let built = harbour();
    let known = ["schemaVersion", "label", "message", "color", "labelColor", "cacheSeconds"];
    for file in built.files.keys().filter(|file| file.starts_with("badges/") && file.ends_with(".json")) {
        let json = built.json(file);
        let object = json.as_object().unwrap();
        assert!(object.keys().all(|key| known.contains(&key.as_str())), "{file}: {json}");
        assert_eq!(json["schemaVersion"], 1);
        assert!(!json["message"].as_str().unwrap().is_empty());
        let svg = built.text(&file.replace(".json", ".svg"));
        assert!(svg.contains("role=\"img\"") && svg.contains("<title>") && svg.len() < 1500, "{file}");
        quick_xml::Reader::from_str(&svg).read_event().unwrap();
    }
}

#[test]
fn a_source_page_depends_on_its_file_alone() {
    let source = [("src/a.py", "x = 1\ny = 2\n"), ("src/b.py", "z = 3\n")];
    let report =
        |hits: &str| format!("SF:src/a.py\nDA:1,1\nDA:2,0\nend_of_record\nSF:src/b.py\nDA:1,{hits}\nend_of_record\n");
    let (one, two) = (report("1"), report("0"));
    let (_a, first) = project(&[source[0], source[1], ("lcov.info", &one), ("x/covsite.toml", "")]);
    let (_b, second) = project(&[source[0], source[1], ("lcov.info", &two), ("content/n.md", "# A note\n")]);
    let page = "coverage/src/a.py.html";
    // The two projects have different names: those stand in the frame.
    let name = |built: &Built| built.json("data/site.json")["title"].as_str().unwrap().to_owned();
    assert_eq!(first.text(page).replace(&name(&first), ""), second.text(page).replace(&name(&second), ""));
}

#[test]
fn statements_are_marked_on_the_lines_where_they_stand_and_counted_as_statements() {
    let (_folder, built) = project(&[
        ("go.mod", "module example.com/shop\n"),
        ("cart.go", "package shop\n\nfunc a(x int) int {\n\tif x > 1 {\n\t\treturn 2\n\t}\n\treturn x\n}\n"),
        (
            "coverage.out",
            "mode: count\nexample.com/shop/cart.go:3.19,4.11 1 7\nexample.com/shop/cart.go:4.11,6.3 1 0\n\
             example.com/shop/cart.go:7.2,7.10 1 7\n",
        ),
    ]);
    let page = built.text("coverage/cart.go.html");
    assert!(page.contains("<mark class=\"m\" id=\"L5\">\t\treturn 2\n\t}\n</mark>"), "{page}");
    assert!(page.contains("cart.go: 2 of 3 statements covered"), "{page}");
    assert!(page.contains("marks are derived from where its statements stand"), "{page}");
    assert!(page.contains("2 lines missed in 1 place"), "{page}");
    assert!(
        page.contains("</pre><pre class=\"u h\" aria-hidden=\"true\">\n\n\n7\n7\n\u{2717}\n\u{2717}\n7\n\n</pre>"),
        "{page}"
    );
    assert_eq!(built.json("data/coverage.json")["totals"]["lines"], Value::Null);
}

#[test]
fn nothing_to_publish_is_said_with_what_was_looked_for() {
    let (_folder, built) = project(&[("src/a.py", "x = 1\n")]);
    assert_eq!(built.output.status.code(), Some(2));
    let said = String::from_utf8_lossy(&built.output.stderr).into_owned();
    assert!(said.contains("no coverage report") && said.contains("covsite.toml"), "{said}");
    assert!(!built.out.exists());
}

#[test]
fn notes_alone_are_a_site() {
    let (_folder, built) = project(&[("content/a.md", "# Hello\n\nNothing measured.\n")]);
    assert_eq!(built.output.status.code(), Some(0));
    assert_eq!(built.json("data/site.json")["verdict"]["status"], "unknown");
    assert_eq!(built.json("data/site.json")["totals"]["lines"], Value::Null);
    assert!(built.text("coverage/index.html").contains("No coverage report was found"));
}

#[test]
fn the_heading_behind_a_comment_is_the_title_and_stands_once() {
    let (_folder, built) =
        project(&[("content/a.md", "<!-- Made by a program. -->\n\n# The *first* thing\n\nText.\n")]);
    let page = built.text("notes/content/a/index.html");
    assert!(page.contains(">The <em>first</em> thing</h1>"), "{page}");
    assert_eq!(page.split("<article").nth(1).unwrap().matches("first").count(), 0, "{page}");
}

#[test]
fn what_a_note_folds_stays_in_its_fold_and_its_title_is_a_place() {
    let note = "# The log of today\n\nSee [above](#the-log-of-today).\n\n<details>\n<summary>Log</summary>\n\ninner\n\n    code\n\n\
                </details>\n\nbehind\n";
    let (_folder, built) = project(&[("content/a.md", note)]);
    let page = built.text("notes/content/a/index.html");
    let at = |words: &str| page.find(words).unwrap_or_else(|| panic!("{words}: {page}"));
    assert!(at("<details>") < at("inner") && at("code") < at("</details>") && at("</details>") < at("behind"));
    assert!(page.contains("id=s-the-log-of-today>") || page.contains("id=\"s-the-log-of-today\""), "{page}");
    assert!(!String::from_utf8_lossy(&built.output.stderr).contains("broken-link"));
}

#[test]
fn a_note_links_addresses_leads_back_from_footnotes_and_folds_long_lists() {
    let commands: String = (0..20).map(|n| format!("```sh\nmake part-{n}\n```\n\n")).collect();
    let note = format!(
        "# A\n\nSee https://example.com/a_b (and more).[^one] Again.[^one]\n\n{commands}[^one]: It is so.\n\n    For sure.\n"
    );
    let (_folder, site) = project(&[("content/a.md", &note)]);
    let page = site.text("notes/content/a/index.html");
    let link = "See <a href=\"https://example.com/a_b\" rel=\"noreferrer\">https://example.com/a_b</a> (and more).";
    assert!(page.contains(link), "{page}");
    assert_eq!(page.matches("id=\"from-fn-1\"").count(), 1, "{page}");
    assert!(page.contains("For sure. <a href=\"#from-fn-1\" aria-label=\"Back to the text of 1\">↩</a></p>"), "{page}");
    assert!(page.contains("<summary>4 more</summary>") && page.matches("make part-19").count() == 2, "{page}");
}

#[test]
fn a_badge_has_the_colour_that_its_gate_says() {
    let lcov = "SF:a.py\nDA:1,1\nDA:2,1\nDA:3,1\nDA:4,0\nend_of_record\n";
    let colour = |needed: u32| {
        let gate = format!("[[gates]]\nname = 'G'\nchecks = [{{ coverage = {{ at_least = {needed} }} }}]\n");
        let (_folder, built) = project(&[("lcov.info", lcov), ("covsite.toml", &gate)]);
        built.json("badges/lines.json")["color"].as_str().unwrap().to_owned()
    };
    assert_ne!(colour(70), colour(80));
    let (_folder, covered) = project(&[("lcov.info", &lcov.replace("DA:4,0", "DA:4,1"))]);
    assert_eq!(colour(70), covered.json("badges/lines.json")["color"].as_str().unwrap());
}

#[test]
fn the_page_for_what_is_not_there_has_styles_that_its_policy_knows_and_loads_nothing() {
    use base64::Engine as _;
    use sha2::Digest as _;
    let (_folder, built) = project(&[("content/a.md", "# A\n")]);
    let page = built.text("404.html");
    let style = page.split_once("<style>").unwrap().1.split_once("</style>").unwrap().0;
    let hash = base64::engine::general_purpose::STANDARD.encode(sha2::Sha256::digest(style));
    assert!(style.contains("color-scheme") && page.contains(&format!("'sha256-{hash}'")), "{page}");
    assert!(!page.contains("src=") && !page.contains("<link"), "{page}");
}

#[test]
fn the_trend_shows_what_the_gates_need() {
    let run = "{\"version\":1,\"commit\":\"a\",\"time\":null,\"totals\":{\"lines\":{\"covered\":1,\"total\":2}}}\n";
    let config =
        "[history]\npath = 'runs.jsonl'\n[[gates]]\nname = 'G'\nchecks = [{ coverage = { at_least = 62.5 } }]\n";
    let lcov = "SF:a.py\nDA:1,1\nDA:2,1\nend_of_record\n";
    let (_folder, built) = project(&[("runs.jsonl", run), ("lcov.info", lcov), ("covsite.toml", config)]);
    let page = built.text("trend/index.html");
    assert!(page.contains("the gates need 62.5\u{A0}%") && page.contains("the gates need 62.5 per cent"), "{page}");
}

#[test]
fn who_keeps_away_from_search_engines_gives_them_no_map() {
    let site = |index: bool| {
        let config = format!("[site]\nbase_url = 'https://x.org/a/'\nindex = {index}\n");
        project(&[("content/a.md", "# A\n"), ("covsite.toml", &config)]).1.files.contains_key("sitemap.xml")
    };
    assert!(site(true) && !site(false));
}

#[test]
fn the_register_shows_the_words_of_the_note() {
    let note =
        "# Gaps\n\n| Area | Priority | Notes |\n|---|---|---|\n| Exports | Lower | Unless the contract is renewed |\n";
    let (_folder, built) = project(&[("content/gaps.md", note)]);
    let page = built.text("gaps/index.html");
    assert!(page.contains("written Lower: "), "{page}");
    assert!(built.text("notes/content/gaps/index.html").contains("<small>open</small>"));
}

#[test]
fn a_register_has_no_column_that_no_row_fills() {
    let note = "# Gaps\n\n| Area | Priority | File |\n|---|---|---|\n| Exports | Low | src/a.py |\n";
    let bare = "# Gaps\n\n| Area | Priority |\n|---|---|\n| Exports | Low |\n";
    let report = ("lcov.info", "SF:src/a.py\nDA:1,0\nend_of_record\n");
    let (_folder, measured) = project(&[("content/gaps.md", note), ("src/a.py", "x = 1\n"), report]);
    let (_other, alone) = project(&[("content/gaps.md", bare)]);
    let (measured, alone) = (measured.text("gaps/index.html"), alone.text("gaps/index.html"));
    for head in [">File</th>", ">Missed</th>", "missed lines and per cent are measured"] {
        assert!(measured.contains(head), "{head}: {measured}");
        assert!(!alone.contains(head), "{head}: {alone}");
    }
}

#[test]
fn what_a_note_leaves_unverified_is_folded_behind_what_is_known() {
    let (_folder, built) = project(&[("content/audit.md", "# Audit\n\nCoverage is 71 %. Fixed in commit 1234abc.\n")]);
    let page = built.text("notes/content/audit/index.html");
    let (open, folded) = page.split_once("<details class=\"more\"><summary>").expect("a fold");
    assert!(folded.contains("unverified</span></summary><ol class=\"why\"><li>"), "{page}");
    assert!(!open.contains("<ol class=\"why\"><li>"), "{page}");
}

#[test]
fn a_link_to_a_page_says_what_the_page_is_about() {
    let report = ("lcov.info", "SF:src/a.py\nDA:1,0\nend_of_record\n");
    let (_folder, built) = project(&[("content/a.md", "# Hello\n\nA word.\n"), ("src/a.py", "x = 1\n"), report]);
    for page in ["index.html", "notes/content/a/index.html"] {
        let page = built.text(page);
        let said: Vec<_> = page
            .split("<meta")
            .filter(|meta| meta.contains("description"))
            .map(|meta| attributes(meta, "content")[0])
            .collect();
        assert!(said.len() == 2 && said[0] == said[1] && !said[0].is_empty(), "{said:?}");
        assert!(page.contains("og:title"), "{page}");
    }
    assert!(!built.text("coverage/src/a.py.html").contains("og:title"));
}

#[test]
fn one_bad_input_does_not_keep_the_others_from_being_published() {
    let (_folder, built) = project(&[
        ("src/a.py", "x = 1\n"),
        ("lcov.info", "SF:src/a.py\nDA:1,1\nend_of_record\n"),
        ("coverage.xml", "<coverage line-rate='1'><packages><package>"),
        ("junit.xml", ""),
        ("content/a.md", "---\nkey: [1\n---\n# Hello\n"),
    ]);
    assert_eq!(built.output.status.code(), Some(0));
    let said = String::from_utf8_lossy(&built.output.stderr).into_owned();
    assert!(said.contains("coverage.xml:1") && said.contains("empty"), "{said}");
    assert_eq!(built.json("data/coverage.json")["totals"]["lines"]["total"], 1);
    assert!(built.text("about/index.html").contains("coverage.xml"));
    assert!(built.text("notes/content/a/index.html").contains("Hello"));
}

#[test]
fn names_cannot_become_markup_and_paths_cannot_leave_the_site() {
    let report = "SF:../../etc/passwd\nDA:1,1\nend_of_record\nSF:src/<img src=x onerror=alert(1)>.py\nDA:1,0\nend_of_record\nSF:/abs/q\"uote'.py\nFN:1,<b>f</b>\nFNDA:0,<b>f</b>\nDA:1,0\nend_of_record\n";
    let (folder, built) = project(&[
        ("lcov.info", report),
        ("content/<i>.md", "# <script>alert(1)</script>\n\n[x](javascript:alert(1))\n"),
    ]);
    assert_eq!(built.output.status.code(), Some(0), "{}", String::from_utf8_lossy(&built.output.stderr));
    for (page, html) in built.pages() {
        assert!(
            !html.contains("<img src=x") && !html.contains("<script>") && !html.contains("javascript:alert(1)\""),
            "{page}"
        );
        assert!(!html.contains("<b>f</b>"), "{page}");
    }
    assert!(!folder.path().join("etc").exists());
    assert!(built.files.keys().all(|file| !file.contains('<')));
}

#[test]
fn the_project_itself_is_never_replaced_by_its_site() {
    let folder = TempDir::new().unwrap();
    fs::write(folder.path().join("lcov.info"), "SF:a\nDA:1,1\nend_of_record\n").unwrap();
    let output = covsite(folder.path(), folder.path());
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(read(folder.path()).len(), 1);
}

#[test]
fn a_site_is_not_put_among_what_it_is_made_from() {
    let folder = TempDir::new().unwrap();
    fs::create_dir(folder.path().join("content")).unwrap();
    fs::write(folder.path().join("content/a.md"), "# A\n").unwrap();
    let output = covsite(folder.path(), &folder.path().join("content"));
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("holds content/a.md"));
    assert_eq!(read(folder.path()).len(), 1);
    fs::create_dir(folder.path().join("public")).unwrap();
    fs::write(folder.path().join("public/CNAME"), "example.org").unwrap();
    assert_eq!(covsite(folder.path(), &folder.path().join("public")).status.code(), Some(0));
}

#[test]
fn phases_of_one_name_in_several_folders_have_a_page_each() {
    let note = "---\nphase: 01-base\nplan: 01\n---\n# Base\n";
    let (folder, built) = project(&[("content/x/a.md", note), ("content/y/a.md", note), ("content/z/a.md", note)]);
    let json = built.json("data/phases.json");
    let pages: BTreeSet<&str> =
        json["phases"].as_array().unwrap().iter().map(|phase| phase["page"].as_str().unwrap()).collect();
    assert_eq!(pages.len(), json["phases"].as_array().unwrap().len());
    let again = covsite(folder.path(), &built.out);
    assert!(String::from_utf8_lossy(&again.stdout).contains("nothing changed"));
}

#[test]
fn pictures_of_the_project_are_shown_and_what_is_not_published_is_said() {
    let folder = TempDir::new().unwrap();
    // The smallest GIF: one pixel.
    let gif = b"GIF89a\x01\0\x01\0\0\0\0;";
    fs::create_dir(folder.path().join("content")).unwrap();
    fs::write(folder.path().join("content/p.gif"), gif).unwrap();
    fs::write(folder.path().join("content/no.gif"), "<script>").unwrap();
    fs::write(folder.path().join("content/x.svg"), "<svg/>").unwrap();
    let note = "# A\n\n![A pixel](p.gif) ![no](no.gif) ![vector](x.svg) [file](x.svg) ![gone](gone.png)\n";
    fs::write(folder.path().join("content/a.md"), note).unwrap();
    let built = build(folder.path());
    assert_eq!(built.files["notes/content/p.gif"], gif);
    assert!(!built.files.contains_key("notes/content/no.gif"));
    assert!(built.text("notes/content/a/index.html").contains("../p.gif"));
    let told = String::from_utf8_lossy(&built.output.stderr).into_owned();
    assert_eq!((told.matches("broken-link").count(), told.matches("gone.png").count()), (1, 1), "{told}");
    let about = built.text("about/index.html");
    assert!(about.contains("is in the project and not on the site"), "{about}");
}

#[test]
fn json_schemas_that_notes_link_to_are_copied() {
    let schema = r#"{"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "<script>"}"#;
    let (_folder, built) = project(&[
        (
            "content/a.md",
            "# A\n\n[The schema](a.schema.json), ![it](a.schema.json), [no](b.schema.json), [c](c.json)\n",
        ),
        ("content/a.schema.json", schema),
        ("content/b.schema.json", "{\"password\": 1}"),
        ("content/c.json", schema),
    ]);
    assert_eq!(built.text("notes/content/a.schema.json"), schema);
    assert!(built.text("notes/content/a/index.html").contains("../a.schema.json"));
    assert!(!built.files.keys().any(|file| file.ends_with("b.schema.json") || file.ends_with("c.json")));
}

#[test]
fn a_theme_replaces_what_it_names_and_extends_the_rest() {
    let page =
        "{% extends \"default/page.html\" %}{% block scripts %}<meta name=\"brand\" content=\"ours\">{% endblock %}";
    let files = [
        ("lcov.info", "SF:a.py\nDA:1,1\nend_of_record\n"),
        ("covsite.toml", "[site]\ntheme = \"ours\"\n"),
        ("ours/templates/page.html", page),
        ("ours/static/tokens.css", ":root { --bg: pink }"),
        ("ours/static/logo.svg", "<svg/>"),
    ];
    let (_folder, built) = project(&files);
    assert_eq!(built.output.status.code(), Some(0), "{}", String::from_utf8_lossy(&built.output.stderr));
    assert!(
        built.text("gates/index.html").contains("content=\"ours\"")
            || built.text("gates/index.html").contains("content=ours")
    );
    assert!(built.text("assets/site.css").starts_with(":root{--bg:pink}"));
    assert!(built.files.contains_key("assets/logo.svg"));
    let mut broken = files;
    broken[2].1 = "{% extends \"default/page.html\" %}{% block scripts %}{{ nothing.there }}{% endblock %}";
    let (_folder, built) = project(&broken);
    assert_eq!(built.output.status.code(), Some(2));
    let said = String::from_utf8_lossy(&built.output.stderr).into_owned();
    assert!(said.contains("page.html:1:") && said.contains("nothing"), "{said}");
}

#[test]
fn remarks_stand_beside_the_lines_that_they_speak_of_and_lead_there_without_a_script() {
    let source: String = (1..=40).map(|n| format!("x{n} = {n}\n")).collect();
    let note = "# Gaps\n\n| Gap | Priority | Status |\n|---|---|---|\n\
        | `src/a.py:12-14`: the retry | High | open |\n| `src/a.py` and the rest | Low | open |\n\
        | `src/a.py:99`: long gone | Medium | open |\n";
    let (_folder, built) = project(&[
        ("src/a.py", &source),
        ("lcov.info", "SF:src/a.py\nDA:1,1\nDA:13,0\nDA:14,0\nend_of_record\n"),
        ("content/gaps.md", note),
    ]);
    let page = built.text("coverage/src/a.py.html");
    let margin = page.split("<div class=\"said\">").nth(1).unwrap().split("</ol>").next().unwrap();
    let at = |words: &str| margin.find(words).unwrap_or_else(|| panic!("{words} in {margin}"));
    assert!(at("and the rest") < at("the retry") && at("the retry") < at("long gone"), "{margin}");
    assert!(margin.contains("<a class=\"n\" href=\"#L12-L14\">line 12–14</a>"), "{margin}");
    assert!(margin.contains("<span class=\"n\">line 99</span>"), "a line behind the end has no link: {margin}");
    // The anchor stands at its line, and the text is the file's.
    assert!(page.contains("x11 = 11\n<i id=\"L12-L14\"></i>x12 = 12\n<mark class=\"m\" id=\"L13\">"), "{page}");
    let distance: Vec<u32> = attributes(margin, "height").iter().map(|height| height.parse().unwrap()).collect();
    assert!(distance.iter().sum::<u32>() >= 11 * 20, "{distance:?}");
}

#[test]
fn branches_and_functions_are_told_at_their_line() {
    let (_folder, built) = project(&[
        ("a.py", "def f(x):\n    if x:\n        return 1\n    return 2\n\n\ndef g():\n    return 3\n"),
        (
            "lcov.info",
            "SF:a.py\nFN:1,f\nFN:7,g\nFNDA:2,f\nFNDA:0,g\nDA:1,1\nDA:2,2\nDA:3,0\nDA:4,2\nDA:7,1\nDA:8,0\n\
             BRDA:2,0,0,0\nBRDA:2,0,1,2\nend_of_record\n",
        ),
        ("b.js", "f()\n"),
        ("c.info", "SF:b.js\nFN:1,f\nFNDA:0,f\nend_of_record\n"),
    ]);
    let page = built.text("coverage/a.py.html");
    assert!(
        page.contains("<b>f</b> <a class=\"q\" href=\"#L2\">2</a> branch 1 of 2 never taken <a href=\"#L3\">3</a>"),
        "{page}"
    );
    assert!(page.contains("<b>g</b> never called <a href=\"#L8\">8</a>"), "{page}");
    let page = built.text("coverage/b.js.html");
    assert!(page.contains("1 of 1 function never called"), "{page}");
}

#[test]
fn a_source_page_adds_little_to_its_source() {
    // As dense as real reports are: two lines of three can run, a miss now and then, some partial lines.
    let source: String = (1..=1000).map(|n| format!("    value_{n} = compute({n}, \"text\")\n")).collect();
    let hits = |n: u32| if n % 40 < 4 { 0 } else { n % 50 };
    let lines: String = (1..=1000).filter(|n| n % 3 != 0).map(|n| format!("DA:{n},{}\n", hits(n))).collect();
    let report = format!("SF:a.py\n{lines}end_of_record\n");
    let (_folder, built) = project(&[("a.py", &source), ("lcov.info", &report)]);
    let page = built.text("coverage/a.py.html");
    let beyond = page.len() - source.len() - 6000;
    assert!(beyond <= 12 * 1000, "{beyond} bytes beyond the source and the frame");
    let elements = page.matches('<').count() - page.matches("</").count();
    assert!(elements <= 120 + 100, "{elements} elements");
}

#[test]
fn no_page_of_the_explorer_grows_with_the_project() {
    let report: String = (0..1500)
        .map(|n| {
            format!(
                "SF:flat/f{n:04}.py\nDA:1,{}\nend_of_record\nSF:deep/d{}/e/g{n:04}.py\nDA:1,1\nend_of_record\n",
                n % 3,
                n / 100
            )
        })
        .collect();
    let config = "[[components]]\nname = \"All & more\"\npaths = [\"**\"]\nowners = [\"@a\", \"@b<c>\"]\n";
    let (_folder, built) = project(&[("lcov.info", &report), ("covsite.toml", config)]);
    for page in [
        "coverage/index.html",
        "coverage/flat/index.html",
        "coverage/deep/index.html",
        "components/All & more/index.html",
    ] {
        let rows = built.text(page).matches("<tr").count();
        assert!(rows <= 1010, "{page} has {rows} rows");
    }
    let root = built.text("coverage/index.html");
    // Few folders say little: what is below the large ones is shown, as far as they hold folders.
    assert!(root.contains(">flat/</a>") && root.contains(">deep/<wbr>d0/<wbr>e/</a>"), "{root}");
    assert!(root.contains("@b&lt;c&gt;"), "owners stand in a table: {root}");
    // What lies alone in its folder is named at once.
    let deep = built.text("coverage/deep/index.html");
    assert!(deep.contains("href=\"d0/e/index.html\">d0/<wbr>e/</a>"), "{deep}");
    let flat = built.text("coverage/flat/index.html");
    assert!(flat.contains("the first 1\u{202F}000 are shown"), "{flat}");
}

#[test]
fn a_tree_is_one_body_for_each_folder() {
    let report: String = ["a/x.py", "a/b/y.py", "c/only/z.py", "top.py"]
        .iter()
        .map(|path| format!("SF:{path}\nDA:1,0\nDA:2,1\nend_of_record\n"))
        .collect();
    let (_folder, built) = project(&[("lcov.info", &report)]);
    let page = built.text("coverage/index.html");
    let table = page.split("id=\"files\"").nth(1).unwrap().split("</table>").next().unwrap();
    let table = table.replace("<wbr>", "");
    let bodies: Vec<Vec<&str>> = table
        .split("<tbody>")
        .skip(1)
        .map(|body| {
            body.split("class=\"m\"").skip(1).map(|it| &it[it.find('>').unwrap() + 1..it.find('<').unwrap()]).collect()
        })
        .collect();
    assert_eq!(bodies, [vec!["a/", "b/y.py", "x.py"], vec!["c/only/", "z.py"], vec!["./", "top.py"]]);
}

#[test]
fn tests_that_came_and_went_are_told_from_those_that_broke() {
    let run = |n: u32, failed: &[&str]| {
        let cases: Vec<String> = failed
            .iter()
            .map(|name| format!(r#"{{"name":"s › {name}","outcome":"failed","duration_s":0.1,"retries":0}}"#))
            .collect();
        format!(
            r#"{{"version":1,"commit":"{n:040}","time":"2026-01-0{n}T08:00:00Z","totals":{{}},"tests":{{"total":3,"passed":3,"failed":0,"errors":0,"skipped":0,"duration_s":0.1}},"cases":[{}]}}"#,
            cases.join(",")
        )
    };
    let history = [run(1, &["shaky", "mended"]), run(2, &["mended"]), run(3, &["shaky"]), run(4, &[])].join("\n");
    let junit = "<testsuites><testsuite name=\"s\"><testcase name=\"shaky\" time=\"0.005\"/><testcase name=\"mended\" time=\"2\"/>\
        <testcase name=\"broken\" file=\"t/test_s.py\" line=\"7\"><failure message=\"no\">trace</failure></testcase></testsuite></testsuites>";
    let (_folder, built) = project(&[
        ("history.jsonl", &history),
        ("junit.xml", junit),
        ("t/test_s.py", "x\n"),
        (
            "covsite.toml",
            "[history]\npath = \"history.jsonl\"\n[project]\nrepository = \"https://forge.example/a/b\"\n",
        ),
    ]);
    let page = built.text("tests/index.html");
    let section = page.split("Came and went").nth(1).unwrap().split("</section>").next().unwrap();
    assert!(section.contains("s::shaky") && section.contains("2 of 5"), "{section}");
    assert!(!section.contains("mended") && !section.contains("broken"), "{section}");
    assert!(
        page.contains("t/test_s.py:7") && page.contains("https://forge.example/a/b/blob/HEAD/t/test_s.py#L7"),
        "{page}"
    );
    // The histogram's numbers stand in a table, too.
    let table = page.split("As a table").nth(1).unwrap().split("</table>").next().unwrap();
    assert!(table.contains("1–10 s") && table.matches(">1<").count() + table.matches(">1</td>").count() > 0, "{table}");
}

#[test]
fn the_gutter_says_how_often_functions_were_called() {
    let report = "SF:a.py\nFN:1,a\nFN:3,b\nFN:5,c\nFN:5,d\nFNDA:7,a\nFNDA:0,b\nFNDA:2,c\nFNDA:0,d\n\
                  DA:1,1\nDA:2,7\nDA:3,0\nDA:5,2\nDA:6,2\nBRDA:6,0,0,1\nBRDA:6,0,1,0\nend_of_record\n";
    let (_folder, built) = project(&[("a.py", "1\n2\n3\n4\n5\n6\n"), ("lcov.info", report)]);
    let page = built.text("coverage/a.py.html");
    let gutter =
        page.split("<pre class=\"u h\" aria-hidden=\"true\">\n").nth(1).unwrap().split("</pre>").next().unwrap();
    let lines: Vec<&str> = gutter.lines().collect();
    assert_eq!(lines, ["1 ƒ7", "7", "ƒ✗", "", "2 ƒ1/2", "<i>◐ 1/2</i>"]);
    assert!(page.contains("ƒ calls"), "the letter is not explained");
    assert!(page.contains("class=\"src\""), "there is room for all of it");
}

#[test]
fn notes_of_one_address_and_links_to_no_heading_are_said() {
    let folder = tempfile::tempdir().unwrap();
    let write = |path: &str, text: &str| {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    };
    write("content/dup.md", "# One\n\n- [x] a\n- [ ] b\n");
    write("content/dup.markdown", "# Two\n");
    write("content/a.md", "# A\n\n[x](b.md#nope) [y](b.md#this--that) [z](b.md#Here) [w](b.md#own)\n");
    write("content/b.md", "# B\n\n## This & that\n\n## Here\n\n<a id=\"own\"></a>\n");
    let output = covsite(folder.path(), &folder.path().join("out"));
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(
        said.contains("content/dup.markdown has the address of this note, which lies at notes/content-dup-"),
        "{said}"
    );
    assert!(said.contains("`b.md#nope` names no heading"), "{said}");
    assert_eq!((said.matches("names no heading").count(), said.matches("[broken-link]").count()), (1, 1), "{said}");
    let notes: Value = serde_json::from_slice(&fs::read(folder.path().join("out/data/notes.json")).unwrap()).unwrap();
    assert_eq!(notes["boxes"], serde_json::json!({"done": 1, "total": 2}));
    let page = fs::read_to_string(folder.path().join("out/notes/index.html")).unwrap();
    assert!(page.contains("Boxes ticked") && page.contains("1 of 2"), "{page}");
}
