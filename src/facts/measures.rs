//! Named counts over the files of the project, as the configuration defines them.

use crate::config::{Config, Count, MeasureConfig};
use crate::model::findings::MeasureFinding;
use crate::model::question::{Answers, Question, Scan};

/// What must be asked to answer a measure.
pub fn scan(measure: &MeasureConfig) -> Scan {
    Scan {
        pattern: measure.pattern.as_str().to_owned(),
        paths: measure.paths.0.clone(),
        except: measure.exclude.0.clone(),
    }
}

/// All that must be asked.
pub fn asks(config: &Config) -> impl Iterator<Item = Question> {
    config.measures.iter().map(|measure| Question::Scan(scan(measure)))
}

/// The measures with their counts, in the order of the configuration.
pub fn measures(config: &Config, answers: &Answers) -> Vec<MeasureFinding> {
    config.measures.iter().map(|measure| found(measure, answers)).collect()
}

/// A measure with its count. One that looked at no file, or could not read one, has none.
pub fn found(measure: &MeasureConfig, answers: &Answers) -> MeasureFinding {
    let answer = answers.scan(&scan(measure)).filter(|answer| answer.files > 0 && answer.unread.is_empty());
    let value = answer.map(|answer| match measure.count {
        Count::Lines => answer.lines,
        Count::Matches => answer.matches,
        Count::Files => answer.matching,
    });
    MeasureFinding {
        name: measure.name.clone(),
        pattern: measure.pattern.as_str().to_owned(),
        paths: measure.paths.0.clone(),
        exclude: measure.exclude.0.clone(),
        counts: match measure.count {
            Count::Lines => "lines",
            Count::Matches => "matches",
            Count::Files => "files",
        },
        files: answers.scan(&scan(measure)).map_or(0, |answer| answer.files),
        unread: answers.scan(&scan(measure)).and_then(|answer| answer.unread.first().cloned()),
        value,
    }
}
