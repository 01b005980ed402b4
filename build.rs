//! The standard theme and the starter site are compiled in; a change to them must compile the program again.

fn main() {
    println!("cargo::rerun-if-changed=themes/standard");
    println!("cargo::rerun-if-changed=src/commands/starter");
}
