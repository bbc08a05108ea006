//! What every page has around its own content: title, navigation, breadcrumbs, footer.
//!
//! Pages of files, folders and notes show nothing there that another file or commit could change: a rebuild then
//! rewrites only the pages that say something else.

use serde::Serialize;

use super::Site;
use super::numbers::{self, NBSP};
use super::routes;
use crate::model::claim::Verdict;
use crate::model::note::State;
use crate::model::phase::PhaseStatus;

/// The texts that the frame has beside those of its template, for themes that translate them.
pub const TITLES: [&str; 19] = [
    "Overview",
    "Measured",
    "Coverage",
    "Tests",
    "Trend",
    "Written",
    "Notes",
    "Phases",
    "Gaps",
    "Checked",
    "Gates",
    "Claims",
    "Shared",
    "Badges",
    "About the numbers",
    "open",
    "done",
    "pass",
    "contradicted",
];

/// The frame of one page, ready for the template.
#[derive(Debug, Serialize)]
pub struct Frame {
    /// The site's title.
    pub site: String,
    /// The page's title, with the site's behind it.
    pub title: String,
    /// One sentence for search engines and previews.
    pub description: String,
    /// The way to the root: `../` for each folder.
    pub up: String,
    /// Whether search engines may come.
    pub index: bool,
    /// Whether there is a feed.
    pub feed: bool,
    nav: Vec<Group>,
    crumbs: Vec<Crumb>,
    actions: Vec<Action>,
    data: Option<Data>,
}

#[derive(Debug, Serialize)]
struct Group {
    id: &'static str,
    title: String,
    items: Vec<Item>,
}

#[derive(Debug, Serialize)]
struct Item {
    title: String,
    href: String,
    current: bool,
    count: String,
    unit: String,
    bad: bool,
}

/// A step of the way to the page.
#[derive(Clone, Debug, Serialize)]
pub struct Crumb {
    /// Its words.
    pub title: String,
    /// Its page; `None` for the page itself.
    pub href: Option<String>,
}

/// A link at the top right.
#[derive(Clone, Debug, Serialize)]
pub struct Action {
    /// Its words.
    pub title: String,
    /// Where it leads.
    pub href: String,
    /// Whether it leads to another host.
    pub outside: bool,
}

#[derive(Debug, Serialize)]
struct Data {
    commit: Option<String>,
    iso: Option<String>,
    time: Option<String>,
}

/// What a page says of itself.
pub struct About<'a> {
    /// Where it lies.
    pub place: &'a str,
    /// Its title; empty for the home page.
    pub title: &'a str,
    /// Its description.
    pub description: String,
    /// The entry of the navigation that it belongs to: the place of that page.
    pub section: &'static str,
    /// Whether it may show what the whole project's numbers are.
    pub whole: bool,
}

impl Frame {
    /// The frame of a page, without breadcrumbs.
    pub fn new(site: &Site<'_>, about: About<'_>) -> Self {
        let title = if about.title.is_empty() {
            format!("{}: are we all right?", site.title)
        } else {
            format!("{} · {}", about.title, site.title)
        };
        Self {
            site: site.title.clone(),
            title,
            description: about.description,
            up: routes::up(about.place),
            index: site.config.site.index,
            feed: site.has_feed(),
            nav: navigation(site, about.place, about.section, about.whole),
            crumbs: Vec::new(),
            actions: Vec::new(),
            data: about.whole.then(|| data(site)).flatten(),
        }
    }

    /// The same with the way to the page: each step's words and place; the last one is the page itself.
    #[must_use]
    pub fn crumbs(mut self, site: &Site<'_>, place: &str, steps: &[(&str, Option<&str>)]) -> Self {
        self.crumbs.push(Crumb { title: site.title.clone(), href: Some(routes::link(place, routes::HOME)) });
        for (title, to) in steps {
            let href = to.map(|to| routes::link(place, to));
            self.crumbs.push(Crumb { title: (*title).to_owned(), href });
        }
        self
    }

    /// The same with a link to a file of the site at the top right.
    #[must_use]
    pub fn action(mut self, title: &str, href: String) -> Self {
        self.actions.push(Action { title: title.to_owned(), href, outside: false });
        self
    }

