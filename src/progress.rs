//! What a run knows of itself while it works: in which phase it is, how far, and where its time went.
//!
//! Only whoever watches reads it; nothing that is built depends on it.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// The progress of one run, shared by its threads.
#[derive(Debug, Default)]
pub struct Progress {
    times: Mutex<Times>,
    done: AtomicUsize,
    total: AtomicUsize,
}

/// Where the time of a run went.
#[derive(Clone, Debug, Default)]
pub struct Times {
    /// Phases in their order, as the clock on the wall has them; the last may still go on.
    pub phases: Vec<(&'static str, Duration)>,
    /// Kinds of work within phases, summed up over all threads.
    pub steps: BTreeMap<&'static str, Work>,
    /// Templates and components, summed up over all threads.
    pub templates: BTreeMap<String, Work>,
}

/// How often something was done, and how long it took in all.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Work {
    /// How often.
    pub count: usize,
    /// How long, in all threads together.
    pub time: Duration,
}

/// How far a run is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    /// The phase that it is in.
    pub phase: &'static str,
    /// Pieces of work that are done in this phase.
    pub done: usize,
    /// Pieces of work in all; 0 where they are not counted.
    pub total: usize,
}

impl Progress {
    /// Does `work` as a phase of `total` pieces.
    pub fn phase<T>(&self, name: &'static str, total: usize, work: impl FnOnce() -> T) -> T {
        self.done.store(0, Ordering::Relaxed);
        self.total.store(total, Ordering::Relaxed);
        self.lock().phases.push((name, Duration::ZERO));
        let started = Instant::now();
        let result = work();
        if let Some(phase) = self.lock().phases.last_mut() {
            phase.1 = started.elapsed();
        }
        result
    }

    /// Counts one piece of the phase as done.
    pub fn piece(&self) {
        self.done.fetch_add(1, Ordering::Relaxed);
    }

    /// Does `work` as a step of this kind.
    pub fn step<T>(&self, kind: &'static str, work: impl FnOnce() -> T) -> T {
        let started = Instant::now();
        let result = work();
        self.lock().steps.entry(kind).or_default().add(started.elapsed());
        result
    }

    /// Does `work` as filling the template `name`.
    pub fn template<T>(&self, name: &str, work: impl FnOnce() -> T) -> T {
        let started = Instant::now();
        let result = work();
        let time = started.elapsed();
        let mut times = self.lock();
        match times.templates.get_mut(name) {
            Some(template) => template.add(time),
            None => times.templates.entry(name.to_owned()).or_default().add(time),
        }
        result
    }

    /// How far it is; `None` before the first phase.
    pub fn standing(&self) -> Option<Standing> {
        let phase = self.lock().phases.last()?.0;
        Some(Standing { phase, done: self.done.load(Ordering::Relaxed), total: self.total.load(Ordering::Relaxed) })
    }

    /// Where the time went until now.
    pub fn times(&self) -> Times {
        self.lock().clone()
    }

    fn lock(&self) -> MutexGuard<'_, Times> {
        // Sums are whole after every statement, so a thread that died leaves nothing half done.
        self.times.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Work {
    fn add(&mut self, time: Duration) {
        self.count += 1;
        self.time += time;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_is_summed_up() {
        let progress = Progress::default();
        assert_eq!(progress.standing(), None);
        progress.phase("first", 0, || ());
        progress.phase("second", 2, || {
            progress.step("read", || progress.piece());
            progress.step("read", || ());
            progress.template("a.html", || ());
            assert_eq!(progress.standing(), Some(Standing { phase: "second", done: 1, total: 2 }));
        });
        let times = progress.times();
        assert_eq!(times.phases.iter().map(|(name, _)| *name).collect::<Vec<_>>(), ["first", "second"]);
        assert_eq!((times.steps["read"].count, times.templates["a.html"].count), (2, 1));
    }
}
