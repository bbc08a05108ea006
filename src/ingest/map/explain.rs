//! The steps of one path's way into the project, in words.

use super::{How, Mapped};

/// What was done to `raw`, step by step.
pub fn steps(raw: &str, mapped: &Mapped) -> Vec<String> {
    let mut steps = vec![format!("the report writes `{raw}`")];
    if let Some(configured) = &mapped.configured {
        steps.push(format!("`strip` and `map` of the configuration make it `{configured}`"));
    }
    if !matches!(mapped.how, How::Exact) {
        steps.push("as it is, it is no file of the project".to_owned());
    }
    steps.push(match &mapped.how {
        How::Exact => "it is a file of the project".to_owned(),
        How::Module(path) => format!("it begins with the path of the Go module `{path}`"),
        How::BelowRoot => "it lies below the project's root".to_owned(),
        How::End { segments, source: Some(source) } => {
            format!(
                "seen from the report's source folder `{source}`, one file ends with the same {}",
                plural(*segments)
            )
        }
        How::End { segments, source: None } => format!("one file ends with the same {}", plural(*segments)),
        How::Folders => "several files end the same; this one has the path's other folders in its own".to_owned(),
        How::Rule { strip, add } => {
            format!("other paths of this report lose `{strip}` and get `{add}` before them; so does this one")
        }
        How::Case => "there is one file that differs only in upper and lower case".to_owned(),
        How::Ambiguous(files) => {
            let files: Vec<String> = files.iter().map(|file| format!("`{file}`")).collect();
            format!("several files fit and nothing tells which: {}", files.join(", "))
        }
        How::Unmapped(stripped) if stripped.is_empty() => "no file fits; its numbers count under this name".to_owned(),
        How::Unmapped(stripped) => format!("no file fits; `{stripped}` is taken off to make the name short"),
        How::Apart(_) => {
            "no file fits; it looks like somebody else's or generated code, and its numbers count under this name"
                .to_owned()
        }
        How::Outside => "it leads out of the project, and no file fits; it is not followed".to_owned(),
    });
    steps.push(format!("`{}`", mapped.path));
    steps
}

fn plural(segments: usize) -> String {
    if segments == 1 { "name".to_owned() } else { format!("{segments} segments") }
}
