//! Links the program at a fixed address where that is a matter of one argument: the tables of entities that come with
//! the HTML minifier hold half a million pointers, and writing each of them anew at every start costs more than reading
//! a report of some megabytes does.

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    let target = |name: &str| std::env::var(name).unwrap_or_default();
    let fixed = target("CARGO_CFG_TARGET_OS") == "linux"
        && target("CARGO_CFG_TARGET_ENV") == "gnu"
        && target("CARGO_CFG_TARGET_ARCH") == "x86_64";
    if fixed {
        println!("cargo::rustc-link-arg-bins=-no-pie");
    }
}
