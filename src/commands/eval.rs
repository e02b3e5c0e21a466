//! `quotewright eval`: how well quotations are found and named on gold, as tables or as JSON.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use rayon::iter::{IntoParallelRefIterator, ParallelIterator};
use serde::Serialize;

use super::Outcome;
use super::console::Console;
use crate::cli::{self, TableFormat};
use crate::diagnostic::Diagnostic;
use crate::eval::{
    Answer, Fault, FaultClass, GoldArticle, Prf, Report, WhoScores, evaluate, found, read_answers, read_gold,
};

pub(super) fn run(console: &Console, options: &cli::Eval) -> Outcome {
    let sets = match sets(options) {
        Ok(sets) => sets,
        Err(diagnostic) => return console.failure(&diagnostic),
    };
    let printed = console.print(&match options.format {
        TableFormat::Text => for_reading(&sets, options.errors),
        TableFormat::Json => to_json(sets, options.errors),
    });
    printed.map_or_else(|outcome| outcome, |()| Outcome::Done)
}

/// One set of gold and its figures.
#[derive(Serialize)]
struct Set {
    gold: String,
    /// Articles without stored output, which count as articles without quotations.
    missing: usize,
    #[serde(flatten)]
    report: Report,
}

/// The sets, and all of them together where there are several.
fn sets(options: &cli::Eval) -> Result<Vec<Set>, Diagnostic> {
    let (mut sets, mut all_articles, mut all_answers, mut all_missing) = (Vec::new(), Vec::new(), Vec::new(), 0);
    for path in &options.gold {
        let articles = read_gold(path)?;
        let (answers, missing) = answers(&articles, options)?;
        sets.push(Set { gold: path.display().to_string(), missing, report: evaluate(&articles, &answers) });
        all_articles.extend(articles);
        all_answers.extend(answers);
        all_missing += missing;
    }
    if sets.len() > 1 {
        let report = evaluate(&all_articles, &all_answers);
        sets.push(Set { gold: "all together".to_owned(), missing: all_missing, report });
    }
    Ok(sets)
}

fn answers(articles: &[GoldArticle], options: &cli::Eval) -> Result<(Vec<Vec<Answer>>, usize), Diagnostic> {
    let Some(folder) = &options.answers else {
        return Ok((articles.par_iter().map(|article| found(&article.text, options.all)).collect(), 0));
    };
    let stored: Vec<Option<Vec<Answer>>> =
        articles.iter().map(|article| read_answers(Path::new(folder), article)).collect::<Result<_, _>>()?;
    let missing = stored.iter().filter(|answers| answers.is_none()).count();
    Ok((stored.into_iter().map(Option::unwrap_or_default).collect(), missing))
}

/// At most `errors` errors of each class.
fn shortened(faults: &[Fault], errors: usize) -> Vec<Fault> {
    let mut counts: BTreeMap<FaultClass, usize> = BTreeMap::new();
    let mut few = faults.to_vec();
    few.retain(|fault| {
        let count = counts.entry(fault.class).or_default();
        *count += 1;
        *count <= errors
    });
    few
}

fn to_json(mut sets: Vec<Set>, errors: usize) -> String {
    for set in &mut sets {
        set.report.faults = shortened(&set.report.faults, errors);
    }
    // Strings and numbers always have a JSON form.
    serde_json::to_string_pretty(&BTreeMap::from([("sets", sets)])).unwrap_or_default()
}

fn for_reading(sets: &[Set], errors: usize) -> String {
    let mut out = String::new();
    for set in sets {
        // Writing to a string does not fail.
        let _ = show(&mut out, set, errors);
    }
    out.trim_end().to_owned()
}

fn show(out: &mut String, set: &Set, errors: usize) -> std::fmt::Result {
    let report = &set.report;
    writeln!(out, "== {}: {} articles\n", set.gold, report.articles)?;
    if set.missing > 0 {
        writeln!(out, "{} articles have no stored output: counted as no quotations\n", set.missing)?;
    }
    spans(out, report)?;
    if let Some(who) = &report.who {
        names(out, who)?;
    }
    rules(out, report)?;
    calibration(out, report)?;
    faults(out, report, errors)
}

