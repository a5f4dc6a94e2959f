//! The sample company is embedded: a new file in its folder makes a new library.

fn main() {
    println!("cargo:rerun-if-changed=demo");
}
