//! The output folder: the old site or the new one, what did not change untouched, what others put there kept.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use covsite::diagnostics::{Diagnostic, Sink, codes};
use covsite::publish::{MANIFEST, Options, Outcome, publish};
use covsite::site::{Kind, Page};
use tempfile::TempDir;

/// Pages of these places and texts.
fn pages(files: &[(&str, &str)]) -> Vec<Page<'static>> {
    let page = |(place, text): &(&str, &str)| {
        let bytes = text.as_bytes().to_vec();
        Page::new(*place, Kind::Raw, move || Ok(bytes.clone()))
    };
    files.iter().map(page).collect()
}

fn put(out: &Path, files: &[(&str, &str)]) -> Result<Outcome, Vec<Diagnostic>> {
    let mut sink = Sink::default();
    publish(&pages(files), out, Options { minify: true }, &|| {}, &mut sink).map_err(|_| sink.finish())
}

/// Every file below a folder with its text.
fn contents(out: &Path) -> BTreeMap<String, String> {
    let files = walkdir::WalkDir::new(out).into_iter().map(Result::unwrap).filter(|entry| entry.file_type().is_file());
    files
        .map(|entry| {
            let path = entry.path().strip_prefix(out).unwrap().to_string_lossy().replace('\\', "/");
            (path, fs::read_to_string(entry.path()).unwrap())
        })
        .collect()
}

fn site(folder: &TempDir) -> PathBuf {
    folder.path().join("site")
}

/// Sets a file's time to long ago.
fn age(file: &Path) -> SystemTime {
    let long_ago = SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000_000);
    fs::File::options().write(true).open(file).unwrap().set_modified(long_ago).unwrap();
    long_ago
}

fn time(file: &Path) -> SystemTime {
    fs::metadata(file).unwrap().modified().unwrap()
}

/// What lies beside the site: nothing may be left there.
fn beside(folder: &TempDir) -> Vec<String> {
    let entries =
        fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned());
    entries.filter(|name| name != "site").collect()
}

#[test]
fn a_new_site_is_written_whole() {
    let folder = TempDir::new().unwrap();
    let outcome = put(&site(&folder), &[("index.html", "a"), ("b/c.html", "b")]).unwrap();
    assert_eq!((outcome.files, outcome.written, outcome.removed), (2, 2, 0));
    let there = contents(&site(&folder));
    assert_eq!(there["b/c.html"], "b");
    assert!(there[MANIFEST].lines().any(|line| line.ends_with(" b/c.html")));
    assert_eq!(beside(&folder), Vec::<String>::new());
}

#[test]
fn the_same_site_again_touches_nothing() {
    let folder = TempDir::new().unwrap();
    let files = [("index.html", "a"), ("b/c.html", "b")];
    put(&site(&folder), &files).unwrap();
    let times: Vec<SystemTime> =
        ["index.html", "b/c.html", MANIFEST].iter().map(|file| age(&site(&folder).join(file))).collect();
    let before = fs::metadata(site(&folder)).unwrap().modified().unwrap();
    let outcome = put(&site(&folder), &files).unwrap();
    assert_eq!((outcome.written, outcome.removed), (0, 0));
    let after: Vec<SystemTime> =
        ["index.html", "b/c.html", MANIFEST].iter().map(|file| time(&site(&folder).join(file))).collect();
    assert_eq!(after, times);
    assert_eq!(fs::metadata(site(&folder)).unwrap().modified().unwrap(), before);
}

#[test]
fn only_what_changed_is_written_and_what_is_gone_is_removed() {
    let folder = TempDir::new().unwrap();
    put(&site(&folder), &[("index.html", "a"), ("b/c.html", "b"), ("old/d.html", "d")]).unwrap();
    let long_ago = age(&site(&folder).join("b/c.html"));
    let outcome = put(&site(&folder), &[("index.html", "A"), ("b/c.html", "b")]).unwrap();
    assert_eq!((outcome.written, outcome.removed), (1, 1));
    let there = contents(&site(&folder));
    assert_eq!(there["index.html"], "A");
    assert!(!there.contains_key("old/d.html") && !site(&folder).join("old").exists());
    assert_eq!(time(&site(&folder).join("b/c.html")), long_ago);
    assert_eq!(beside(&folder), Vec::<String>::new());
}

#[test]
fn a_second_build_has_the_bytes_of_a_first_one() {
    let (first, second) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    let new = [("index.html", "A"), ("b/c.html", "b"), ("e.html", "e")];
    put(&site(&first), &new).unwrap();
    put(&site(&second), &[("index.html", "a"), ("gone.html", "x")]).unwrap();
    put(&site(&second), &new).unwrap();
    assert_eq!(contents(&site(&first)), contents(&site(&second)));
}

#[test]
fn files_of_others_are_kept() {
    let folder = TempDir::new().unwrap();
    put(&site(&folder), &[("index.html", "a"), ("x/y.html", "y")]).unwrap();
    for (file, text) in [("CNAME", "example.org"), ("x/mine.txt", "mine"), ("only/mine/too.txt", "too")] {
        let file = site(&folder).join(file);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, text).unwrap();
    }
    fs::create_dir(site(&folder).join("empty")).unwrap();
    let long_ago = age(&site(&folder).join("CNAME"));
    put(&site(&folder), &[("index.html", "b")]).unwrap();
    let there = contents(&site(&folder));
    assert_eq!(there["CNAME"], "example.org");
    assert_eq!(there["x/mine.txt"], "mine");
    assert_eq!(there["only/mine/too.txt"], "too");
    assert!(site(&folder).join("empty").is_dir() && !there.contains_key("x/y.html"));
    assert_eq!(time(&site(&folder).join("CNAME")), long_ago);
}

