//! `quotewright init`: a site that builds at once, to be changed from there.

use super::Outcome;
use super::console::Console;
use crate::cli;
use crate::diagnostic::Diagnostic;
use crate::{config, fs};

/// The files of a new site. An index is in the name that a leading full stop would hide.
const FILES: [(&str, &str); 5] = [
    (config::FILE, include_str!("init/quotewright.toml")),
    ("content/articles/2026-03-10-ferry.md", include_str!("init/ferry.md")),
    ("content/about.md", include_str!("init/about.md")),
    ("templates/README.md", include_str!("init/templates.md")),
    (".gitignore", "/public\n/.quotewright\n"),
];

pub(super) fn run(console: &Console, options: &cli::Init) -> Outcome {
    let paths = FILES.map(|(path, text)| (options.dir.join(path), text));
    if let Some((taken, _)) = paths.iter().find(|(path, _)| fs::exists(path)) {
        let remedy = "name another folder: `quotewright init DIR` makes it";
        return console.failure(&Diagnostic::error(taken.display().to_string(), "there is a site already", remedy));
    }
    for (path, text) in &paths {
        if let Err(error) = fs::write(path, text.as_bytes()) {
            let message = format!("cannot be written: {error}");
            let remedy = "check the permissions of the folder and the space on its disk";
            return console.failure(&Diagnostic::error(path.display().to_string(), message, remedy));
        }
    }
    let dir = options.dir.display();
    console.note(&format!("a site in {dir}; next: quotewright serve --root {dir} --open"));
    Outcome::Done
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every setting that the program knows, as it says itself when it meets another.
    fn known_settings() -> Vec<String> {
        let error = toml::from_str::<crate::render::Settings>("no_such_setting = 1").unwrap_err();
        error.message().split('`').skip(3).step_by(2).map(str::to_owned).collect()
    }

    #[test]
    fn the_configuration_names_every_setting_with_a_valid_value() {
        let text = FILES[0].1;
        let settings = text.lines().filter_map(|line| line.strip_prefix("# ").unwrap_or(line).split_once(" = "));
        let named: Vec<&str> = settings.map(|(name, _)| name).collect();
        let known = known_settings();
        assert!(known.len() > 3, "{known:?}");
        for name in &known {
            assert!(named.contains(&name.as_str()), "{name} is not in\n{text}");
        }
        let is_setting = |line: &str| known.iter().any(|name| line.starts_with(&format!("# {name} = ")));
        let active: String = text
            .lines()
            .map(|line| if is_setting(line) { &line[2..] } else { line })
            .fold(String::new(), |a, l| a + l + "\n");
        config::parse(&active).unwrap();
        config::parse(text).unwrap();
    }
}
