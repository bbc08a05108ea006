//! Test functions of a source file, counted by its text. A count of this kind is no test run: one function may run
//! with many parameters, and a runner may leave some out. So it can confirm a number and never contradict one.

use std::sync::LazyLock;

use regex::Regex;

use crate::model::inputs::Inputs;
use crate::model::paths::ProjectPath;

/// How a language marks a test function, and a comment.
struct Language {
    extensions: &'static [&'static str],
    /// Matches a line that begins a test function or marks one.
    test: &'static str,
    /// What begins a comment that runs to the end of the line.
    comment: &'static str,
    /// What begins and ends a text or comment of many lines.
    block: Option<(&'static str, &'static str)>,
}

const SLASHES: Option<(&str, &str)> = Some(("/*", "*/"));

const LANGUAGES: &[Language] = &[
    Language {
        extensions: &["py"],
        test: r"^\s*(async\s+)?def\s+test\w*\s*\(",
        comment: "#",
        block: Some(("\"\"\"", "\"\"\"")),
    },
    Language {
        extensions: &["rs"],
        test: r"^\s*#\[\s*(\w+::)*(test|rstest|test_case|test_log)\s*(\(.*)?\]",
        comment: "//",
        block: SLASHES,
    },
    Language {
        extensions: &["js", "jsx", "ts", "tsx", "mjs", "cjs", "mts", "cts", "vue", "svelte"],
        test: r"^\s*(await\s+)?(it|test|specify|Deno\.test)(\.(only|skip|todo|each|concurrent|sequential|fails|failing))*\s*[(`]",
        comment: "//",
        block: SLASHES,
    },
    Language { extensions: &["go"], test: r"^func\s+(\([^)]*\)\s*)?Test\w*\s*\(", comment: "//", block: SLASHES },
    Language {
        extensions: &["java", "kt", "kts", "groovy", "scala"],
        test: r"^\s*@([\w.]+\.)?(Test|ParameterizedTest|RepeatedTest|TestFactory|TestTemplate)\b",
        comment: "//",
        block: SLASHES,
    },
    Language {
        extensions: &["cs"],
        test: r"^\s*\[(Fact|Theory|Test|TestMethod|DataTestMethod)\b",
        comment: "//",
        block: SLASHES,
    },
    Language {
        extensions: &["rb"],
        test: r#"^\s*((it|specify|scenario|test)\s*\(?\s*['"]|def\s+test_)"#,
        comment: "#",
        block: Some(("=begin", "=end")),
    },
    Language {
        extensions: &["php"],
        test: r"^\s*((final\s+)?(public\s+)?function\s+test\w*\s*\(|#\[Test\b|\*\s*@test\b|(it|test)\s*\()",
        comment: "//",
        block: None,
    },
];

static TESTS: LazyLock<Vec<Option<Regex>>> =
    LazyLock::new(|| LANGUAGES.iter().map(|language| Regex::new(language.test).ok()).collect());

/// How many test functions a file holds; `None` where its language is not known or it can't be read.
pub fn test_functions(inputs: &Inputs, path: &ProjectPath) -> Option<u64> {
    let extension = path.extension()?.to_ascii_lowercase();
    let index = LANGUAGES.iter().position(|language| language.extensions.contains(&extension.as_str()))?;
    let bytes = inputs.sources.read(path).ok()?;
    Some(count(&String::from_utf8_lossy(&bytes), &LANGUAGES[index], TESTS[index].as_ref()?))
}

fn count(text: &str, language: &Language, marks: &Regex) -> u64 {
    let mut inside = false;
    let mut found = 0;
    for line in text.lines() {
        let start = line.trim_start();
        let in_comment = inside || start.starts_with(language.comment);
        if let Some(block) = language.block {
            inside = after_line(line, language, block, inside);
        }
        if !in_comment && marks.is_match(line) {
            found += 1;
        }
    }
    found
}

/// Whether a text or comment of many lines is open behind this line.
fn after_line(line: &str, language: &Language, (open, close): (&str, &str), mut inside: bool) -> bool {
    let mut rest = line;
    while let Some(at) = if inside { rest.find(close) } else { opening(rest, language.comment, open) } {
        rest = &rest[at + if inside { close.len() } else { open.len() }..];
        inside = !inside;
    }
    inside
}

/// Where `open` stands in code: not in a text of this line (`"tests/*.py"`) and not in a comment to its end.
fn opening(line: &str, comment: &str, open: &str) -> Option<usize> {
    let mut at = 0;
    while let Some(rest) = line.get(at..).filter(|rest| !rest.is_empty()) {
        if rest.starts_with(open) {
            return Some(at);
        }
        if rest.starts_with(comment) {
            return None;
        }
        let quote = rest.chars().next().filter(|first| matches!(first, '"' | '\'' | '`'));
        let text = quote.and_then(|quote| closing(&rest[1..], quote)).map(|end| end + 2);
        at += text.unwrap_or_else(|| rest.chars().next().map_or(1, char::len_utf8));
    }
    None
}

/// Where a text that is open ends.
fn closing(text: &str, quote: char) -> Option<usize> {
    let mut escaped = false;
    text.char_indices().find_map(|(at, letter)| {
        let ends = letter == quote && !escaped;
        escaped = letter == '\\' && !escaped;
        ends.then_some(at)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counted(extension: &str, text: &str) -> u64 {
        let index = LANGUAGES.iter().position(|language| language.extensions.contains(&extension)).unwrap();
        count(text, &LANGUAGES[index], TESTS[index].as_ref().unwrap())
    }

    #[test]
    fn each_language_marks_tests_its_own_way() {
        let table = [
            (
                "py",
                "def test_a():\n  async def test_b(x):\n# def test_c():\n\"\"\"\ndef test_d():\n\"\"\"\ndef helper():",
                2,
            ),
            (
                "rs",
                "#[test]\nfn a() {}\n  #[tokio::test(flavor = \"x\")]\nasync fn b() {}\n// #[test]\n/*\n#[test]\n*/",
                2,
            ),
            ("rs", "let glob = \"tests/*.py\"; // and src/*\n#[test]\nfn a() {}\n/* \" */\n#[test]\nfn b<'a>() {}", 2),
            ("ts", "glob('src/*.ts')\nit('a', f)\n/*\nit('b', f)\n*/", 1),
            ("ts", "it('a', () => {})\n  test.each([1])('b', f)\n// it('c')\ndescribe('d', f)\nitem('e')", 2),
            ("go", "func TestA(t *testing.T) {}\nfunc (s *S) TestB() {}\nfunc testHelper() {}\nfunc Benchmark() {}", 2),
            ("java", "@Test\nvoid a() {}\n@ParameterizedTest(name = \"x\")\n@Testcontainers\nclass B {}", 2),
            ("cs", "[Fact]\n[Theory(DisplayName = \"x\")]\n[InlineData(1)]\n[TestClass]", 2),
            ("rb", "it 'a' do\n  def test_b\n# it 'c'\nitem 'd'", 2),
            ("php", "public function testA() {}\n#[Test]\nfunction helper() {}", 2),
        ];
        for (extension, text, expected) in table {
            assert_eq!(counted(extension, text), expected, "{extension}");
        }
    }
}
