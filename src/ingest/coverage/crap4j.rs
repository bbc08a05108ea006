//! Crap4j XML (`crap_result`), as Crap4j and PHPUnit write it: for each method how complex it is and how much of it ran.
//!
//! Specified by the code of Crap4j (`CrapResult`) and php-code-coverage (`Report\Crap4j`). A method is a function, hit
//! if any of it ran; its complexity is part of that of its file. What the formula makes of the two is not read.
//!
//! Traps: no file is named. A class is taken to be in the file that is called like it: `.java` where signatures are
//! those of the Java machine, which begin with a parenthesis, else `.php`.

use super::super::format::{Format, Match, Reader, Record, Repeats, Sniff};
use super::super::head::{Head, XmlHead};
use super::super::scan::number::{Count, decimal};
use super::super::scan::time;
use super::super::scan::xml::{Element, Visit, read_records};

/// Crap4j.
pub const FORMAT: Format = Format {
    id: "crap4j",
    title: "Crap4j XML",
    tools: &["Crap4j", "PHPUnit"],
    usual_names: &["crap4j*.xml"],
    sniff: Sniff::Xml(sniff),
    reader: Reader::Coverage { read: read_records::<State>, repeats: Repeats::Max },
};

fn sniff(xml: &XmlHead, _: &Head<'_>) -> Match {
    Match::sure_if(xml.root == "crap_result")
}

#[derive(Default)]
struct State {
    method: Option<Method>,
}

impl Visit<dyn Record + '_> for State {
    fn begin(&mut self, out: &mut (dyn Record + '_)) {
        out.yes_no();
    }

    fn open(&mut self, element: &Element<'_>, _: &mut (dyn Record + '_)) {
        if element.name == "method" {
            self.method = Some(Method::default());
        }
    }

    fn close(&mut self, name: &str, text: &str, out: &mut (dyn Record + '_)) {
        match (name, &mut self.method) {
            ("method", method) => {
                if let Some(method) = method.take() {
                    method.say(out);
                }
            }
            ("timestamp", _) => out.stamp(time::stamp(text)),
            (name, Some(method)) => method.set(name, text.trim()),
            _ => {}
        }
    }
}

#[derive(Default)]
struct Method {
    package: String,
    class: String,
    name: String,
    signature: String,
    complexity: Count,
    ran: Count,
}

impl Method {
    fn set(&mut self, element: &str, text: &str) {
        match element {
            "package" => text.clone_into(&mut self.package),
            "className" => text.clone_into(&mut self.class),
            "methodName" => text.clone_into(&mut self.name),
            "methodSignature" => text.clone_into(&mut self.signature),
            "complexity" => self.complexity = Count::parse(text.as_bytes()),
            "coverage" => self.ran = decimal(text).map_or(Count::None, |percent| u64::from(percent > 0.0).into()),
            _ => {}
        }
    }

    fn say(&self, out: &mut dyn Record) {
        let is_java = self.signature.starts_with('(');
        let class = self.class.replace('\\', "/");
        let package = self.package.replace(['\\', '.'], "/");
        let outermost = class.split('$').next().unwrap_or(&class);
        let path = match package.as_str() {
            "" | "global" => outermost.to_owned(),
            package if outermost.contains('/') && outermost.starts_with(package) => outermost.to_owned(),
            package => format!("{package}/{outermost}"),
        };
        out.file(&format!("{path}{}", if is_java { ".java" } else { ".php" }));
        let name = if self.signature.starts_with(&self.name) {
            self.signature.clone()
        } else {
            format!("{}{}", self.name, self.signature)
        };
        out.function(&format!("{}::{name}", self.class), Count::Exact(0), self.ran);
        out.complexity(self.complexity);
    }
}
