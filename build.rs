//! Has the package built again when a file comes to or leaves the default theme, which the compiler does not notice by itself.

fn main() {
    println!("cargo::rerun-if-changed=templates");
}