#[test]
fn a_file_of_others_in_the_way_of_a_page_stops_the_build() {
    for (theirs, ours) in [("index.html", "index.html"), ("a", "a/b.html"), ("a/b.html/c", "a/b.html")] {
        let folder = TempDir::new().unwrap();
        let file = site(&folder).join(theirs);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(&file, "theirs").unwrap();
        let problems = put(&site(&folder), &[(ours, "ours")]).unwrap_err();
        assert_eq!(problems[0].code, &codes::FOREIGN_FILE, "{theirs}");
        assert_eq!(contents(&site(&folder)), BTreeMap::from([(theirs.to_owned(), "theirs".to_owned())]));
        assert_eq!(beside(&folder), Vec::<String>::new());
    }
}

#[test]
fn the_same_bytes_under_the_name_of_a_page_are_adopted() {
    let folder = TempDir::new().unwrap();
    let files = [("index.html", "a")];
    put(&site(&folder), &files).unwrap();
    fs::remove_file(site(&folder).join(MANIFEST)).unwrap();
    put(&site(&folder), &files).unwrap();
    put(&site(&folder), &[("index.html", "b")]).unwrap();
    assert_eq!(contents(&site(&folder))["index.html"], "b");
}

#[test]
fn a_page_that_cannot_be_made_leaves_the_old_site() {
    let folder = TempDir::new().unwrap();
    put(&site(&folder), &[("index.html", "a"), ("b.html", "b")]).unwrap();
    let before = contents(&site(&folder));
    let mut pages = pages(&[("index.html", "new"), ("c.html", "c")]);
    let broken = || Err(Diagnostic::new(&codes::BAD_THEME, "a template is broken"));
    pages.push(Page::new("d.html", Kind::Html, broken));
    let mut sink = Sink::default();
    assert!(publish(&pages, &site(&folder), Options { minify: true }, &|| {}, &mut sink).is_err());
    assert_eq!(sink.finish()[0].code, &codes::BAD_THEME);
    assert_eq!(contents(&site(&folder)), before);
    assert_eq!(beside(&folder), Vec::<String>::new());
}

#[test]
fn what_a_killed_build_left_beside_the_site_is_cleared() {
    let folder = TempDir::new().unwrap();
    put(&site(&folder), &[("index.html", "a")]).unwrap();
    let staging = folder.path().join(".site.covsite-next");
    fs::create_dir_all(staging.join("b")).unwrap();
    fs::write(staging.join("b/half.html"), "half").unwrap();
    put(&site(&folder), &[("index.html", "b")]).unwrap();
    assert_eq!(contents(&site(&folder))["index.html"], "b");
    assert_eq!(beside(&folder), Vec::<String>::new());
}

#[test]
fn changes_that_were_written_down_are_carried_on() {
    let folder = TempDir::new().unwrap();
    put(&site(&folder), &[("index.html", "a"), ("gone.html", "x")]).unwrap();
    let staging = folder.path().join(".site.covsite-next");
    fs::create_dir_all(&staging).unwrap();
    fs::write(staging.join("index.html"), "from the journal").unwrap();
    fs::write(staging.join(".covsite-journal"), "move index.html\nmove ../../evil\nremove gone.html\nend\n").unwrap();
    // The next build finds the page as the journal left it: nothing is to be written for it.
    let outcome = put(&site(&folder), &[("index.html", "from the journal")]).unwrap();
    assert_eq!(outcome.written, 0);
    assert!(!site(&folder).join("gone.html").exists());
}

#[test]
fn a_journal_that_was_cut_off_is_not_begun() {
    let folder = TempDir::new().unwrap();
    put(&site(&folder), &[("index.html", "a"), ("b.html", "b")]).unwrap();
    let staging = folder.path().join(".site.covsite-next");
    fs::create_dir_all(&staging).unwrap();
    fs::write(staging.join(".covsite-journal"), "remove b.html\n").unwrap();
    let outcome = put(&site(&folder), &[("index.html", "a"), ("b.html", "b")]).unwrap();
    assert_eq!(outcome.written, 0);
}

#[test]
fn builds_at_the_same_time_take_turns() {
    let folder = TempDir::new().unwrap();
    let out = site(&folder);
    std::thread::scope(|scope| {
        for text in ["one", "two", "three", "four"] {
            let out = &out;
            scope.spawn(move || put(out, &[("index.html", text), ("same.html", "same"), (text, text)]).unwrap());
        }
    });
    let there = contents(&out);
    let text = there["index.html"].clone();
    assert_eq!(there.len(), 4, "{there:?}");
    assert_eq!(there[&text], text);
    assert_eq!(beside(&folder), Vec::<String>::new());
}

#[cfg(unix)]
#[test]
fn a_link_to_a_folder_stays_a_link() {
    let folder = TempDir::new().unwrap();
    let real = folder.path().join("real");
    fs::create_dir(&real).unwrap();
    std::os::unix::fs::symlink(&real, site(&folder)).unwrap();
    put(&site(&folder), &[("index.html", "a")]).unwrap();
    put(&site(&folder), &[("index.html", "b")]).unwrap();
    assert!(site(&folder).is_symlink());
    assert_eq!(contents(&real)["index.html"], "b");
}

#[cfg(unix)]
#[test]
fn a_folder_that_cannot_be_written_is_a_diagnostic() {
    let folder = TempDir::new().unwrap();
    fs::write(folder.path().join("file"), "").unwrap();
    let problems = put(&folder.path().join("file/site"), &[("index.html", "a")]).unwrap_err();
    assert_eq!(problems[0].code, &codes::OUTPUT);
    assert!(problems[0].help.is_some());
}
