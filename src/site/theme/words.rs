//! The words of the templates in another language. A theme's `words.toml` says for a text of the templates what stands in
//! its place, so a site speaks another language without any template being replaced, and a new version of a template
//! brings at most a text that is not translated yet.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::path::Path;

use serde::Deserialize;

use crate::diagnostics::{Diagnostic, Place, Reported, Sink, codes, near};
use crate::site::html::escape_into;

/// The file in the theme's folder.
pub const FILE: &str = "words.toml";
/// The language of the built-in templates.
const LANGUAGE: &str = "en";
/// Attributes that are read aloud or shown, and arguments of components that become such.
const SPOKEN: [&str; 8] = ["aria-label", "placeholder", "title", "alt", "label", "hint", "what", "data-h"];

/// What a theme says instead of the texts of the templates.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Words {
    /// The language as HTML names it: `de`, `pt-BR`.
    pub(super) language: String,
    words: BTreeMap<String, String>,
}

impl Default for Words {
    fn default() -> Self {
        Self { language: LANGUAGE.to_owned(), words: BTreeMap::new() }
    }
}

impl Words {
    /// Reads the file of a theme's folder; without one every text stays as it is.
    ///
    /// # Errors
    /// [`Reported`] if it can't be read or understood.
    pub(super) fn load(folder: &Path, sink: &mut Sink) -> Result<Self, Reported> {
        let file = folder.join(FILE);
        let shown = file.display().to_string();
        let text = match std::fs::read_to_string(&file) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Self::default()),
            Err(error) => {
                let problem = Diagnostic::new(&codes::BAD_THEME, format!("it can't be read: {error}"));
                return Err(sink.fatal(problem.at(Place::file(shown))));
            }
        };
        let bad = |message: String, place: Place| {
            let help =
                "it holds language = \"…\" and, under [words], a text of the templates = what stands in its place";
            Diagnostic::new(&codes::BAD_THEME, message).at(place).help(help)
        };
        let words: Self = toml::from_str(&text).map_err(|error| {
            let at = |span: Range<usize>| Place::at(shown.as_str(), text.as_bytes(), span.start);
            let place = error.span().map_or_else(|| Place::file(shown.as_str()), at);
            sink.fatal(bad(error.message().lines().next().unwrap_or("not understood").to_owned(), place))
        })?;
        let is_tag = |c: char| c.is_ascii_alphanumeric() || c == '-';
        if words.language.is_empty() || words.language.len() > 35 || !words.language.chars().all(is_tag) {
            let place = Place::at(shown.as_str(), text.as_bytes(), text.find("language").unwrap_or(0));
            return Err(sink.fatal(bad(format!("`{}` names no language", words.language), place)));
        }
        Ok(words)
    }

    /// What stands in the place of a text, if it is translated.
    pub(super) fn get(&self, text: &str) -> Option<&str> {
        self.words.get(text).map(String::as_str)
    }

    /// A template with its texts translated.
    pub(super) fn apply<'t>(&self, template: &'t str) -> Cow<'t, str> {
        if self.words.is_empty() {
            return Cow::Borrowed(template);
        }
        let mut out = String::with_capacity(template.len());
        let mut done = 0;
        for Text { range, is_argument } in texts(template) {
            let Some(word) = self.get(&key(&template[range.clone()])) else { continue };
            out.push_str(&template[done..range.start]);
            if is_argument {
                // The engine escapes it; what would end the argument can't stand in it.
                out.push_str(&word.replace(['"', '\\', '{', '}'], "'"));
            } else {
                let mut escaped = String::with_capacity(word.len());
                escape_into(&mut escaped, word);
                // A word is no template.
                out.push_str(&escaped.replace('{', "&#123;").replace('}', "&#125;"));
            }
            done = range.end;
        }
        out.push_str(&template[done..]);
        Cow::Owned(out)
    }

    /// Says which words stand in no template, and how many texts have no word. `known` are all texts.
    pub(super) fn check(&self, folder: &Path, known: &BTreeSet<String>, sink: &mut Sink) {
        if self.words.is_empty() {
            return;
        }
        let place = || Place::file(folder.join(FILE).display().to_string());
        for word in self.words.keys().filter(|word| !known.contains(*word)) {
            let problem = Diagnostic::new(&codes::UNKNOWN_WORD, format!("no template holds the text `{word}`"));
            let nearest = near::nearest(word, known.iter().map(String::as_str));
            let help = nearest.map_or_else(|| "take it out".to_owned(), |text| format!("did you mean `{text}`?"));
            sink.push(problem.at(place()).help(help));
        }
        let missing: Vec<&String> = known.iter().filter(|text| !self.words.contains_key(*text)).collect();
        if let Some(first) = missing.first() {
            let message =
                format!("{} of {} texts have no word and stay as they are: `{first}`", missing.len(), known.len());
            let help = "covsite init --theme NAME writes all texts of the templates into words.toml";
            sink.push(Diagnostic::new(&codes::MISSING_WORD, message).at(place()).help(help));
        }
    }
}

/// The texts of templates that can be translated.
pub(super) fn all<'t>(templates: impl Iterator<Item = &'t str>) -> BTreeSet<String> {
    templates.flat_map(|template| texts(template).into_iter().map(|text| key(&template[text.range]))).collect()
}

/// A text as `words.toml` names it: what a reader sees of it.
fn key(text: &str) -> String {
    let text = text.split_ascii_whitespace().collect::<Vec<_>>().join(" ");
    let plain = text.replace("&nbsp;", "\u{A0}").replace("&lt;", "<").replace("&gt;", ">");
    plain.replace("&#39;", "'").replace("&quot;", "\"").replace("&amp;", "&")
}

