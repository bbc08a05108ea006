//! From events to HTML.

mod footnotes;
mod links;

use std::fmt::Write as _;
use std::ops::Range;

use pulldown_cmark::{Alignment, BlockQuoteKind, CodeBlockKind, Event, Tag, TagEnd};

use footnotes::Footnotes;

use super::mark::Marks;
use super::raw::Open;
use crate::model::document::Column;
use crate::model::note::Note;
use crate::notes::markdown::Markdown;
use crate::site::html::{escape, escape_into};
use crate::site::links::{Resolved, heading_id};
use crate::site::{Site, routes};

/// What the page of a note shows of its text.
#[derive(Debug, Default)]
pub struct Rendered {
    /// The title as HTML, with its marks; `None` where the note does not begin with its title.
    pub title: Option<String>,
    /// The id that links to the title name.
    pub title_id: String,
    /// The rest.
    pub body: String,
}

/// Renders the note at `index`.
pub fn render(site: &Site<'_>, index: usize) -> Rendered {
    let note = &site.inputs.notes[index];
    let text = &note.text[note.body..];
    let markdown = Markdown::new(text);
    let mut renderer = Renderer {
        site,
        note,
        place: &site.routes.notes[index],
        links: &site.links[index],
        out: String::with_capacity(text.len() * 3 / 2),
        marks: Marks::new(site.findings.claims_of(index), note.body),
        raw: Open::default(),
        title: None,
        title_id: String::new(),
        depth: 0,
        heading: 0,
        shown_level: 1,
        next_link: 0,
        open_links: Vec::new(),
        table: TableState::default(),
        tables: 0,
        footnotes: Footnotes::default(),
        code: None,
        wide: None,
    };
    for (event, range) in markdown.events() {
        renderer.event(event, range.start + note.body..range.end + note.body);
    }
    renderer.raw.leave(&mut renderer.out, 0);
    renderer.marks.finish(&mut renderer.out);
    Rendered { title: renderer.title, title_id: renderer.title_id, body: renderer.out }
}

struct Renderer<'a> {
    site: &'a Site<'a>,
    note: &'a Note,
    place: &'a str,
    links: &'a [Resolved],
    out: String,
    marks: Marks<'a>,
    raw: Open,
    title: Option<String>,
    title_id: String,
    /// How many containers are open.
    depth: usize,
    /// How many headings have begun.
    heading: usize,
    /// The level of the last heading as shown.
    shown_level: u8,
    next_link: usize,
    /// End tags of the links and pictures that are open; empty for those that became text.
    open_links: Vec<&'static str>,
    table: TableState,
    tables: usize,
    footnotes: Footnotes,
    /// Text of the code block that is open.
    code: Option<String>,
    /// Whether the strong text that is open may name a file: where its words begin.
    wide: Option<usize>,
}

#[derive(Default)]
struct TableState {
    alignments: Vec<Alignment>,
    column: usize,
    in_head: bool,
}

