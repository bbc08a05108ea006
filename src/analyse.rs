//! temporary
use crate::{
    config::Config,
    diagnostics::Sink,
    facts::{self, Facts},
    gates,
    model::{findings::Findings, inputs::Inputs},
};
pub fn analyse(inputs: &Inputs, config: &Config, _epoch: Option<i64>, sink: &mut Sink) -> Findings {
    let mut f = Facts::new(inputs, config);
    let answers = crate::evidence::answer(inputs, &Default::default(), sink);
    f.measured.add_changes(&answers);
    let reports = facts::currency::currency(inputs, &answers);
    f.reports = reports.clone();
    let gaps = facts::gap_register::register(&f);
    let phases = facts::phases::phases(inputs, &answers);
    let evidence = gates::Evidence { facts: &f, gaps: &gaps, claims: &[] };
    let gates = gates::evaluate(&config.gates, &evidence);
    let generated_at = answers.git.head_time;
    let headline = facts::headline::headline(&facts::headline::Matter {
        facts: &f,
        git: &answers.git,
        generated_at,
        gates: &gates,
        gaps: &gaps,
        claims: &[],
    });
    let run = facts::history::this_run(&f, answers.git.head.as_deref(), generated_at, &gates);
    let m = &f.measured;
    Findings {
        headline,
        git: answers.git.clone(),
        generated_at,
        totals: m.totals,
        tests: f.tests,
        files: m.files.clone(),
        folders: m.folders.clone(),
        components: m.components.clone(),
        unmeasured: facts::unmeasured::unmeasured(inputs, &config.project),
        reports,
        gaps,
        phases,
        claims: vec![],
        gates,
        run,
        test_next: facts::risk::test_next(&m.files, crate::model::ratio::Metric::Lines),
    }
}