/// A text of a template.
struct Text {
    /// Where it stands.
    range: Range<usize>,
    /// Whether it is an argument of a component, which the engine escapes.
    is_argument: bool,
}

/// Where texts stand in a template, in order and without the space around them: between tags, and in attributes that are
/// read.
fn texts(template: &str) -> Vec<Text> {
    let mut found = Vec::new();
    let mut at = 0;
    let mut start = 0;
    // Texts end where anything else begins.
    while at < template.len() {
        let rest = &template[at..];
        let length = if let Some(end) = ["{%", "{#"].iter().zip(["%}", "#}"]).find_map(|(open, close)| {
            rest.starts_with(open).then(|| rest.find(close).map_or(rest.len(), |end| end + 2))
        }) {
            end
        } else if rest.starts_with("{{") {
            let end = rest.find("}}").map_or(rest.len(), |end| end + 2);
            spoken(template, at..at + end, true, &mut found);
            end
        } else if rest.starts_with('<') {
            let end = tag(rest);
            spoken(template, at..at + end, false, &mut found);
            end
        } else {
            let first = rest.chars().next().map_or(1, char::len_utf8);
            at += rest[first..].find(['<', '{']).map_or(rest.len(), |next| next + first);
            continue;
        };
        push(template, start..at, false, &mut found);
        at += length;
        start = at;
    }
    push(template, start..template.len(), false, &mut found);
    found.sort_by_key(|text: &Text| text.range.start);
    found
}

/// The length of the tag at the beginning of a text; what the engine puts into it may hold the sign that ends one.
fn tag(text: &str) -> usize {
    let mut at = 1;
    while at < text.len() {
        let rest = &text.as_bytes()[at..];
        let end = match rest {
            [b'{', b'{', ..] => text[at..].find("}}"),
            [b'{', b'%', ..] => text[at..].find("%}"),
            [b'>', ..] => return at + 1,
            _ => {
                at += 1;
                while !text.is_char_boundary(at) {
                    at += 1;
                }
                continue;
            }
        };
        at = end.map_or(text.len(), |end| at + end + 2);
    }
    text.len()
}

/// The values of attributes that are read, in a tag or in the call of a component.
fn spoken(template: &str, tag: Range<usize>, is_argument: bool, found: &mut Vec<Text>) {
    let text = &template[tag.clone()];
    for name in SPOKEN {
        let pattern = format!("{name}=\"");
        for (at, _) in text.match_indices(&pattern) {
            let is_whole = text[..at].ends_with(|c: char| c.is_whitespace());
            let from = at + pattern.len();
            if let Some(length) = text[from..].find('"').filter(|_| is_whole) {
                let value = &text[from..from + length];
                if !value.contains("{{") && !value.contains("{%") {
                    push(template, tag.start + from..tag.start + from + length, is_argument, found);
                }
            }
        }
    }
}

fn push(template: &str, range: Range<usize>, is_argument: bool, found: &mut Vec<Text>) {
    let text = &template[range.clone()];
    let from = range.start + (text.len() - text.trim_start().len());
    let text = text.trim();
    // A letter alone is a key of the keyboard, a sign alone is no word.
    if text.chars().filter(|c| c.is_alphabetic()).count() >= 2 && !text.starts_with('&') {
        found.push(Text { range: from..from + text.len(), is_argument });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(pairs: &[(&str, &str)]) -> Words {
        let words = pairs.iter().map(|(text, word)| ((*text).to_owned(), (*word).to_owned())).collect();
        Words { language: "de".into(), words }
    }

    #[test]
    fn texts_of_a_template_are_what_a_reader_sees() {
        let template = "{# no #}{% if a > b %}<p class=\"x\"{% if y > 1 %} hidden{% endif %} aria-label=\"Spoken\">One, {{ two }} and\n\
             three<b>é</b> Überall</p>{{ <filter id=\"no\" label=\"Label\" hint=\"Hint: a\"/> }}<kbd>n</kbd> · \
             <input placeholder=\"{{ no }} x\" data-title=\"no\">it&#39;s 100&nbsp;%{% endif %}";
        let found = all([template].into_iter());
        let wanted = ["Hint: a", "Label", "One,", "Spoken", "and three", "it's 100\u{A0}%", "Überall"];
        assert_eq!(found.iter().map(String::as_str).collect::<Vec<_>>(), wanted);
    }

    #[test]
    fn a_word_takes_the_place_of_its_text_and_of_nothing_else() {
        let words = words(&[("Gates", "Tore <b> & \"x\" {{ y }}"), ("Label", "Schild \"&\" }}")]);
        let template = "<p id=\"Gates\"> Gates </p>{{ Gates }}{{ <c label=\"Label\"/> }} Gates too";
        let wanted = "<p id=\"Gates\"> Tore &lt;b&gt; &amp; &quot;x&quot; &#123;&#123; y &#125;&#125; </p>{{ Gates }}\
             {{ <c label=\"Schild '&' ''\"/> }} Gates too";
        assert_eq!(words.apply(template), wanted);
    }

    #[test]
    fn what_is_cut_short_is_no_trouble() {
        for template in ["<", "<p", "<p a=\"", "{{", "{%", "{# ü", "ü<ü", "{", "<p {{", "ß{ß", "<ü>"] {
            let _ = all([template].into_iter());
        }
    }
}