impl Renderer<'_> {
    fn event(&mut self, event: Event<'_>, range: Range<usize>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag, &range),
            Event::Text(text) => self.text(&text, &range),
            Event::Code(code) => self.inline_code(&code, &range),
            // What a block of HTML opens stands beside it and not in it: `<details>` holds the paragraphs behind it.
            Event::Html(html) => _ = self.raw.write(&mut self.out, &html, self.depth.saturating_sub(1)),
            Event::InlineHtml(html) => _ = self.raw.write(&mut self.out, &html, self.depth),
            Event::InlineMath(text) | Event::DisplayMath(text) => escape_into(&mut self.out, &text),
            Event::SoftBreak => self.out.push('\n'),
            Event::HardBreak => self.out.push_str("<br>"),
            Event::Rule => self.out.push_str("<hr>\n"),
            Event::TaskListMarker(done) => self.out.push_str(if done {
                "<span class=\"v ok box\">done</span> "
            } else {
                "<span class=\"v planned box\">open</span> "
            }),
            Event::FootnoteReference(name) => self.footnotes.name(&mut self.out, &name),
        }
    }

    fn start(&mut self, tag: Tag<'_>) {
        self.depth += 1;
        match tag {
            Tag::Paragraph => self.out.push_str("<p>"),
            Tag::Heading { level, .. } => self.start_heading(level as u8),
            Tag::BlockQuote(kind) => {
                self.out.push_str("<blockquote>");
                if let Some(kind) = kind {
                    let _ = writeln!(self.out, "<p><strong>{}</strong></p>", alert(kind));
                }
            }
            Tag::CodeBlock(kind) => self.start_code(&kind),
            Tag::List(None) => self.out.push_str("<ul>\n"),
            Tag::List(Some(1)) => self.out.push_str("<ol>\n"),
            Tag::List(Some(first)) => {
                let _ = writeln!(self.out, "<ol start=\"{first}\">");
            }
            Tag::Item => self.out.push_str("<li>"),
            Tag::Table(alignments) => self.start_table(alignments),
            Tag::TableHead => {
                self.table.in_head = true;
                self.table.column = 0;
                self.out.push_str("<thead><tr>");
            }
            Tag::TableRow => {
                self.table.column = 0;
                self.out.push_str("<tr>");
            }
            Tag::TableCell => self.start_cell(),
            Tag::Emphasis => self.out.push_str("<em>"),
            Tag::Strong => {
                self.out.push_str("<strong>");
                self.wide = Some(self.out.len());
            }
            Tag::Strikethrough => self.out.push_str("<del>"),
            Tag::Superscript => self.out.push_str("<sup>"),
            Tag::Subscript => self.out.push_str("<sub>"),
            Tag::Link { .. } => self.start_link(),
            Tag::Image { .. } => self.start_picture(),
            Tag::FootnoteDefinition(name) => self.footnotes.begin(&mut self.out, &name),
            Tag::DefinitionList => self.out.push_str("<dl>"),
            Tag::DefinitionListTitle => self.out.push_str("<dt>"),
            Tag::DefinitionListDefinition => self.out.push_str("<dd>"),
            Tag::HtmlBlock | Tag::MetadataBlock(_) => {}
        }
    }

    fn end(&mut self, tag: TagEnd, range: &Range<usize>) {
        let in_link = self.in_link();
        let block = !matches!(
            tag,
            TagEnd::Emphasis
                | TagEnd::Strong
                | TagEnd::Strikethrough
                | TagEnd::Link
                | TagEnd::Image
                | TagEnd::Superscript
                | TagEnd::Subscript
        );
        if block && tag != TagEnd::HtmlBlock {
            self.marks.close(&mut self.out, in_link);
        }
        self.depth -= 1;
        // An HTML block may open what the Markdown behind it closes: `<details>`.
        if tag != TagEnd::HtmlBlock {
            self.raw.leave(&mut self.out, self.depth);
        }
        match tag {
            TagEnd::Paragraph => self.out.push_str("</p>\n"),
            TagEnd::Heading(_) => self.end_heading(),
            TagEnd::BlockQuote(_) => self.out.push_str("</blockquote>\n"),
            TagEnd::CodeBlock => self.end_code(),
            TagEnd::List(ordered) => self.out.push_str(if ordered { "</ol>\n" } else { "</ul>\n" }),
            TagEnd::Item => self.out.push_str("</li>\n"),
            TagEnd::Table => self.out.push_str("</tbody></table></div>\n"),
            TagEnd::TableHead => {
                self.table.in_head = false;
                self.out.push_str("</tr></thead><tbody>\n");
            }
            TagEnd::TableRow => self.out.push_str("</tr>\n"),
            TagEnd::TableCell => self.end_cell(),
            TagEnd::Emphasis => self.out.push_str("</em>"),
            TagEnd::Strong => self.end_strong(range),
            TagEnd::Strikethrough => self.out.push_str("</del>"),
            TagEnd::Superscript => self.out.push_str("</sup>"),
            TagEnd::Subscript => self.out.push_str("</sub>"),
            TagEnd::Link | TagEnd::Image => {
                let end = self.open_links.pop().unwrap_or_default();
                self.out.push_str(end);
            }
            TagEnd::FootnoteDefinition => self.footnotes.end(&mut self.out),
            TagEnd::DefinitionList => self.out.push_str("</dl>\n"),
            TagEnd::DefinitionListTitle => self.out.push_str("</dt>"),
            TagEnd::DefinitionListDefinition => self.out.push_str("</dd>"),
            TagEnd::HtmlBlock | TagEnd::MetadataBlock(_) => {}
        }
    }

    fn text(&mut self, text: &str, range: &Range<usize>) {
        if let Some(code) = &mut self.code {
            code.push_str(text);
            return;
        }
        let in_link = self.in_link();
        self.marks.text(&mut self.out, text, range, in_link);
    }

    fn inline_code(&mut self, code: &str, range: &Range<usize>) {
        let in_link = self.in_link();
        if self.marks.code(&mut self.out, code, range, in_link) {
            return;
        }
        let to = if in_link { None } else { self.site.place_of(self.note, code) };
        if let Some(to) = &to {
            let _ = write!(self.out, "<a href=\"{}\">", escape(&link(self.place, to)));
        }
        self.out.push_str("<code>");
        escape_into(&mut self.out, code);
        self.out.push_str(if to.is_some() { "</code></a>" } else { "</code>" });
    }

    /// Strong words that name a file or note become a link to its page.
    fn end_strong(&mut self, range: &Range<usize>) {
        let begin = self.wide.take();
        let words = self.note.text.get(range.clone()).unwrap_or_default().trim_matches(['*', '_']);
        if let Some(begin) =
            begin.filter(|begin| !self.in_link() && self.out.get(*begin..) == Some(escape(words).as_str()))
            && let Some(to) = self.site.place_of(self.note, words)
        {
            let open = format!("<a href=\"{}\">", escape(&link(self.place, &to)));
            self.out.insert_str(begin, &open);
            self.out.push_str("</a>");
        }
        self.out.push_str("</strong>");
    }

    /// Levels are shown without holes, below the page's own h1. The first heading, where it is the title, becomes it.
    fn start_heading(&mut self, level: u8) {
        let is_title = self.heading == 0
            && self.out.trim().is_empty()
            && self.note.document.headings.first().is_some_and(|heading| heading.text.plain.trim() == self.note.title);
        let slug =
            self.note.document.headings.get(self.heading).map(|heading| heading_id(&heading.slug)).unwrap_or_default();
        self.heading += 1;
        if is_title {
            // What a comment before it left.
            self.out.clear();
            self.title = Some(String::new());
            self.title_id = slug;
            return;
        }
        let shown = level.clamp(2, self.shown_level + 1);
        self.shown_level = shown;
        let _ = write!(self.out, "<h{shown} class=\"anchor\" id=\"{}\">", escape(&slug));
    }

    fn end_heading(&mut self) {
        if self.title.as_deref() == Some("") {
            self.title = Some(std::mem::take(&mut self.out));
        } else {
            let _ = writeln!(self.out, "</h{}>", self.shown_level);
        }
    }

    fn start_code(&mut self, kind: &CodeBlockKind<'_>) {
        self.code = Some(String::new());
        let language = match kind {
            CodeBlockKind::Fenced(info) => info.split([' ', ',', '{']).next().unwrap_or_default().to_lowercase(),
            CodeBlockKind::Indented => String::new(),
        };
        let shell = matches!(language.as_str(), "sh" | "bash" | "shell" | "zsh" | "console" | "powershell");
        self.out.push_str(if shell {
            "<pre class=\"code\" tabindex=\"0\" data-copy>"
        } else {
            "<pre class=\"code\" tabindex=\"0\">"
        });
    }

    fn end_code(&mut self) {
        let code = self.code.take().unwrap_or_default();
        // The parser drops a line feed right behind `<pre>`.
        self.out.push('\n');
        escape_into(&mut self.out, code.trim_end_matches('\n'));
        self.out.push_str("</pre>\n");
    }

    fn start_table(&mut self, alignments: Vec<Alignment>) {
        let section = self.note.document.tables.get(self.tables).and_then(|table| table.section);
        self.tables += 1;
        let heading =
            section.and_then(|index| self.note.document.headings.get(index)).map(|heading| heading.text.plain.trim());
        let name = match heading {
            Some(heading) if !heading.is_empty() => format!("Table {}: {heading}", self.tables),
            _ => format!("Table {}", self.tables),
        };
        let name = escape(&name);
        self.table = TableState { alignments, ..TableState::default() };
        let _ = write!(
            self.out,
            "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"{name}, scrolls\"><table><caption class=\"vh\">{name}</caption>"
        );
    }

    fn start_cell(&mut self) {
        let meaning =
            self.note.document.tables.get(self.tables - 1).and_then(|table| table.columns.get(self.table.column));
        let right = matches!(self.table.alignments.get(self.table.column), Some(Alignment::Right))
            || matches!(meaning, Some(Column::Number | Column::Wanted | Column::Difference));
        let class = if right { " class=\"r\"" } else { "" };
        let _ = if self.table.in_head {
            write!(self.out, "<th scope=\"col\"{class}>")
        } else {
            write!(self.out, "<td{class}>")
        };
    }

    fn end_cell(&mut self) {
        self.table.column += 1;
        if !self.table.in_head {
            self.out.push_str("</td>");
            return;
        }
        // A header without words is no header.
        let empty =
            ["<th scope=\"col\">", "<th scope=\"col\" class=\"r\">"].into_iter().find(|tag| self.out.ends_with(tag));
        if let Some(tag) = empty {
            self.out.truncate(self.out.len() - tag.len());
            self.out.push_str("<td></td>");
        } else {
            self.out.push_str("</th>");
        }
    }
}

/// The label of a quotation that GitHub shows as an alert.
fn alert(kind: BlockQuoteKind) -> &'static str {
    match kind {
        BlockQuoteKind::Note => "Note",
        BlockQuoteKind::Tip => "Tip",
        BlockQuoteKind::Important => "Important",
        BlockQuoteKind::Warning => "Warning",
        BlockQuoteKind::Caution => "Caution",
    }
}

/// The link to a place that may hold a fragment.
fn link(from: &str, to: &str) -> String {
    match to.split_once('#') {
        Some((place, fragment)) => format!("{}#{fragment}", routes::link(from, place)),
        None => routes::link(from, to),
    }
}
