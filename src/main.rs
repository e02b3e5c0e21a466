//! The `quotewright` program: calls the library and maps the outcome to an exit code.

fn main() {}
