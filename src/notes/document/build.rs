//! The state that turns events into a document: which heading, list, item, table and quote are open.

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, Tag, TagEnd};

use super::comments_in;
use super::inline::{Words, code_content};
use super::slug::Slugs;
use crate::model::document::{Block, BlockKind, CodeBlock, Document, Heading, Inline, Link, Table, TableRow, Task};

/// What is open while events go by.
pub(super) struct Builder<'a> {
    text: &'a str,
    document: Document,
    slugs: Slugs,
    words: Words,
    /// The number of the next item of each open list; `None` for bullets.
    lists: Vec<Option<u64>>,
    items: Vec<Item>,
    quotes: Vec<bool>,
    heading: Option<(u8, Range<usize>)>,
    table: Option<Table>,
    row: Option<TableRow>,
    code: Option<CodeBlock>,
}

/// An open list item.
struct Item {
    number: Option<u64>,
    offset: usize,
    task: Option<bool>,
    /// Its first words became a block; what follows is a paragraph.
    said: bool,
}

impl<'a> Builder<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self {
            text,
            document: Document::default(),
            slugs: Slugs::default(),
            words: Words::default(),
            lists: Vec::new(),
            items: Vec::new(),
            quotes: Vec::new(),
            heading: None,
            table: None,
            row: None,
            code: None,
        }
    }

    pub(super) fn take(&mut self, event: Event<'_>, range: Range<usize>) {
        match event {
            Event::Start(tag) => self.start(tag, range),
            Event::End(tag) => self.end(tag, range),
            Event::Text(said) => match &mut self.code {
                Some(code) => code.text.push_str(&said),
                None => self.words.push(&said, range, false),
            },
            Event::Code(said) => {
                let source = code_content(self.text, &range, &said);
                self.words.push(&said, source, true);
            }
            Event::SoftBreak | Event::HardBreak => self.words.space(range),
            Event::InlineHtml(markup) if is_line_break(&markup) => self.words.space(range),
            Event::InlineHtml(markup) => {
                comments_in(self.text, range.clone(), &mut self.document.comments);
                self.document.markup.push((range.start, markup.as_ref().into()));
            }
            Event::Html(markup) => self.document.markup.push((range.start, markup.as_ref().into())),
            Event::TaskListMarker(done) => {
                if let Some(item) = self.items.last_mut() {
                    item.task = Some(done);
                }
            }
            _ => {}
        }
    }

    pub(super) fn finish(mut self) -> Document {
        self.flush();
        self.document
    }

    fn section(&self) -> Option<usize> {
        self.document.headings.len().checked_sub(1)
    }

    fn start(&mut self, tag: Tag<'_>, range: Range<usize>) {
        match tag {
            Tag::Heading { level, .. } => {
                self.flush();
                self.words.reserve(range.len());
                self.heading = Some((level_number(level), range));
            }
            Tag::Paragraph => {
                self.flush();
                self.words.reserve(range.len());
            }
            Tag::FootnoteDefinition(_) => self.flush(),
            Tag::HtmlBlock => {
                self.flush();
                comments_in(self.text, range, &mut self.document.comments);
            }
            Tag::BlockQuote(kind) => {
                self.flush();
                // An alert is the author's own word.
                self.quotes.push(kind.is_none());
            }
            Tag::List(first) => {
                self.flush();
                self.lists.push(first);
            }
            Tag::Item => {
                self.flush();
                let number = self.lists.last_mut().and_then(|next| {
                    let number = *next;
                    *next = next.map(|n| n.saturating_add(1));
                    number
                });
                self.words.reserve(range.len().min(120));
                self.items.push(Item { number, offset: range.start, task: None, said: false });
            }
            Tag::CodeBlock(kind) => {
                self.flush();
                let language = if let CodeBlockKind::Fenced(words) = kind { words.to_string() } else { String::new() };
                self.code = Some(CodeBlock { language, text: String::new(), section: self.section(), span: range });
            }
            Tag::Table(_) => {
                self.flush();
                let section = self.section();
                self.table =
                    Some(Table { header: Vec::new(), rows: Vec::new(), columns: Vec::new(), section, span: range });
            }
            Tag::TableCell => self.words.reserve(range.len()),
            Tag::TableHead | Tag::TableRow => self.row = Some(TableRow { cells: Vec::new(), span: range }),
            Tag::Link { dest_url, .. } => self.link(&dest_url, false, range),
            Tag::Image { dest_url, .. } => self.link(&dest_url, true, range),
            Tag::Emphasis => self.words.emphasis(true),
            Tag::Strong => self.words.strong(true),
            Tag::Strikethrough => self.words.struck(true),
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd, range: Range<usize>) {
        match tag {
            TagEnd::Heading(_) => self.end_heading(),
            TagEnd::Paragraph | TagEnd::FootnoteDefinition | TagEnd::HtmlBlock => self.flush(),
            TagEnd::BlockQuote(_) => {
                self.flush();
                self.quotes.pop();
            }
            TagEnd::List(_) => {
                self.flush();
                self.lists.pop();
            }
            TagEnd::Item => {
                self.flush();
                self.end_item();
            }
            TagEnd::CodeBlock => self.document.code.extend(self.code.take()),
            TagEnd::TableCell => {
                let cell = self.words.take();
                if let Some(row) = &mut self.row {
                    row.cells.push(cell);
                }
            }
            TagEnd::TableHead | TagEnd::TableRow => self.end_row(tag == TagEnd::TableHead, range),
            TagEnd::Table => self.document.tables.extend(self.table.take()),
            TagEnd::Link | TagEnd::Image => self.words.close_link(),
            TagEnd::Emphasis => self.words.emphasis(false),
            TagEnd::Strong => self.words.strong(false),
            TagEnd::Strikethrough => self.words.struck(false),
            _ => {}
        }
    }

    /// Makes a block of the words since the last one.
    fn flush(&mut self) {
        let text = self.words.take();
        let depth = u8::try_from(self.lists.len()).unwrap_or(u8::MAX);
        let kind = match self.items.last_mut() {
            Some(item) if !item.said => {
                let empty = text.plain.trim().is_empty();
                item.said = !empty;
                if !empty && let Some(done) = item.task {
                    let section = self.document.headings.len().checked_sub(1);
                    let task = Task { done, text: text.plain.trim().to_owned(), section, offset: item.offset };
                    self.document.tasks.push(task);
                }
                BlockKind::Item { task: item.task, depth, number: item.number }
            }
            _ => BlockKind::Paragraph,
        };
        self.block(kind, text, self.section());
    }

    fn block(&mut self, kind: BlockKind, text: Inline, section: Option<usize>) {
        if !text.plain.trim().is_empty() {
            let quoted = self.quotes.contains(&true);
            self.document.blocks.push(Block { kind, text, section, quoted });
        }
    }

    fn end_item(&mut self) {
        // A box without words is a box.
        if let Some(Item { task: Some(done), said: false, offset, .. }) = self.items.pop() {
            self.document.tasks.push(Task { done, text: String::new(), section: self.section(), offset });
        }
    }

    fn end_heading(&mut self) {
        let text = self.words.take();
        let Some((level, span)) = self.heading.take() else { return };
        let mut parent = self.section();
        while let Some(above) = parent.and_then(|index| self.document.headings.get(index)) {
            if above.level < level {
                break;
            }
            parent = above.parent;
        }
        let index = self.document.headings.len();
        let slug = self.slugs.make(&text.plain);
        let end = span.start + self.text[span.clone()].trim_end().len();
        self.document.headings.push(Heading { level, text: text.clone(), parent, span: span.start..end, slug });
        self.block(BlockKind::Heading(index), text, Some(index));
    }

    fn end_row(&mut self, head: bool, range: Range<usize>) {
        let Some(mut row) = self.row.take() else { return };
        row.span = range;
        let Some(table) = &mut self.table else { return };
        let number = if head { 0 } else { table.rows.len() + 1 };
        if !head {
            row.cells.resize_with(table.header.len(), Inline::default);
        }
        let at = self.document.tables.len();
        let section = table.section;
        let cells = row.cells.clone();
        if head {
            table.header = row.cells;
        } else {
            table.rows.push(row);
        }
        for (column, text) in cells.into_iter().enumerate() {
            self.block(BlockKind::Cell { table: at, row: number, column }, text, section);
        }
    }

    fn link(&mut self, target: &str, picture: bool, span: Range<usize>) {
        self.words.open_link(self.document.links.len());
        self.document.links.push(Link { target: target.to_owned(), picture, span });
    }
}

fn is_line_break(markup: &str) -> bool {
    markup.get(..3).is_some_and(|name| name.eq_ignore_ascii_case("<br"))
}

fn level_number(level: HeadingLevel) -> u8 {
    match level {
        HeadingLevel::H1 => 1,
        HeadingLevel::H2 => 2,
        HeadingLevel::H3 => 3,
        HeadingLevel::H4 => 4,
        HeadingLevel::H5 => 5,
        HeadingLevel::H6 => 6,
    }
}
