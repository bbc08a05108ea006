//! What headings and sentences speak of: gaps, decisions, next steps, targets. One pass over the words of a text finds
//! all of them, so that no reader of facts goes through it again.

use std::collections::HashMap;
use std::sync::OnceLock;

use super::words::tokens;

/// Something to speak of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u32)]
pub(crate) enum Topic {
    /// What is untested or missing.
    Gap = 1,
    Commit = 1 << 1,
    Decision = 1 << 2,
    Deviation = 1 << 3,
    Milestone = 1 << 4,
    NextStep = 1 << 5,
    /// What is covered and tested.
    Coverage = 1 << 6,
    /// Issues, bugs, risks.
    Issue = 1 << 7,
    /// What was mended or finished.
    Done = 1 << 8,
    Strength = 1 << 9,
    /// Priority, severity, impact.
    Priority = 1 << 10,
    /// What is to be reached, as headings announce it.
    Goal = 1 << 11,
    /// The words "target", "goal" and their like.
    Target = 1 << 12,
    /// Configuration.
    Setting = 1 << 13,
    /// Recommended, proposed, an example: not what is.
    Advice = 1 << 14,
    Score = 1 << 15,
    Rationale = 1 << 16,
    Negation = 1 << 17,
    /// Only, barely.
    Little = 1 << 18,
    /// Releases and what was planned for them.
    Release = 1 << 19,
}

/// All that a text speaks of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Topics(u32);

impl Topics {
    /// Reads a text.
    pub(crate) fn of(text: &str) -> Self {
        let table = Table::get();
        let mut topics = 0;
        for (at, word) in tokens(text, |c| !c.is_alphanumeric()) {
            topics |= table.at(word, &text[at + word.len()..]);
        }
        if !text.is_ascii() && text.contains(|c| c >= '\u{2E80}') {
            let wide = table.wide.iter().filter(|(phrase, _)| text.contains(phrase));
            topics |= wide.fold(0, |topics, (_, topic)| topics | topic);
        }
        Self(topics)
    }

    pub(crate) fn has(self, topic: Topic) -> bool {
        self.0 & topic as u32 != 0
    }

    /// Both.
    pub(crate) fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

/// Phrases by their first word.
struct Table {
    first: HashMap<&'static str, Vec<(Vec<&'static str>, u32)>>,
    /// For each first byte the lengths of the words that begin with it: rules out most words before they are hashed.
    lengths: [u32; 256],
    /// Phrases of scripts without spaces.
    wide: Vec<(&'static str, u32)>,
}

impl Table {
    fn get() -> &'static Self {
        static TABLE: OnceLock<Table> = OnceLock::new();
        TABLE.get_or_init(|| {
            let mut table = Table { first: HashMap::new(), lengths: [0; 256], wide: Vec::new() };
            for (topic, phrases) in PHRASES {
                for phrase in phrases.split('|') {
                    table.add(phrase, *topic as u32);
                }
            }
            table
        })
    }

    fn add(&mut self, phrase: &'static str, topic: u32) {
        if phrase.contains(|c| c >= '\u{2E80}') {
            self.wide.push((phrase, topic));
            return;
        }
        let mut words = phrase.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        let Some(first) = words.next() else { return };
        self.lengths[usize::from(first.as_bytes()[0])] |= 1 << first.len().min(31);
        self.first.entry(first).or_default().push((words.collect(), topic));
    }

    /// The topics of the phrases that begin with a word, given what stands behind it.
    fn at(&self, word: &str, behind: &str) -> u32 {
        let byte = usize::from(word.as_bytes().first().map_or(0, u8::to_ascii_lowercase));
        // A plural is one letter longer; letters beyond ASCII may change their length in lower case.
        let length = word.len().min(31);
        let possible = (1 << length) | (1 << (length.max(1) - 1));
        if word.len() > 40 || (word.is_ascii() && self.lengths[byte] & possible == 0) {
            return 0;
        }
        let lower = word.to_lowercase();
        let singular = lower.strip_suffix('s').unwrap_or("");
        let phrases = [lower.as_str(), singular].into_iter().filter_map(|word| self.first.get(word)).flatten();
        let follows = |rest: &[&str]| {
            let behind = tokens(behind, |c| !c.is_alphanumeric());
            rest.is_empty() || behind.zip(rest).take_while(|((_, word), want)| same(word, want)).count() == rest.len()
        };
        phrases.filter(|(rest, _)| follows(rest)).fold(0, |topics, (_, topic)| topics | topic)
    }
}

