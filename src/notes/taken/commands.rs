//! Commands that a note tells a reader to run: each command of a shell fence with the comment above or behind it, those
//! in the cells of a table, and those behind a label.

use super::super::reading::{Reading, clean, offset};
use super::super::table;
use super::super::words::{Words, ending};
use crate::model::document::{BlockKind, CodeBlock};
use crate::model::taken::Command;

/// All commands, in order.
pub(super) fn read(reading: &Reading<'_>) -> Vec<Command> {
    let mut commands = Vec::new();
    for block in reading.document.code.iter().filter(|block| is_shell(block)) {
        from_fence(reading, block, &mut commands);
    }
    from_tables(reading, &mut commands);
    from_labels(reading, &mut commands);
    commands.sort_by_key(|command| command.line);
    commands
}

fn is_shell(block: &CodeBlock) -> bool {
    // A drawing of folders is often marked as one.
    if block.text.contains(['├', '└', '│']) {
        return false;
    }
    let language = block.language.split(|c: char| !c.is_alphanumeric()).next().unwrap_or("").to_ascii_lowercase();
    match language.as_str() {
        "bash" | "sh" | "shell" | "zsh" | "console" | "terminal" | "powershell" | "cmd" | "fish" | "shellsession" => {
            true
        }
        // A fence without a language is one if each of its lines is a command.
        "" => {
            let mut lines =
                block.text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#')).peekable();
            lines.peek().is_some() && lines.all(|line| starts_as_command(line.trim_start_matches("$ "), true))
        }
        _ => false,
    }
}

fn from_fence(reading: &Reading<'_>, block: &CodeBlock, commands: &mut Vec<Command>) {
    let start = block.span.start;
    let first = reading.line(start) + u32::from(reading.text[start..].starts_with(['`', '~']));
    let prompts = block.text.lines().any(|line| line.starts_with("$ "));
    let mut comment: Option<String> = None;
    let mut open: Option<Command> = None;
    let mut until: Option<String> = None;
    for (line, number) in block.text.lines().zip(first..) {
        if let Some(end) = &until {
            // The text that a here-document feeds to a command is none.
            if line.trim() == end.as_str() {
                until = None;
            }
            continue;
        }
        if let Some(command) = &mut open {
            command.command.push('\n');
            command.command.push_str(line.trim_end());
            if !goes_on(line) {
                commands.extend(open.take());
            }
            continue;
        }
        let bare = line.trim();
        if bare.is_empty() {
            comment = None;
        } else if let Some(words) = bare.strip_prefix('#') {
            comment = Some(clean(words.trim_matches('#'))).filter(|words| !words.is_empty());
        } else if let Some(written) = written(bare, prompts) {
            let (text, behind) = trailing_comment(written);
            let purpose = behind.or_else(|| comment.clone()).or_else(|| purpose_above(reading, block));
            until = here_document(text);
            let command = Command { purpose, command: text.to_owned(), line: number };
            if goes_on(line) { open = Some(command) } else { commands.push(command) }
        }
    }
    commands.extend(open);
}

/// The command on a line: behind its prompt, if the fence has prompts. Output is none.
fn written(line: &str, prompts: bool) -> Option<&str> {
    if prompts {
        return line.strip_prefix("$ ").map(str::trim);
    }
    let line = line.strip_prefix("> ").unwrap_or(line);
    starts_as_command(line, false).then_some(line)
}

/// Whether a line begins as a command does: with a word of letters, a path, a variable. With `known`, only a program
/// that people know.
fn starts_as_command(line: &str, known: bool) -> bool {
    let first = line.split_whitespace().find(|word| !is_assignment(word)).unwrap_or("");
    let program = first.trim_start_matches("./").rsplit('/').next().unwrap_or(first);
    if known {
        return PROGRAMS.has(program) || first.starts_with("./");
    }
    let sound = |c: char| c.is_ascii_alphanumeric() || "_-./~+:@\\".contains(c);
    let opens = first.starts_with(|c: char| {
        c.is_ascii_alphabetic() || matches!(c, '.' | '/' | '~' | '(' | '[' | '{' | '"' | '$' | '@' | '!')
    });
    let prose =
        first.ends_with([':', ',']) || matches!(first, "The" | "This" | "All" | "Error" | "OK" | "PASS" | "FAIL");
    opens && !prose && (first.chars().all(sound) || first.starts_with(['$', '(', '[', '{', '"', '!']))
}

fn is_assignment(word: &str) -> bool {
    word.split_once('=').is_some_and(|(name, _)| {
        !name.is_empty() && name.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_')
    })
}

/// Whether a command goes on on the next line.
fn goes_on(line: &str) -> bool {
    let line = line.trim_end();
    line.ends_with('\\') || line.ends_with("&&") || line.ends_with("||") || line.ends_with('|')
}

/// The word that ends a here-document which a command begins.
fn here_document(command: &str) -> Option<String> {
    let (_, behind) = command.split_once("<<")?;
    let word = behind.trim_start_matches(['-', ' ', '\'', '"', '~']);
    let end = word.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(word.len());
    (end > 0 && word.starts_with(|c: char| c.is_ascii_uppercase())).then(|| word[..end].to_owned())
}