fn spans(out: &mut String, report: &Report) -> std::fmt::Result {
    writeln!(out, "Words against gold           P      R     F1")?;
    let line = |prf: Prf| format!("{:6.2} {:6.2} {:6.2}", prf.p, prf.r, prf.f);
    let metrics = &report.spans;
    let (marked, cue) = (&metrics.marked, &metrics.cue);
    let regions = marked.regions.unwrap_or_default();
    writeln!(out, "{:22} {}   ({regions} regions, {} gold)", "marked regions", line(marked.prf), marked.gold)?;
    for name in ["quoted", "all", "direct", "mixed", "indirect", "indirect_speech", "indirect_other"] {
        let Some(block) = metrics.blocks.get(name) else { continue };
        let rows = [
            ("strict", Some(block.strict)),
            ("match", Some(block.matched)),
            ("soft", Some(block.soft)),
            ("token", block.token),
            ("e2e", Some(block.e2e)),
        ];
        for (measure, prf) in rows.into_iter().filter_map(|(measure, prf)| Some((measure, prf?))) {
            writeln!(out, "{:22} {}", format!("{name} {measure}"), line(prf))?;
        }
        let accuracy = block.source.accuracy.map_or("-".to_owned(), |accuracy| format!("{accuracy:.2}"));
        let of = format!("of {} matched, {} gold, {} found", block.source.matched, block.gold, block.pred);
        writeln!(out, "{:22} {accuracy:>6}   ({of})", format!("{name} source"))?;
    }
    writeln!(out, "{:22} {}\n", "cue", line(cue.prf))
}

fn names(out: &mut String, who: &BTreeMap<&'static str, WhoScores>) -> std::fmt::Result {
    writeln!(out, "Who said it   gold   found      P      R     F1    who   who~    e2e")?;
    for kind in ["direct", "mixed", "indirect", "all", "quoted"] {
        let Some(s) = who.get(kind) else { continue };
        write!(out, "{kind:12}{:6}{:8}", s.gold, s.pred)?;
        for share in [s.detect_p, s.detect_r, s.detect_f1, s.who_strict, s.who_lenient, s.e2e_f1] {
            write!(out, "{:7.1}", 100.0 * share)?;
        }
        writeln!(out)?;
    }
    writeln!(out, "who: of those found, named right; who~: by the last name; e2e: found and named right, F1\n")
}

fn rules(out: &mut String, report: &Report) -> std::fmt::Result {
    if report.rules.is_empty() {
        return Ok(());
    }
    let percent = |part: u64, whole: u64| {
        if whole > 0 { format!("{:.1}", 100.0 * part as f64 / whole as f64) } else { "-".into() }
    };
    writeln!(out, "Reason                   count  found      %  speaker right      %")?;
    for rule in &report.rules {
        let (found, right) = (percent(rule.found, rule.count), percent(rule.right, rule.known));
        let of = format!("{}/{}", rule.right, rule.known);
        writeln!(out, "{:24}{:6}{:7}{found:>7}{of:>15}{right:>7}", rule.evidence, rule.count, rule.found)?;
    }
    writeln!(out)
}

fn calibration(out: &mut String, report: &Report) -> std::fmt::Result {
    let calibration = &report.calibration;
    if calibration.bins.is_empty() {
        return Ok(());
    }
    writeln!(out, "Confidence     count   mean  right")?;
    let ends = calibration.bins.iter().skip(1).map(|bin| bin.from).chain([1.0]);
    for (bin, end) in calibration.bins.iter().zip(ends) {
        let range = format!("{:.2} to {end:.2}", bin.from);
        writeln!(out, "{range:12}{:8}{:7.1}{:7.1}", bin.count, 100.0 * bin.mean, 100.0 * bin.right)?;
    }
    let shown = calibration.shown;
    let percent = |part: u64, whole: u64| 100.0 * part as f64 / whole.max(1) as f64;
    writeln!(
        out,
        "at 0.90 and above: {:.1} % of {} quoted are shown by name, {:.1} % of them right\n",
        percent(shown.shown, shown.quoted),
        shown.quoted,
        percent(shown.right, shown.shown)
    )
}

fn faults(out: &mut String, report: &Report, errors: usize) -> std::fmt::Result {
    let mut counts: BTreeMap<FaultClass, usize> = BTreeMap::new();
    for fault in &report.faults {
        *counts.entry(fault.class).or_default() += 1;
    }
    writeln!(out, "Errors")?;
    for (class, count) in counts {
        writeln!(out, "{:28}{count:6}", class.words())?;
    }
    let mut last = None;
    for fault in shortened(&report.faults, errors) {
        if last.replace(fault.class) != Some(fault.class) {
            writeln!(out, "\n-- {}", fault.class.words())?;
        }
        let side = |value: &Option<String>| value.as_deref().unwrap_or("-").to_owned();
        let (gold, given, reasons) = (side(&fault.gold), side(&fault.given), fault.evidence.join(", "));
        writeln!(out, "{}\n    {}\n    gold: {gold} | given: {given} | {reasons}", fault.article, fault.words)?;
    }
    writeln!(out)
}
