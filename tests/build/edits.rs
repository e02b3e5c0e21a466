//! Sites that are edited and built again: as if they were built for the first time, elsewhere, in another order, time zone and
//! language, on more threads.
//!
//! `EDITS` sets how many sequences of edits there are; they come from a generator with a fixed seed.

use std::collections::BTreeMap;
use std::fs::{self, FileTimes};
use std::time::{Duration, SystemTime};

use super::Site;
use super::random::Random;

/// The sources of a site by path.
type Sources = BTreeMap<String, String>;

fn sequences() -> u64 {
    std::env::var("EDITS").ok().and_then(|count| count.parse().ok()).unwrap_or(25)
}

fn article(random: &mut Random) -> String {
    let pick = |random: &mut Random, words: &[&str]| words[random.below(words.len() as u64) as usize].to_owned();
    let speaker = pick(random, &["Ana Ruiz", "Tom Kerr", "Ruiz", "the harbour board", "José Núñez"]);
    let title = pick(random, &["Ferry", "Gulls", "Tide"]);
    let tag = pick(random, &["sea", "Sea", "pier", "\"a b\""]);
    let day = 1 + random.below(9);
    let number = random.below(10);
    format!(
        "---\ntitle: {title}\ndate: 2026-03-0{day}\ntags: [{tag}]\n---\n\"We sail to pier {number} at dawn,\" said {speaker}.\n"
    )
}

fn path(random: &mut Random) -> String {
    match random.below(9) {
        0 => format!("content/wire-{}.jsonl", random.below(2)),
        1 => "content/news/_index.md".to_owned(),
        2 => format!("static/file-{}.txt", random.below(2)),
        3 => format!("content/news/photo-{}.png", random.below(2)),
        4 => "templates/404.html".to_owned(),
        5 => format!("content/news/{}.md", random.below(3)),
        6 => "quotewright.toml".to_owned(),
        _ => format!("content/{}.md", random.below(4)),
    }
}

fn text(path: &str, random: &mut Random) -> String {
    match path.rsplit_once('.').map(|(_, extension)| extension) {
        Some("jsonl") => format!("{{\"id\": \"{}\", \"text\": \"Go, said Bo Lee.\"}}\n", random.below(3)),
        Some("md") if path.ends_with("_index.md") => format!("---\ntitle: News {}\n---\nx\n", random.below(3)),
        Some("md") => article(random),
        Some("toml") => format!("title = \"Herald {}\"\n", random.below(3)),
        _ => random.below(10).to_string(),
    }
}

fn is_article(path: &str) -> bool {
    path.rsplit_once('.').is_some_and(|(_, extension)| extension == "md")
}

/// Edits a source, writes a new one, takes one away or gives it another name, sometimes behind the back of its time.
fn edit(site: &Site, sources: &mut Sources, random: &mut Random) {
    let known = |random: &mut Random, sources: &Sources| -> Option<String> {
        sources.keys().nth(random.below(sources.len().max(1) as u64) as usize).cloned()
    };
    match random.below(6) {
        0 => {
            if let Some(path) = known(random, sources) {
                sources.remove(&path);
                fs::remove_file(site.path(&path)).unwrap();
            }
        }
        1 => {
            if let Some(from) = known(random, sources).filter(|path| is_article(path)) {
                let to = format!("content/renamed-{}.md", random.below(3));
                let text = sources.remove(&from).unwrap();
                fs::rename(site.path(&from), site.path(&to)).unwrap();
                sources.insert(to, text);
            }
        }
        2 => {
            // Another text of the same length, with an older time.
            if let Some(path) = known(random, sources).filter(|path| is_article(path)) {
                let turned = sources[&path].replace("dawn", "dusk");
                site.write(&path, &turned);
                let older = SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000 + random.below(1_000_000));
                let file = fs::File::options().write(true).open(site.path(&path)).unwrap();
                file.set_times(FileTimes::new().set_modified(older)).unwrap();
                sources.insert(path, turned);
            }
        }
        _ => {
            let path = path(random);
            let text = text(&path, random);
            let earlier = fs::metadata(site.path(&path)).and_then(|metadata| metadata.modified());
            site.write(&path, &text);
            // Sometimes with the time that it had.
            if let (Ok(earlier), 0) = (earlier, random.below(2)) {
                fs::File::options().write(true).open(site.path(&path)).unwrap().set_modified(earlier).unwrap();
            }
            sources.insert(path, text);
        }
    }
}

#[test]
fn edited_sites_are_built_as_if_for_the_first_time() {
    let mut random = Random::new(3);
    let site = Site::new();
    let mut sources = Sources::from([("content/good.md".to_owned(), super::GOOD.to_owned())]);
    let environments = [
        [("TZ", "Pacific/Kiritimati"), ("LANG", "C"), ("RAYON_NUM_THREADS", "1")],
        [("TZ", "America/New_York"), ("LANG", "tr_TR.UTF-8"), ("RAYON_NUM_THREADS", "7")],
        [("TZ", "UTC"), ("LANG", "de_DE.UTF-8"), ("RAYON_NUM_THREADS", "2")],
    ];
    for sequence in 0..sequences() {
        for _ in 0..=random.below(3) {
            edit(&site, &mut sources, &mut random);
            let code = site.build().code;
            assert!(matches!(code, Some(0 | 1)), "sequence {sequence}: {code:?}");
        }
        let clean = Site::new();
        fs::remove_file(clean.path("content/good.md")).unwrap();
        for (path, text) in sources.iter().rev() {
            clean.write(path, text);
        }
        let environment = &environments[(sequence % 3) as usize];
        let run = clean.run(&[], environment);
        assert!(matches!(run.code, Some(0 | 1)), "sequence {sequence}: {}", run.said);
        let (edited, clean) = (site.public(), clean.public());
        let differs = |path: &&String| edited.get(*path) != clean.get(*path);
        let different: Vec<&String> = edited.keys().chain(clean.keys()).filter(differs).collect();
        assert!(different.is_empty(), "sequence {sequence}: {different:?}");
    }
}