    /// The same with a link to the forge, where one is known.
    #[must_use]
    pub fn forge(mut self, href: Option<String>) -> Self {
        let action = |href: String| Action { title: forge_name(&href).to_owned(), href, outside: true };
        self.actions.extend(href.map(action));
        self
    }
}

/// What a link to a file of the repository is called: after the host that a reader knows it by.
pub fn forge_name(href: &str) -> &'static str {
    let host = href.split_once("://").map_or(href, |(_, rest)| rest).split('/').next().unwrap_or_default();
    let known =
        [("github", "On GitHub"), ("gitlab", "On GitLab"), ("bitbucket", "On Bitbucket"), ("codeberg", "On Codeberg")];
    known.iter().find(|(name, _)| host.contains(name)).map_or("In the repository", |(_, words)| words)
}

fn data(site: &Site<'_>) -> Option<Data> {
    let commit = site.findings.git.head.as_deref().map(|hash| hash.chars().take(7).collect());
    let (iso, time) = site.findings.generated_at.and_then(numbers::time).unzip();
    (commit.is_some() || time.is_some()).then_some(Data { commit, iso, time })
}

fn navigation(site: &Site<'_>, from: &str, section: &str, counts: bool) -> Vec<Group> {
    let item = |title, to: &'static str, count: fn(&Site<'_>) -> Count| {
        let (count, unit, bad) = if counts { count(site) } else { None }.unwrap_or_default();
        let (title, unit) = (site.theme.word(title), site.theme.word(unit));
        Item { title, href: routes::link(from, to), current: to == section, count, unit, bad }
    };
    let group = |id, title, items| Group { id, title: site.theme.word(title), items };
    vec![
        group("", "", vec![item("Overview", routes::HOME, |_| None)]),
        group(
            "measured",
            "Measured",
            vec![
                item("Coverage", routes::COVERAGE, coverage_count),
                item("Tests", routes::TESTS, tests_count),
                item("Trend", routes::TREND, |_| None),
            ],
        ),
        group(
            "written",
            "Written",
            vec![
                item("Notes", routes::NOTES, |site| some_count(site.inputs.notes.len(), "")),
                item("Phases", routes::PHASES, phases_count),
                item("Gaps", routes::GAPS, |site| some_count(open_gaps(site), "open")),
            ],
        ),
        group(
            "checked",
            "Checked",
            vec![item("Gates", routes::GATES, gates_count), item("Claims", routes::CLAIMS, claims_count)],
        ),
        group(
            "shared",
            "Shared",
            vec![item("Badges", routes::BADGES, |_| None), item("About the numbers", routes::ABOUT, |_| None)],
        ),
    ]
}

type Count = Option<(String, &'static str, bool)>;

fn some_count(n: usize, unit: &'static str) -> Count {
    (n > 0).then(|| (numbers::count(n as u64), unit, false))
}

fn coverage_count(site: &Site<'_>) -> Count {
    let (_, ratio) = site.primary()?;
    (!ratio.is_empty()).then(|| (format!("{}{NBSP}%", ratio.percent_digits(site.decimals())), "", false))
}

fn tests_count(site: &Site<'_>) -> Count {
    let tests = site.findings.tests?;
    Some(match tests.not_passed() {
        0 if !site.inputs.results.breakdowns.is_empty() => ("run failed".to_owned(), "", true),
        0 => (numbers::count(tests.total), "", false),
        failed => (format!("{} failed", numbers::count(failed)), "", true),
    })
}

fn phases_count(site: &Site<'_>) -> Count {
    let phases = &site.findings.phases;
    let done = phases.iter().filter(|phase| phase.status == PhaseStatus::Done).count();
    (!phases.is_empty()).then(|| (format!("{done}/{}", phases.len()), "done", false))
}

/// Gaps that are not closed.
pub fn open_gaps(site: &Site<'_>) -> usize {
    site.findings.gaps.iter().filter(|gap| gap.state != State::Closed).count()
}

fn gates_count(site: &Site<'_>) -> Count {
    let (passed, judged) = site.findings.gates_passed();
    (judged > 0).then(|| (format!("{passed}/{judged}"), "pass", false))
}

fn claims_count(site: &Site<'_>) -> Count {
    match site.findings.claims_with(Verdict::Contradicted) {
        0 => some_count(site.findings.claims.len(), ""),
        bad => Some((numbers::count(bad as u64), "contradicted", true)),
    }
}
