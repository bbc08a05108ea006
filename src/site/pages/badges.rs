//! Every badge with what to copy into a README.

use serde::Serialize;

use super::fill;
use crate::diagnostics::Diagnostic;
use crate::site::badge::{self, Badge, Group};
use crate::site::frame::{About, Frame};
use crate::site::html::escape;
use crate::site::{Site, routes};

/// Where it lies.
pub const PLACE: &str = routes::BADGES;

#[derive(Serialize)]
struct Badges {
    lead: &'static str,
    groups: Vec<GroupView>,
}

#[derive(Serialize)]
struct GroupView {
    id: &'static str,
    title: &'static str,
    badges: Vec<BadgeView>,
}

#[derive(Serialize)]
struct BadgeView {
    title: String,
    file: String,
    width: u32,
    label: String,
    message: String,
    markdown: String,
    others: String,
}

/// Renders the page.
pub fn render(site: &Site<'_>) -> Result<Vec<u8>, Diagnostic> {
    let lead = if site.config.site.base_url.is_some() {
        "Static pictures made with the site: no service in between. White text on each colour has a contrast of at least 5:1; the words carry the meaning, the colour repeats it."
    } else {
        "Static pictures made with the site: no service in between. Set [site] base_url, and the snippets hold the whole address."
    };
    let frame = Frame::new(
        site,
        About { place: PLACE, title: "Badges", description: lead.into(), section: PLACE, whole: true },
    )
    .crumbs(site, PLACE, &[("badges", None)]);
    let badges = badge::all(site);
    let titles = [
        (Group::Project, "project", "The project"),
        (Group::Component, "components", "Components"),
        (Group::Flag, "flags", "Flags"),
        (Group::Gate, "gates", "Gates"),
    ];
    let groups = titles.into_iter().map(|(group, id, title)| {
        let badges = badges.iter().filter(|badge| badge.group == group).map(|badge| view(site, badge)).collect();
        GroupView { id, title, badges }
    });
    let groups = groups.filter(|group| !group.badges.is_empty()).collect();
    fill(site, "badges.html", &frame, &Badges { lead, groups })
}

fn view(site: &Site<'_>, badge: &Badge) -> BadgeView {
    let base = site.base_url().unwrap_or_default();
    let (picture, target) = (format!("{base}badges/{}.svg", badge.file), format!("{base}index.html"));
    let label = &badge.label;
    let others = format!(
        "{}\n\nimage:{picture}[{},link={target}]\n\n.. image:: {picture}\n   :target: {target}\n   :alt: {label}",
        html(badge, &base),
        label.replace(']', "")
    );
    BadgeView {
        title: badge.title.clone(),
        file: badge.file.clone(),
        width: badge::width(badge),
        label: badge.label.clone(),
        message: badge.message.clone(),
        markdown: markdown(badge, &base),
        others,
    }
}

/// A badge in Markdown, leading to the site at `base`.
pub fn markdown(badge: &Badge, base: &str) -> String {
    let plain = |c: char| if c.is_control() || matches!(c, '[' | ']' | '<' | '\\' | '`') { ' ' } else { c };
    let label: String = badge.label.chars().map(plain).collect();
    format!("[![{}]({base}badges/{}.svg)]({base}index.html)", label.trim(), badge.file)
}

/// A badge in HTML, leading to the site at `base`.
pub fn html(badge: &Badge, base: &str) -> String {
    let label = escape(&badge.label);
    format!("<a href=\"{base}index.html\"><img src=\"{base}badges/{}.svg\" alt=\"{label}\"></a>", badge.file)
}