/// A command and the comment behind it.
fn trailing_comment(line: &str) -> (&str, Option<String>) {
    let Some(at) = line.find("  # ").or_else(|| line.find(" # ")) else { return (line, None) };
    let quotes = line[..at].matches('"').count() + line[..at].matches('\'').count();
    if quotes % 2 == 1 {
        return (line, None);
    }
    (line[..at].trim_end(), Some(clean(line[at..].trim_start_matches([' ', '#']))))
}

/// The line above a fence that announces it ("Run the gate:"), else its heading.
fn purpose_above(reading: &Reading<'_>, block: &CodeBlock) -> Option<String> {
    let before = reading.words_before(block.span.start, block.section).map(|block| block.text.plain.trim());
    let announced =
        before.filter(|text| text.len() <= 160 && (text.ends_with(':') || text.split_whitespace().count() <= 8));
    let heading = reading.heading_text(block.section);
    announced.map(clean).or_else(|| Some(clean(heading))).filter(|text| !text.is_empty())
}

/// Code spans that are commands, in tables: the purpose is what the row is about.
fn from_tables(reading: &Reading<'_>, commands: &mut Vec<Command>) {
    for view in &reading.tables {
        let column =
            view.with_word(&["command", "commands", "befehl", "commande", "comando", "命令", "run", "invocation"]);
        for row in &view.table.rows {
            let cells = row.cells.iter().enumerate().filter(|(at, _)| column.is_none_or(|column| column == *at));
            for (at, cell) in cells {
                for piece in cell.pieces.iter().filter(|piece| piece.style.code) {
                    let text = cell.plain[piece.plain.clone()].trim();
                    let wanted = if column.is_some() { starts_as_command(text, false) } else { is_command(text) };
                    if wanted {
                        let subject = (0..row.cells.len())
                            .filter(|other| *other != at)
                            .map(|other| table::text(row, Some(other)));
                        let purpose = subject.map(clean).find(|text| !text.is_empty());
                        let line = reading.line(row.span.start);
                        commands.push(Command { purpose, command: text.to_owned(), line });
                    }
                }
            }
        }
    }
}

/// Code spans that are commands, behind a label ("Count: `grep …`") or behind "run".
fn from_labels(reading: &Reading<'_>, commands: &mut Vec<Command>) {
    for (_, block) in reading.running() {
        let plain = &block.text.plain;
        for piece in block.text.pieces.iter().filter(|piece| piece.style.code) {
            let text = plain[piece.plain.clone()].trim();
            if !is_command(text) {
                continue;
            }
            let before = ending(&plain[..piece.plain.start], TOLD).trim_end();
            let tail = before.rsplit(['.', ';', '\n']).next().unwrap_or(before);
            let lower = tail.to_lowercase();
            let told = lower.ends_with(':') || RUN.iter().any(|word| lower.ends_with(word));
            let forbidden = ["not", "don't", "never", "without"]
                .iter()
                .any(|word| lower.split_whitespace().any(|said| said == *word));
            let item = matches!(block.kind, BlockKind::Item { .. }) && plain[..piece.plain.start].trim().is_empty();
            if !forbidden && (told || item) {
                let purpose = Some(clean(tail)).filter(|text| !text.is_empty() && text.len() <= 120);
                let line = reading.line(piece.source.start.max(offset(block)));
                commands.push(Command { purpose, command: text.to_owned(), line });
            }
        }
    }
}

/// How far before a command, in bytes, stands what is said of it.
const TOLD: usize = 400;

/// What stands right before a command that is to be run.
const RUN: &[&str] =
    &["run", "execute", "use", "via", "with", "using", "running", "ausführen", "exécuter", "ejecutar", "run:", "运行"];

/// A known program with something behind it.
fn is_command(text: &str) -> bool {
    text.contains(' ') && text.len() <= 400 && starts_as_command(text, true)
}

static PROGRAMS: Words<()> = Words::list(
    "pytest|python|python3|pip|pip3|pipx|poetry|uv|tox|nox|ruff|mypy|black|coverage|npm|npx|pnpm|yarn|node|bun|\
     deno|vitest|jest|tsc|eslint|cargo|rustup|go|make|cmake|ninja|just|mvn|gradle|gradlew|mvnw|java|javac|\
     dotnet|docker|docker-compose|kubectl|helm|terraform|git|gh|curl|wget|grep|rg|find|sed|awk|ls|cat|cd|cp|mv|\
     rm|mkdir|chmod|export|source|echo|for|while|bash|sh|zsh|ruby|bundle|rake|rspec|php|composer|phpunit|mix|\
     swift|xcodebuild|flutter|dart|sbt|lein|stack|cabal|zig|nix|apt|apt-get|brew|tar|ssh|scp|psql|redis-cli|\
     sqlite3|alembic|celery|uvicorn|gunicorn|flask|django-admin|playwright|cypress|nyc|c8|gcovr|lcov|genhtml|\
     time|env|sudo|wc|diff|jq|head|tail|test|netlify|vercel|hugo|mdbook|covsite|godot|claude",
);
