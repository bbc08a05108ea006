//! All questions of a build answered together: the tree once, each kind of git question once, side by side.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::git::{self, Repository};
use super::tree::{Resolved, Tree, Wanted};
use super::{commands, environment, lines, markers, measures, packages, scan, settings};
use crate::diagnostics::Sink;
use crate::model::contents::{LinesWanted, SettingWanted};
use crate::model::inputs::{Inputs, Report};
use crate::model::paths::ProjectPath;
use crate::model::question::{Answer, Answers, FileAnswer, Question};

/// Answers `questions`, and says where the project stands in git, which commits its reports belong to and how often
/// its measured files changed. Without git everything that only history can say stays open. A git that fails or
/// takes too long is a diagnostic, never an error. `memory` keeps what git said for the next time, where it is given.
pub fn answer(
    inputs: &Inputs,
    questions: &BTreeSet<Question>,
    memory: Option<&git::Memory>,
    sink: &mut Sink,
) -> Answers {
    let mut answers = Answers::default();
    let commits: Vec<&str> = questions.iter().filter_map(as_commit).chain(configured(inputs)).collect();
    let repository = Repository::open(&inputs.root, &commits, memory, sink);
    answers.git = repository.as_ref().map(Repository::state).unwrap_or_default();

    let (mut files, absent) = look_in_tree(inputs, questions);
    if let Some(repository) = &repository {
        let measured: BTreeSet<&str> = inputs.coverage.files.keys().map(ProjectPath::as_str).collect();
        let files_of_reports = inputs.reports.iter().map(Report::file);
        let wanted =
            files_of_reports.chain(inputs.tree.iter().map(ProjectPath::as_str)).chain(measured.iter().copied());
        let wanted: BTreeSet<&str> = if inputs.reports.is_empty() { BTreeSet::new() } else { wanted.collect() };
        let mut sinks = [Sink::default(), Sink::default(), Sink::default()];
        let [touch_sink, change_sink, deletion_sink] = &mut sinks;
        let ((touches, overtaken, outdated), (changes, histories)) = rayon::join(
            || {
                let reports = &inputs.reports;
                let edited = git::edited(repository, &wanted, touch_sink);
                let touches = git::touches(repository, reports, &measured, &edited, touch_sink);
                let overtaken = git::overtaken(repository, reports, &touches, &measured, touch_sink);
                let outdated = git::outdated(&inputs.root, reports, &touches, (&measured, &edited), touch_sink);
                (touches, overtaken, outdated)
            },
            || {
                rayon::join(
                    || git::changes(repository, &measured, change_sink),
                    || git::deletions(repository, &absent, deletion_sink),
                )
            },
        );
        for filled in sinks {
            sink.absorb(filled);
        }
        answers.reports = touches;
        answers.overtaken = overtaken;
        answers.outdated = outdated;
        answers.changes = changes;
        for (written, history) in histories {
            if let Some(answer) = files.get_mut(written) {
                answer.history = history;
            }
        }
    }
    let mut scanned = scan::scan(inputs, questions);
    let pointed: Vec<_> = questions.iter().filter_map(as_lines).collect();
    let mut pointed = lines::look(inputs, repository.as_ref(), &pointed, &files, sink);
    let settings: Vec<_> = questions.iter().filter_map(as_setting).collect();
    let mut set = settings::look(inputs, repository.as_ref(), &settings, &files, sink);
    let days: BTreeSet<Date> = questions.iter().filter_map(as_day).collect();
    let mut trees = repository.as_ref().map(|repository| git::trees(repository, &days, sink)).unwrap_or_default();
    let mut named = packages::look(inputs, &questions.iter().filter_map(as_package).collect::<Vec<_>>());
    answers.answers = questions
        .iter()
        .filter_map(|question| {
            let answer = match question {
                Question::Changes(base) => {
                    Answer::Changes(repository.as_ref().and_then(|repository| git::patch(repository, base, sink)))
                }
                Question::RunBefore(wanted) => Answer::RunBefore(git::run_before(&inputs.root, wanted)),
                Question::Markers(path) => Answer::Markers(markers::markers(inputs, path)),
                Question::Command(command) => Answer::Command(commands::last(&inputs.root, command)),
                Question::Scan(scan) => Answer::Scan(scanned.remove(scan)?),
                Question::Variable(name) => Answer::Variable(environment::variable(name)),
                Question::Commit(hash) => Answer::Commit(git::commit(repository.as_ref(), hash)),
                Question::File(written) => Answer::File(files.remove(written.as_str())?),
                Question::TestFunctions(path) => Answer::TestFunctions(measures::test_functions(inputs, path)),
                Question::Lines(wanted) => Answer::Lines(pointed.remove(wanted)),
                Question::Setting(wanted) => Answer::Setting(set.remove(wanted).unwrap_or_default()),
                Question::FilesOn(day) => Answer::FilesOn(trees.remove(day)),
                Question::Package(name) => Answer::Package(named.remove(name.as_str()).unwrap_or_default()),
            };
            Some((question.clone(), answer))
        })
        .collect();
    answers
}

fn as_commit(question: &Question) -> Option<&str> {
    match question {
        Question::Commit(hash) => Some(hash),
        _ => None,
    }
}

fn as_setting(question: &Question) -> Option<&SettingWanted> {
    match question {
        Question::Setting(wanted) => Some(wanted),
        _ => None,
    }
}

fn as_day(question: &Question) -> Option<Date> {
    match question {
        Question::FilesOn(day) => Some(*day),
        _ => None,
    }
}

fn as_package(question: &Question) -> Option<&str> {
    match question {
        Question::Package(name) => Some(name),
        _ => None,
    }
}

fn as_lines(question: &Question) -> Option<&LinesWanted> {
    match question {
        Question::Lines(wanted) => Some(wanted),
        _ => None,
    }
}

/// The commits that the configuration names for reports.
fn configured(inputs: &Inputs) -> impl Iterator<Item = &str> {
    inputs.reports.iter().filter_map(|report| report.commit.as_deref())
}

/// What the tree says of each path that is asked about, and the paths that history is to be asked about.
fn look_in_tree<'q>(
    inputs: &Inputs,
    questions: &'q BTreeSet<Question>,
) -> (BTreeMap<&'q str, FileAnswer>, BTreeSet<&'q str>) {
    let wanted: Vec<&str> = questions
        .iter()
        .filter_map(|question| match question {
            Question::File(path) => Some(path.as_str()),
            _ => None,
        })
        .collect();
    let (mut files, mut absent) = (BTreeMap::new(), BTreeSet::new());
    if wanted.is_empty() {
        return (files, absent);
    }
    let root = std::path::absolute(&inputs.root).unwrap_or_else(|_| inputs.root.clone());
    let root_name = root.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let tree = Tree::new(&inputs.tree, &root_name);
    for written in wanted {
        let mut answer = FileAnswer { tree_has_sources: tree.has_sources(), ..FileAnswer::default() };
        match tree.resolve(written) {
            Resolved::Found(present) => answer.present = present,
            Resolved::Ambiguous => answer.ambiguous = true,
            Resolved::Absent if !Wanted::read(written).segments.is_empty() => {
                absent.insert(written);
            }
            Resolved::Absent => {}
        }
        files.insert(written, answer);
    }
    (files, absent)
}
