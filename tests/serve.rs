//! `covsite serve` as a browser meets it: pages, what is refused, and that a saved file is on the next page.

#![expect(clippy::unwrap_used, clippy::panic, reason = "tests")]

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use crate::common::project::Project;

/// Longer than anything takes on a machine that has other things to do.
const PATIENCE: Duration = Duration::from_secs(60);

/// A server that is ended with the test.
struct Server {
    child: Child,
    port: u16,
    lines: Receiver<String>,
}

impl Server {
    fn start(project: &Project, arguments: &[&str]) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_covsite"))
            .args(if arguments.contains(&"--port") { vec!["serve"] } else { vec!["serve", "--port", "0"] })
            .args(arguments)
            .current_dir(project.root())
            .env("NO_COLOR", "1")
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let (sender, lines) = channel();
        let (stdout, stderr) = (child.stdout.take().unwrap(), child.stderr.take().unwrap());
        let other = sender.clone();
        std::thread::spawn(move || {
            BufReader::new(stdout).lines().map_while(Result::ok).try_for_each(|it| sender.send(it))
        });
        std::thread::spawn(move || {
            BufReader::new(stderr).lines().map_while(Result::ok).try_for_each(|it| other.send(it))
        });
        let mut server = Self { child, port: 0, lines };
        let line = server.hears("serving");
        server.port = line.trim_end_matches('/').rsplit(':').next().unwrap().parse().unwrap();
        server
    }

    /// Waits for a line that holds these words.
    fn hears(&self, words: &str) -> String {
        let mut heard = Vec::new();
        loop {
            let Ok(line) = self.lines.recv_timeout(PATIENCE) else { panic!("never said `{words}`, but {heard:#?}") };
            if line.contains(words) {
                return line;
            }
            heard.push(line);
        }
    }

    fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        stream
    }

    /// The answer to a request as it is written: `{port}` stands for the port.
    fn raw(&self, request: &str) -> String {
        let mut stream = self.connect();
        stream.write_all(request.replace("{port}", &self.port.to_string()).as_bytes()).unwrap();
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer);
        String::from_utf8_lossy(&answer).into_owned()
    }

    fn get(&self, path: &str) -> String {
        self.raw(&format!("GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{{port}}\r\nConnection: close\r\n\r\n"))
    }

    fn status(&self, request: &str) -> u16 {
        let answer = self.raw(request);
        answer.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or_else(|| panic!("{request}: {answer}"))
    }

    /// Opens the events of a page with the mark that it has now.
    fn events(&self, page: &str) -> BufReader<TcpStream> {
        let html = self.get(page);
        let mark = html.split("data-mark=\"").nth(1).unwrap().split('"').next().unwrap();
        let mut stream = self.connect();
        let head =
            format!("GET /_covsite/events?page={page}&mark={mark} HTTP/1.1\r\nHost: localhost:{}\r\n\r\n", self.port);
        stream.write_all(head.as_bytes()).unwrap();
        let mut reader = BufReader::new(stream);
        let mut line = String::new();
        while !line.contains("retry") {
            line.clear();
            assert!(reader.read_line(&mut line).unwrap() > 0, "no event stream for {page}");
        }
        reader
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Waits for the event that a page has changed.
fn changed(reader: &mut BufReader<TcpStream>) {
    let (mut line, start) = (String::new(), Instant::now());
    while !line.contains("event: changed") {
        line.clear();
        assert!(start.elapsed() < PATIENCE, "no event came");
        assert!(reader.read_line(&mut line).unwrap() > 0, "the stream ended without an event");
    }
}

fn project() -> Project {
    let project = Project::new();
    project
        .write("lcov.info", "SF:src/a.py\nDA:1,1\nDA:2,0\nend_of_record\n")
        .write("src/a.py", "x = 1\ny = 2\n")
        .write("docs/a.md", "# First words\n\n50 % of lines are covered.\n")
        .write("docs/b.md", "# Another note\n");
    project
}

#[test]
fn pages_are_served_from_memory_with_the_script_that_reloads_them() {
    let project = project();
    let server = Server::start(&project, &[]);
    let home = server.get("/");
    assert!(home.starts_with("HTTP/1.1 200") && home.contains("text/html"), "{home}");
    assert!(home.contains("Not known") && home.contains("<script src=\"/_covsite/live.js\" data-mark="), "{home}");
    for header in
        ["x-content-type-options: nosniff", "cross-origin-resource-policy: same-origin", "cache-control: no-cache"]
    {
        assert!(home.contains(header), "{header}\n{home}");
    }
    assert!(server.get("/assets/site.css").contains("content-type: text/css"));
    assert!(server.get("/data/site.json").contains("\"verdict\""));
    assert!(server.get("/_covsite/live.js").contains("EventSource"));
    assert!(server.get("/coverage/src/a.py.html").contains("y = 2"));
    let folder = server.get("/notes/docs/a");
    assert!(folder.starts_with("HTTP/1.1 302") && folder.contains("location: /notes/docs/a/"), "{folder}");
    let missing = server.get("/notes/nowhere/");
    assert!(missing.starts_with("HTTP/1.1 404") && missing.contains("There is no such page"), "{missing}");
    assert!(!project.root().join("site").exists() && !project.root().join(".covsite").exists());
}

#[test]
fn a_page_that_did_not_change_is_not_sent_twice() {
    let project = project();
    let server = Server::start(&project, &[]);
    let page = server.get("/");
    let tag = page.lines().find_map(|line| line.strip_prefix("etag: ")).unwrap().to_owned();
    let again =
        format!("GET / HTTP/1.1\r\nHost: localhost:{{port}}\r\nIf-None-Match: {tag}\r\nConnection: close\r\n\r\n");
    let again = server.raw(&again);
    assert!(again.starts_with("HTTP/1.1 304") && again.ends_with("\r\n\r\n"), "{again}");
    let head = server.raw("HEAD / HTTP/1.1\r\nHost: localhost:{port}\r\nConnection: close\r\n\r\n");
    assert!(head.starts_with("HTTP/1.1 200") && head.ends_with("\r\n\r\n"), "{head}");
}

#[test]
fn other_hosts_methods_and_paths_are_refused() {
    let project = project();
    project.write("secret.txt", "not published");
    let server = Server::start(&project, &[]);
    let with = |lines: &str| server.status(&format!("GET / HTTP/1.1\r\n{lines}Connection: close\r\n\r\n"));
    assert_eq!(with("Host: 127.0.0.1:{port}\r\n"), 200);
    assert_eq!(with("Host: evil.example\r\n"), 421);
    assert_eq!(with(""), 421);
    assert_eq!(with("Host: 127.0.0.1:{port}\r\nOrigin: https://evil.example\r\n"), 403);
    assert_eq!(with("Host: 127.0.0.1:{port}\r\nSec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: no-cors\r\n"), 403);
    assert_eq!(with(&format!("Host: 127.0.0.1:{{port}}\r\nX: {}\r\n", "a".repeat(40_000))), 431);
    let method =
        server.raw("POST / HTTP/1.1\r\nHost: localhost:{port}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
    assert!(method.starts_with("HTTP/1.1 405") && method.contains("allow: GET, HEAD"), "{method}");
    for path in ["/../secret.txt", "/%2e%2e/secret.txt", "/secret.txt", "//etc/passwd", "/a%00", "/..%5csecret.txt"] {
        let answer = server.get(path);
        assert!(answer.starts_with("HTTP/1.1 4") && !answer.contains("not published"), "{path}: {answer}");
    }
    // What is no HTTP at all neither hangs nor ends the server.
    let _ = server.raw("\u{1}\u{2}\r\n\r\n");
    assert!(server.get("/").starts_with("HTTP/1.1 200"));
}

#[test]
fn a_saved_note_changes_its_page_and_the_pages_that_speak_of_it_only() {
    let project = project();
    let server = Server::start(&project, &[]);
    let (mut note, mut list) = (server.events("/notes/docs/a/"), server.events("/notes/"));
    let other = server.get("/notes/docs/b/");
    project.write("docs/a.md", "# Second words\n\n50 % of lines are covered.\n");
    changed(&mut note);
    changed(&mut list);
    assert!(server.get("/notes/docs/a/").contains("Second words"));
    let mark = |page: &str| page.split("data-mark=\"").nth(1).unwrap()[..24].to_owned();
    assert_eq!(mark(&other), mark(&server.get("/notes/docs/b/")), "a note that nobody touched is the same page");
    server.hears("docs/a.md");
}

#[test]
fn everything_else_that_changes_is_seen_too() {
    let project = project();
    let server = Server::start(&project, &[]);
    // A source.
    let mut page = server.events("/coverage/src/a.py.html");
    project.write("src/a.py", "x = 1\nz = 3\n");
    changed(&mut page);
    assert!(server.get("/coverage/src/a.py.html").contains("z = 3"));
    // A report.
    let mut page = server.events("/coverage/");
    project.write("lcov.info", "SF:src/a.py\nDA:1,1\nDA:2,1\nend_of_record\n");
    changed(&mut page);
    assert!(server.get("/").contains("100.0"));
    // A new note in a new folder.
    let mut page = server.events("/notes/docs/new/c/");
    project.write("docs/new/c.md", "# Third note\n");
    changed(&mut page);
    assert!(server.get("/notes/docs/new/c/").contains("Third note"));
    // A note that goes.
    let mut page = server.events("/notes/docs/b/");
    project.remove("docs/b.md");
    changed(&mut page);
    assert!(server.get("/notes/docs/b/").starts_with("HTTP/1.1 404"));
    // A configuration that comes.
    let mut page = server.events("/");
    project.write("covsite.toml", "[site]\ntitle = \"Named by hand\"\n");
    changed(&mut page);
    assert!(server.get("/").contains("Named by hand"));
}

#[test]
fn inputs_that_can_not_be_used_are_said_on_the_page_until_they_can() {
    let project = project();
    project.write("covsite.toml", "[site]\ntitle = \"Before\"\n");
    let server = Server::start(&project, &[]);
    let mut page = server.events("/");
    project.write("covsite.toml", "[site]\ntitel = \"<b>\"\n");
    changed(&mut page);
    let home = server.get("/");
    assert!(home.contains("Before") && home.contains("id=\"covsite-complaint\""), "{home}");
    assert!(home.contains("unknown field `titel`") && !home.contains("<b>\"</pre>"), "{home}");
    server.hears("kept");
    // A note that is saved meanwhile does not hide it.
    project.write("docs/a.md", "# Meanwhile\n");
    server.hears("kept");
    assert!(server.get("/").contains("covsite-complaint"));
    let mut page = server.events("/");
    project.write("covsite.toml", "[site]\ntitle = \"After\"\n");
    changed(&mut page);
    let home = server.get("/");
    assert!(home.contains("After") && !home.contains("covsite-complaint"), "{home}");
    assert!(server.get("/notes/docs/a/").contains("Meanwhile"));
}

#[test]
fn a_commit_is_noticed() {
    let project = project();
    let first = project.commit("2026-02-20", "first");
    let server = Server::start(&project, &[]);
    let mut page = server.events("/");
    assert!(server.get("/").contains(&first[..7]));
    let second = project.commit("2026-02-21", "second");
    changed(&mut page);
    assert!(server.get("/").contains(&second[..7]));
}

#[test]
fn an_edit_that_is_not_committed_is_noticed() {
    let project = project();
    project.commit("2026-02-20", "first");
    let server = Server::start(&project, &[]);
    let mut page = server.events("/about/");
    assert!(!server.get("/about/").contains("sources changed since"));
    project.write("src/a.py", "x = 1\ny = 3\n");
    changed(&mut page);
    assert!(server.get("/about/").contains("sources changed since"));
}

#[test]
fn a_theme_is_read_again_and_its_errors_are_said() {
    let project = project();
    project
        .write("covsite.toml", "[site]\ntheme = \"theme\"\n")
        .write("theme/templates/search.html", "{% extends \"page.html\" %}");
    let server = Server::start(&project, &[]);
    let mut page = server.events("/search/");
    project
        .write("theme/templates/search.html", "{% extends \"page.html\" %}{% block main %}<h1>Ours</h1>{% endblock %}");
    changed(&mut page);
    let mut page = server.events("/search/");
    project
        .write("theme/templates/search.html", "{% extends \"page.html\" %}{% block main %}<h1>{{ </h1>{% endblock %}");
    changed(&mut page);
    let search = server.get("/search/");
    assert!(search.contains("<h1>Ours</h1>") && search.contains("bad-theme"), "{search}");
}

#[test]
fn a_port_that_is_taken_is_no_reason_to_fail() {
    let project = project();
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    let server = Server::start(&project, &["--port", &port]);
    assert_ne!(server.port.to_string(), port);
    assert!(server.get("/").starts_with("HTTP/1.1 200"));
}

#[test]
fn looking_from_time_to_time_sees_it_too() {
    let project = project();
    let server = Server::start(&project, &["--poll"]);
    let mut page = server.events("/notes/docs/a/");
    project.write("docs/a.md", "# Other words, and more of them\n");
    changed(&mut page);
}

#[cfg(unix)]
#[test]
fn an_interrupt_ends_it_without_a_word() {
    let project = project();
    let mut server = Server::start(&project, &[]);
    let interrupted = Command::new("kill").args(["-INT", &server.child.id().to_string()]).status().unwrap();
    assert!(interrupted.success());
    assert_eq!(server.child.wait().unwrap().code(), Some(0));
}

#[test]
fn what_can_not_be_built_at_first_ends_with_2() {
    let project = Project::new();
    let output = Command::new(env!("CARGO_BIN_EXE_covsite"))
        .args(["serve", "--port", "0"])
        .current_dir(project.root())
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("no-input"));
}
