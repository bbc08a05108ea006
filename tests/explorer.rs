//! What pages of large folders, of the trend and of badges say of parts of a project.

use std::fmt::Write as _;

use crate::common::project::Project;

/// A page of the site that is made anew, as the templates make it.
fn built(project: &Project, page: &str) -> Option<String> {
    project.build(false);
    project.page(page)
}

#[test]
fn the_filter_of_a_large_folder_knows_the_files_below() {
    let project = Project::new();
    let mut report = String::from("TN:\n");
    for file in 0..160 {
        let _ = write!(report, "SF:src/part{}/f{file}.py\nDA:1,{}\nDA:2,0\nend_of_record\n", file % 4, file % 2);
    }
    project.write("lcov.info", &report);
    let list = built(&project, "search/files.js").unwrap();
    assert!(list.starts_with("window.covsiteFiles=[[\"src/part0/f0.py\",\"\",0,2,[0]],"), "{list}");
    assert!(list.contains("[\"src/part3/f159.py\",\"\",1,2,[500000]]"), "{list}");
    let page = built(&project, "coverage/src/index.html").unwrap();
    assert!(page.contains("data-all=\"../../search/files.js\" data-up=\"../../\" data-folder=\"src/\""), "{page}");
    let small = built(&project, "coverage/src/part0/index.html").unwrap();
    assert!(!small.contains("data-all"), "a folder whose files all have rows asks for no list");
    project.write("lcov.info", "TN:\nSF:a.py\nDA:1,1\nend_of_record\n");
    assert_eq!(built(&project, "search/files.js"), None);
}

#[test]
fn parts_have_their_own_trend_and_badges() {
    let project = Project::new();
    project.write("a.py", "a\nb\n").write("lcov.info", "TN:\nSF:a.py\nDA:1,1\nDA:2,1\nend_of_record\n");
    let run = "{\"version\":1,\"commit\":\"4f1c9ae\",\"time\":\"2026-01-02T00:00:00Z\",\"totals\":{\"lines\":{\"covered\":1,\"total\":2}},\
               \"components\":{\"A\":{\"lines\":{\"covered\":1,\"total\":2}}},\"flags\":{\"unit\":{\"lines\":{\"covered\":1,\"total\":2}}},\"tests\":null}\n";
    project.write("runs.jsonl", run).write(
        "covsite.toml",
        "[history]\npath = 'runs.jsonl'\n[[components]]\nname = 'A'\npaths = ['a.py']\n[[reports]]\npaths = ['lcov.info']\nflag = 'unit'\n",
    );
    let trend = built(&project, "trend/index.html").unwrap();
    for part in [
        "<th scope=\"row\">A</th><td class=\"lo\">component</td>",
        "<th scope=\"row\">unit</th><td class=\"lo\">flag</td>",
    ] {
        assert!(trend.contains(part), "{part} is not in {trend}");
    }
    assert_eq!(trend.matches(">+50.0\u{A0}pp</span>").count(), 2);
    assert!(built(&project, "badges/flag-unit.svg").unwrap().contains("unit coverage: 100.0%"));
    let line = built(&project, "badges/trend.svg").unwrap();
    assert!(line.contains("stroke=\"#fff\"") && line.contains("d=\"M79.0 15.0 139.0 5.0\""), "{line}");
}
