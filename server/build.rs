//! The bundles are embedded: a new file in their folder makes a new binary.

fn main() {
    println!("cargo:rerun-if-changed=../target/site");
    println!("cargo:rerun-if-changed=demo");
}
