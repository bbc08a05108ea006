//! Names as people write them, made comparable: case, markup, punctuation and the words around a name are dropped.

/// The words of a name in lower case, parted by one space: "**Stripe** webhooks (core)" is "stripe webhooks core".
/// A `.`, `/`, `_` or `-` inside a word stays: paths and identifiers are one word.
pub fn normal(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    for word in name.split(parts) {
        let word = word.trim_matches(|c: char| !c.is_alphanumeric());
        if !word.is_empty() {
            if !out.is_empty() {
                out.push(' ');
            }
            if word.is_ascii() {
                let from = out.len();
                out.push_str(word);
                out[from..].make_ascii_lowercase();
            } else {
                out.extend(word.chars().flat_map(char::to_lowercase));
            }
        }
    }
    out
}

/// Whether a character parts words.
fn parts(c: char) -> bool {
    match c {
        '`' | '*' | '~' | '"' | '\'' | '(' | ')' | '[' | ']' | '{' | '}' | '<' | '>' | ',' | ';' | ':' | '!' | '?'
        | '|' | '“' | '”' | '‘' | '’' | '„' => true,
        _ => c.is_whitespace(),
    }
}

/// Whether `part` stands in `whole`, word for word. Both are [`normal`].
pub fn holds_words(whole: &str, part: &str) -> bool {
    !part.is_empty() && format!(" {whole} ").contains(&format!(" {part} "))
}

/// A short hash for an id: eight hexadecimal digits over the parts.
pub fn short_hash(parts: &[&str]) -> String {
    let mut hasher = blake3::Hasher::new();
    for part in parts {
        hasher.update(&(part.len() as u64).to_le_bytes());
        hasher.update(part.as_bytes());
    }
    hasher.finalize().to_hex().chars().take(8).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_compare_by_their_words() {
        assert_eq!(normal("**Stripe** webhooks (core/x.py)"), "stripe webhooks core/x.py");
        assert_eq!(normal("`core/billing_manager.py`:"), "core/billing_manager.py");
        assert!(holds_words(&normal("you sell self-serve trials"), &normal("Self-serve trials")));
        assert!(!holds_words("resold", "sold"));
    }
}