/// Whether a word is the wanted one, in any case, perhaps in the plural.
fn same(word: &str, want: &str) -> bool {
    let plural = word.strip_suffix(['s', 'S']).unwrap_or(word);
    let equal = |word: &str| word.eq_ignore_ascii_case(want) || (!word.is_ascii() && word.to_lowercase() == want);
    equal(word) || equal(plural)
}

const PHRASES: &[(Topic, &str)] = &[
    (
        Topic::Gap,
        "gap|missing|untested|uncovered|not covered|not tested|not yet tested|not yet covered|thin|lacking|no test|no coverage|\
         without test|need test|needs test|test debt|coverage hole|under tested|undertested|poorly tested|left to test|low coverage|\
         blind spot|缺|差距|未测试|未覆盖|不足|lücke|lücken|testlücken|ungetestet|fehlende|fehlend|lacune|manquant|non testé|\
         non couvert|brecha|faltante|sin probar|sin cubrir|lacuna",
    ),
    (Topic::Commit, "commit|sha|hash|提交"),
    (Topic::Decision, "decisions|decision log|decision record|entscheidungen|décisions|decisiones|决策"),
    (Topic::Deviation, "deviation|abweichung|abweichungen|écart|desviación|desviaciones|偏差"),
    (Topic::Milestone, "milestone|meilenstein|meilensteine|jalon|hito|里程碑"),
    (
        Topic::NextStep,
        "next step|next action|next task|what's next|what is next|immediate action|short term action|long term action|\
         recommended action|action item|follow up|followup|to do|todo|recommendation|next up|remaining work|remaining step|\
         nächste schritte|prochaines étapes|próximos pasos|下一步|后续|建议改进|待办",
    ),
    (Topic::Coverage, "coverage|covered|tested|test scenario|tests cover|abdeckung|couverture|cobertura|覆盖"),
    (
        Topic::Issue,
        "issue|finding|bug|concern|problem|blocker|limitation|weakness|weaknesses|opportunities for improvement|anti pattern|\
         antipattern|vulnerability|vulnerabilities|tech debt|technical debt|risk|defect|inconsistencies|probleme|mängel|problème|\
         problema|隐患|问题",
    ),
    (Topic::Done, "fixed|resolved|closed|completed|done|erledigt|résolu"),
    (Topic::Strength, "strength|what works|what went well|stärke|stärken|point fort|points forts|fortaleza|优点"),
    (Topic::Priority, "priority|priorities|severity|impact|priorität|priorité|prioridad|优先级"),
    (
        Topic::Goal,
        "target|goal|success criteria|success criterion|acceptance criteria|objective|exit criteria|definition of done|ziel|ziele|\
         erfolgskriterien|objectif|critères de succès|objetivo|目标|成功标准",
    ),
    (Topic::Target, "target|goal|aim|objective|ziel|objectif|objetivo|目标"),
    (
        Topic::Setting,
        "config|configuration|configure|configured|setting|threshold|option|flag|environment|env|toml|ini|coveragerc|feature|\
         konfiguration|einstellung|paramètre|configuración|配置",
    ),
    (Topic::Advice, "recommendation|recommended|proposed|example|template|rollback|empfehlung|recommandation"),
    (
        Topic::Score,
        "score|readiness|rating|grade|health|maturity|quality|completeness|compliance|confidence|note globale|bewertung|reifegrad|评分",
    ),
    (Topic::Rationale, "rationale|reason|why|because|begründung|raison|motivo"),
    (Topic::Negation, "not|never|no|nothing|none|hardly|isn't|aren't|nicht|pas"),
    (Topic::Little, "only|barely|partly|nur|seulement|solo"),
    (Topic::Release, "roadmap|milestone|history|release|changelog"),
];

#[cfg(test)]
mod tests {
    use super::{Topic, Topics};

    #[test]
    fn finds_words_phrases_and_plurals() {
        let has = |text: &str, topic: Topic| Topics::of(text).has(topic);
        assert!(has("What is still MISSING", Topic::Gap));
        assert!(has("Coverage Gaps (high)", Topic::Gap));
        assert!(has("Next steps", Topic::NextStep));
        assert!(has("What's next?", Topic::NextStep));
        assert!(has("Follow-ups", Topic::NextStep));
        assert!(has("Files not tested", Topic::Gap));
        assert!(has("四、下一步修改计划", Topic::NextStep));
        assert!(has("Décisions", Topic::Decision));
        assert!(!has("Gapless playback", Topic::Gap));
        assert!(!has("The next thing and a step", Topic::NextStep));
        assert!(!has("Decision matrix", Topic::Decision));
        assert!(!has("", Topic::Gap));
    }
}
