//! A loop over the fuzz targets that runs anywhere: mutated samples, the same ones each time.
//!
//! `FUZZ` sets how many inputs each target gets, `FUZZ_SEED` which ones. `cargo fuzz run TARGET` in `fuzz/` goes on from there.

#[path = "build/random.rs"]
mod random;
#[path = "../fuzz/targets.rs"]
mod targets;

use std::panic;

use random::Random;

/// What inputs are made from.
const SAMPLES: [&str; 12] = [
    "---\ntitle: \"Ferry\"\ndate: 2026-03-10\ntags: [a, b]\naliases: /old/\nextra: {x: &y [1], z: *y}\n---\nText.\n",
    "+++\ntitle = 'T'\ndate = 2026-03-10T07:00:00Z\n[extra]\na.b = [1, 2.5, true]\n+++\nText.\n",
    "{\n\"title\": \"T\", \"slug\": \"../x\"\n}\n\n# T\n",
    "{\"id\": 1, \"text\": \"Go, said Bo Lee.\", \"url\": \"https://a.example/\"}\n",
    "\"We *sail* at [dawn](x),\" said Ana Ruiz, the captain. “It will,” she added.\n\n> “No,” Mr. Kerr told the board.\n",
    "# A {#b}\n\n- [x] c\n  1. d\n\n| e | f |\n|---|:-:|\n| g | `h` |\n\ni[^1]\n\n[^1]: j\n\n```k l\nm\n```\n",
    "<div onclick=x><b>a</b><script>b()</script><q cite='javascript:c'>d</q></div>\n\n<img src=x onerror=y> <a href='data:z'>e</a>\n",
    "According to Tom Kerr's report, the ferry is late; the board said that \"nobody\" knew.\r\n\r\nRUIZ: Yes.\r\n",
    "{{< youtube id=\"a\" >}} {% raw %} ![b](c.png \"d\") ~~e~~ **f *g** h* https://example.org/i\n",
    "/a%20b/..%2f%2e%2e/\\..//evil.example/x?q=1#f",
    "http://localhost/a%20b\nHost: evil.example\nOrigin: null\n",
    "José Nu\u{301}ñez \u{202e}İ\u{200b}ẞ\u{feff} 王小明 👩\u{200d}🚀 CON.txt ../..\\.. %2e%2e\0\u{1b}[31m\n",
];

/// Pieces that are put in.
const PIECES: [&str; 44] = [
    "\"",
    "“",
    "”",
    "'",
    "’",
    "‘",
    "*",
    "**",
    "_",
    "`",
    "```",
    "[",
    "](",
    ")",
    "<",
    ">",
    "</",
    "<!--",
    "-->",
    "&",
    "&#x3c;",
    "|",
    "\n",
    "\n\n",
    "\r",
    "\t",
    "    ",
    "---\n",
    "+++\n",
    "- ",
    "> ",
    "# ",
    ": ",
    "{",
    "}}",
    "\\",
    "\0",
    "\u{200b}",
    "\u{202e}",
    "e\u{301}",
    "said ",
    "Ana Ruiz ",
    "javascript:",
    "<script>",
];

#[test]
fn nothing_that_holds_is_broken_by_any_input() {
    let setting =
        |name: &str, otherwise: u64| std::env::var(name).ok().and_then(|n| n.parse().ok()).unwrap_or(otherwise);
    let (inputs, seed) = (setting("FUZZ", 500), setting("FUZZ_SEED", 1));
    for (name, target) in targets::TARGETS {
        let mut random = Random::new(seed);
        for number in 0..inputs {
            let input = input(&mut random);
            let held = panic::catch_unwind(|| target(&input)).is_ok();
            assert!(held, "{name}, input {number}: {:?}", String::from_utf8_lossy(&input));
        }
    }
}

/// Some samples, one behind the other, with some bytes taken away, doubled, changed or put in.
fn input(random: &mut Random) -> Vec<u8> {
    let mut input = Vec::new();
    for _ in 0..=random.below(2) {
        input.extend(pick(random, &SAMPLES).bytes());
    }
    for _ in 0..random.below(12) {
        let from = random.below(input.len() as u64 + 1) as usize;
        let to = (from + random.below(24) as usize).min(input.len());
        match random.below(5) {
            0 => drop(input.drain(from..to)),
            1 => input.splice(from..from, input[from..to].to_vec()).for_each(drop),
            2 if from < to => input[from] = random.below(256) as u8,
            _ => {
                let piece = pick(random, &PIECES).repeat(1 + random.below(3) as usize);
                input.splice(from..from, piece.bytes()).for_each(drop);
            }
        }
    }
    input
}

fn pick<'a>(random: &mut Random, from: &[&'a str]) -> &'a str {
    from[random.below(from.len() as u64) as usize]
}
