//! Builds that are killed, and two at once: the earlier site or the new one stands, and the next build is like a clean one.
//!
//! `CRASHES` sets how many builds each test kills; the moments come from a generator with a fixed seed.

use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use super::random::Random;
use super::{Files, Site};

fn crashes() -> u64 {
    std::env::var("CRASHES").ok().and_then(|count| count.parse().ok()).unwrap_or(12)
}

fn start(site: &Site) -> Child {
    let mut command = Command::new(env!("CARGO_BIN_EXE_quotewright"));
    command.args(["build", "--root"]).arg(site.path("")).stdout(Stdio::null()).stderr(Stdio::null());
    command.spawn().unwrap()
}

/// Gives the site its `version`.
fn write_sources(site: &Site, version: u64) {
    for n in 0..8 {
        let text = format!("\"We sail at {version} to pier {n},\" said Ana Ruiz.\n");
        site.write(&format!("content/{n}.md"), text);
    }
    site.write("static/version.txt", version.to_string());
}

fn clean(version: u64) -> Files {
    let site = Site::new();
    write_sources(&site, version);
    site.build().expect(0, &[]);
    site.public()
}

fn killed_by(signal: &str, seed: u64) {
    let mut random = Random::new(seed);
    let site = Site::new();
    write_sources(&site, 0);
    let started = Instant::now();
    site.build().expect(0, &[]);
    let usual = started.elapsed().as_micros() as u64;
    let mut before = site.public();
    for version in 1..=crashes() {
        write_sources(&site, version);
        let after = clean(version);
        let mut child = start(&site);
        thread::sleep(Duration::from_micros(random.below(usual + usual / 4)));
        // It may have ended already.
        let _ = Command::new("kill").args(["-s", signal, &child.id().to_string()]).stderr(Stdio::null()).status();
        child.wait().unwrap();
        let stands = site.public();
        assert!(stands == before || stands == after, "version {version}: neither the earlier site nor the new one");
        site.build().expect(0, &[]);
        assert!(site.public() == after, "version {version}: the next build is not like a clean one");
        before = after;
    }
}

#[test]
fn a_build_that_is_killed_leaves_a_whole_site() {
    killed_by("KILL", 1);
}

#[test]
fn a_build_that_is_told_to_end_leaves_a_whole_site() {
    killed_by("TERM", 2);
}

#[test]
fn of_builds_at_one_time_one_has_its_way() {
    let site = Site::new();
    for version in 0..crashes() / 2 {
        write_sources(&site, version);
        let mut children: Vec<Child> = (0..3).map(|_| start(&site)).collect();
        let codes: Vec<_> = children.iter_mut().map(|child| child.wait().unwrap().code()).collect();
        assert!(codes.contains(&Some(0)) && codes.iter().all(|code| matches!(code, Some(0 | 2))), "{codes:?}");
        assert!(site.public() == clean(version), "version {version}");
    }
}
