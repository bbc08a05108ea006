//! Links and pictures of a note.

use std::fmt::Write as _;

use super::Renderer;
use crate::site::html::escape;
use crate::site::links::Resolved;
use crate::site::pictures::Size;

/// The end of a link. Links do not nest.
const LINK_END: &str = "</a>";

impl Renderer<'_> {
    /// Whether a link is open: no other can begin in it.
    pub(super) fn in_link(&self) -> bool {
        self.open_links.contains(&LINK_END)
    }

    fn resolved(&mut self) -> Option<&Resolved> {
        self.next_link += 1;
        self.links.get(self.next_link - 1)
    }

    pub(super) fn start_link(&mut self) {
        let inside = self.in_link();
        let href = match self.resolved() {
            Some(Resolved::Href(href)) if !inside => Some(href.clone()),
            _ => None,
        };
        self.open_links.push(if href.is_some() { LINK_END } else { "" });
        if let Some(href) = href {
            let outside = if href.contains("://") { " rel=\"noreferrer\"" } else { "" };
            let _ = write!(self.out, "<a href=\"{}\"{outside}>", escape(&href));
        }
    }

    /// A picture of the project is shown with its words below it; one on another host becomes a link, and what the site
    /// does not have its words alone.
    pub(super) fn start_picture(&mut self) {
        let inside = self.in_link();
        let resolved = self.resolved().cloned();
        let end = match resolved {
            Some(Resolved::Picture(href, Size { width, height })) => {
                let href = escape(&href);
                let _ = write!(
                    self.out,
                    "<span class=\"picture\"><img src=\"{href}\" width=\"{width}\" height=\"{height}\" alt=\"\" loading=\"lazy\"><span>"
                );
                "</span></span>"
            }
            Some(Resolved::RemotePicture(href)) if !inside => {
                let _ = write!(self.out, "<a href=\"{}\" rel=\"noreferrer\">picture: ", escape(&href));
                LINK_END
            }
            Some(Resolved::Href(href)) if !inside => {
                let _ = write!(self.out, "<a href=\"{}\">picture: ", escape(&href));
                LINK_END
            }
            _ => "",
        };
        self.open_links.push(end);
    }
}
