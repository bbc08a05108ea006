//! The formats of manifests and lock files, as far as they name packages and versions.

use regex::Regex;
use serde_json::Value;

/// A package as a file names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Named {
    pub(super) name: String,
    pub(super) version: Option<String>,
}

/// A kind of file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Format {
    /// `requirements.txt` and the like.
    Requirements,
    /// `pyproject.toml`, `Cargo.toml`, `Pipfile`.
    TomlManifest,
    /// `Cargo.lock`, `poetry.lock`, `uv.lock`, `pdm.lock`.
    TomlLock,
    /// `package.json`, `composer.json`.
    JsonManifest,
    /// `package-lock.json`, `composer.lock`, `Pipfile.lock`.
    JsonLock,
    /// `yarn.lock`.
    Yarn,
    /// `pnpm-lock.yaml`.
    Pnpm,
    /// `go.mod`.
    Go,
    /// `Gemfile`.
    Gemfile,
    /// `Gemfile.lock`.
    Gem,
    /// `Package.swift`.
    Swift,
    /// Project files of .NET.
    DotNet,
    /// `pom.xml`.
    Maven,
    /// `build.gradle`.
    Gradle,
}

impl Format {
    /// The format of a file by its name.
    pub(super) fn of(name: &str) -> Option<Self> {
        let extension = name.rsplit('.').next().unwrap_or_default();
        Some(match name {
            "pyproject.toml" | "Cargo.toml" | "Pipfile" => Self::TomlManifest,
            "Cargo.lock" | "poetry.lock" | "uv.lock" | "pdm.lock" => Self::TomlLock,
            "package.json" | "composer.json" => Self::JsonManifest,
            "package-lock.json" | "npm-shrinkwrap.json" | "composer.lock" | "Pipfile.lock" => Self::JsonLock,
            "yarn.lock" => Self::Yarn,
            "pnpm-lock.yaml" => Self::Pnpm,
            "go.mod" => Self::Go,
            "Gemfile" => Self::Gemfile,
            "Gemfile.lock" => Self::Gem,
            "Package.swift" => Self::Swift,
            "pom.xml" => Self::Maven,
            "build.gradle" | "build.gradle.kts" => Self::Gradle,
            "Directory.Packages.props" | "Directory.Build.props" | "packages.config" => Self::DotNet,
            _ if matches!(extension, "csproj" | "fsproj") => Self::DotNet,
            _ if extension == "txt" && (name.contains("requirements") || name.starts_with("constraints")) => {
                Self::Requirements
            }
            _ => return None,
        })
    }

    /// Whether it says what is installed, and not only what is asked for.
    pub(super) fn is_lock(self) -> bool {
        // What Maven and Gradle are asked for is one version, and so what they install.
        matches!(
            self,
            Self::TomlLock
                | Self::JsonLock
                | Self::Yarn
                | Self::Pnpm
                | Self::Gem
                | Self::Go
                | Self::Maven
                | Self::Gradle
        )
    }
}

/// Whether a file names artifacts, which people call by a part of their name.
pub(super) fn has_artifacts(name: &str) -> bool {
    matches!(Format::of(name), Some(Format::Maven | Format::Gradle))
}

/// The packages that a file names.
pub(super) fn read(format: Format, text: &str) -> Vec<Named> {
    match format {
        Format::Requirements => text.lines().filter_map(requirement).collect(),
        Format::TomlManifest => toml_manifest(text),
        Format::TomlLock => toml_lock(text),
        Format::JsonManifest => json_manifest(text),
        Format::JsonLock => json_lock(text),
        Format::Yarn => pairs(text, r#"(?m)^"?(@?[^@"\s]+)@[^\n]*:\s*\n\s+version:?\s+"?([^"\s]+)"#),
        Format::Pnpm => pairs(text, r"(?m)^\s{2,4}'?/?(@?[\w./-]+?)[@/](\d[\w.+-]*)(?:\([^\n]*\))?'?:\s*$"),
        Format::Go => pairs(text, r"(?m)^\s*(?:require\s+)?([\w.-]+\.[\w.-]+/\S+)\s+v(\d\S*)"),
        Format::Gemfile => pairs(text, r#"(?m)^\s*gem\s+["']([\w-]+)["'](?:,\s*["'](?:~>|>=|=)?\s*([\d.]+)["'])?"#),
        Format::Swift => {
            pairs(text, r#"\.package\(\s*url:\s*"[^"]*/([\w.-]+?)(?:\.git)?"\s*,\s*(?:from|exact):\s*"([\d.]+)""#)
        }
        Format::Maven => maven(text),
        Format::Gradle => pairs(text, r#"["'][\w.-]+:([\w.-]+):(\d[\w.-]*)["']"#),
        Format::Gem => pairs(text, r"(?m)^ {4}([\w.-]+) \(([^)\s]+)\)"),
        Format::DotNet => pairs(
            text,
            r#"(?i)<Package(?:Reference|Version)?\s+(?:Include|Update|id)\s*=\s*"([^"]+)"[^>]*?(?:Version\s*=\s*"([^"]+)")?\s*/?>"#,
        ),
    }
}

/// Dependencies and plugins of a `pom.xml`, with versions that its properties give.
fn maven(text: &str) -> Vec<Named> {
    let (Ok(block), Ok(element)) = (
        Regex::new(r"(?s)<(?:dependency|plugin|extension)>(.*?)</(?:dependency|plugin|extension)>"),
        Regex::new(r"<([\w.-]+)>\s*([^<>]*?)\s*</([\w.-]+)>"),
    ) else {
        return Vec::new();
    };
    let properties: Vec<(&str, &str)> = element
        .captures_iter(text)
        .filter_map(|found| {
            let (name, value) = (found.get(1)?, found.get(2)?);
            Some((name.as_str(), value.as_str()))
        })
        .collect();
    let value = |written: &str| -> Option<String> {
        let Some(name) = written.strip_prefix("${").and_then(|rest| rest.strip_suffix('}')) else {
            return Some(written.to_owned());
        };
        let mut all = properties.iter().filter(|(own, _)| *own == name).map(|(_, value)| *value);
        let first = all.next()?;
        all.all(|other| other == first).then(|| first.to_owned())
    };
    let read = |found: regex::Captures<'_>| {
        let inside = found.get(1)?.as_str();
        let of = |name: &str| {
            element.captures_iter(inside).find(|found| found.get(1).is_some_and(|own| own.as_str() == name))
        };
        let name = of("artifactId")?.get(2)?.as_str();
        let version = of("version").and_then(|found| value(found.get(2)?.as_str()));
        // A range of versions says nothing of the one that is installed.
        let version = version.filter(|version| version.starts_with(|c: char| c.is_ascii_digit()));
        Some(one(name, version.as_deref()))
    };
    block.captures_iter(text).filter_map(read).collect()
}

/// A requirement of Python: `name[extra]>=1.2,<2 ; marker  # comment`.
fn requirement(line: &str) -> Option<Named> {
    let line = line.split(['#', ';']).next()?.trim();
    let end = line.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.'))).unwrap_or(line.len());
    let (name, rest) = line.split_at(end);
    if name.is_empty() || !name.starts_with(|c: char| c.is_ascii_alphanumeric()) || rest.starts_with([':', '/']) {
        return None;
    }
    let rest = rest.trim_start();
    let rest = if rest.starts_with('[') { rest.split_once(']').map_or("", |(_, rest)| rest) } else { rest };
    let version = rest.trim().trim_matches(['(', ')']).split(',').next().unwrap_or("").trim();
    let version = version.strip_prefix("==").unwrap_or(version).trim();
    let version = Some(version).filter(|version| version.bytes().any(|byte| byte.is_ascii_digit()));
    Some(Named { name: name.to_owned(), version: version.map(str::to_owned) })
}

fn toml_manifest(text: &str) -> Vec<Named> {
    let Ok(table) = text.parse::<toml::Table>() else { return Vec::new() };
    let mut found = Vec::new();
    walk(&table, false, 0, &mut found);
    found
}

/// Tables whose name speaks of dependencies, at any depth: a key is a package, an item of a list a requirement.
fn walk(table: &toml::Table, within: bool, depth: u8, found: &mut Vec<Named>) {
    if depth > 12 {
        return;
    }
    for (key, value) in table {
        let named =
            key.contains("dependencies") || key == "packages" || key == "dev-packages" || key == "dependency-groups";
        match value {
            toml::Value::Array(items) if named || within || key == "requires" => {
                found.extend(items.iter().filter_map(|item| requirement(item.as_str()?)));
            }
            toml::Value::String(version) if within => found.push(one(key, Some(version))),
            toml::Value::Table(inner) if within => {
                found.push(one(key, inner.get("version").and_then(toml::Value::as_str)));
            }
            toml::Value::Table(inner) => walk(inner, named, depth + 1, found),
            _ => {}
        }
    }
}

fn one(name: &str, version: Option<&str>) -> Named {
    Named { name: name.to_owned(), version: version.map(str::to_owned) }
}

fn toml_lock(text: &str) -> Vec<Named> {
    let Ok(table) = text.parse::<toml::Table>() else { return Vec::new() };
    let packages = table.get("package").and_then(toml::Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let read = |package: &toml::Value| {
        let text = |key: &str| package.get(key).and_then(toml::Value::as_str);
        Some(one(text("name")?, text("version")))
    };
    packages.iter().filter_map(read).collect()
}

fn json_manifest(text: &str) -> Vec<Named> {
    let Ok(Value::Object(manifest)) = serde_json::from_str(text) else { return Vec::new() };
    let keys =
        ["dependencies", "devDependencies", "peerDependencies", "optionalDependencies", "require", "require-dev"];
    let tables = keys.iter().filter_map(|key| manifest.get(*key)?.as_object());
    tables.flatten().map(|(name, version)| one(name, version.as_str())).collect()
}

fn json_lock(text: &str) -> Vec<Named> {
    let Ok(Value::Object(lock)) = serde_json::from_str(text) else { return Vec::new() };
    let version = |value: &Value| {
        value
            .get("version")
            .and_then(Value::as_str)
            .map(|version| version.trim_start_matches("==").trim_start_matches('v').to_owned())
    };
    let mut found = Vec::new();
    if let Some(packages) = lock.get("packages").and_then(Value::as_object) {
        // What lies inside another package is that package's own.
        let top = packages.iter().filter_map(|(key, value)| Some((key.strip_prefix("node_modules/")?, value)));
        found.extend(
            top.filter(|(key, _)| !key.contains("/node_modules/"))
                .map(|(key, value)| Named { name: key.to_owned(), version: version(value) }),
        );
    }
    for key in ["dependencies", "default", "develop"] {
        if let Some(table) = lock.get(key).and_then(Value::as_object) {
            found.extend(table.iter().map(|(name, value)| Named { name: name.clone(), version: version(value) }));
        }
    }
    for key in ["packages", "packages-dev"] {
        for package in lock.get(key).and_then(Value::as_array).into_iter().flatten() {
            if let Some(name) = package.get("name").and_then(Value::as_str) {
                found.push(Named { name: name.to_owned(), version: version(package) });
            }
        }
    }
    found
}

/// Names and versions that a pattern finds.
fn pairs(text: &str, pattern: &str) -> Vec<Named> {
    let Ok(regex) = Regex::new(pattern) else { return Vec::new() };
    let read =
        |found: regex::Captures<'_>| Some(one(found.get(1)?.as_str(), found.get(2).map(|version| version.as_str())));
    regex.captures_iter(text).filter_map(read).collect()
}

#[cfg(test)]
mod tests {
    use super::{Format, read};

    fn of(name: &str, text: &str) -> Vec<String> {
        let found = read(Format::of(name).unwrap(), text);
        found.into_iter().map(|it| format!("{} {}", it.name, it.version.unwrap_or_default())).collect()
    }

    #[test]
    fn packages_are_read_from_each_format() {
        assert_eq!(
            of("requirements-dev.txt", "# x\npytest[cov]==8.4.2 ; python_version > '3'\nfoo\n-r other.txt\n"),
            ["pytest 8.4.2", "foo "]
        );
        assert_eq!(
            of(
                "pyproject.toml",
                "[project]\nname = \"a\"\ndependencies = [\"httpx>=0.27\"]\n[tool.poetry.dependencies]\nrich = \"^13\"\n"
            ),
            ["httpx >=0.27", "rich ^13"]
        );
        assert_eq!(
            of("Cargo.toml", "[dependencies]\nserde = { version = \"1.0\", features = [\"derive\"] }\n"),
            ["serde 1.0"]
        );
        assert_eq!(of("Cargo.lock", "[[package]]\nname = \"serde\"\nversion = \"1.0.2\"\n"), ["serde 1.0.2"]);
        assert_eq!(of("package.json", "{\"devDependencies\": {\"vitest\": \"^4.0.18\"}}"), ["vitest ^4.0.18"]);
        assert_eq!(
            of(
                "package-lock.json",
                "{\"packages\": {\"\": {}, \"node_modules/zod\": {\"version\": \"3.25.76\"}, \"node_modules/a/node_modules/zod\": {\"version\": \"1.0.0\"}}}"
            ),
            ["zod 3.25.76"]
        );
        assert_eq!(
            of("yarn.lock", "\"zod@^3\":\n  version \"3.25.76\"\n\nrich@1, rich@2:\n  version: 2.0.0\n"),
            ["zod 3.25.76", "rich 2.0.0"]
        );
        assert_eq!(
            of("pnpm-lock.yaml", "packages:\n  /zod@3.25.76:\n  '@a/b@1.0.0':\n"),
            ["zod 3.25.76", "@a/b 1.0.0"]
        );
        assert_eq!(of("go.mod", "require (\n\tgithub.com/a/b v1.2.3\n)\n"), ["github.com/a/b 1.2.3"]);
        assert_eq!(of("Gemfile.lock", "GEM\n  specs:\n    rack (3.0.1)\n"), ["rack 3.0.1"]);
        assert_eq!(
            of("x.csproj", "<PackageReference Include=\"NSubstitute\" Version=\"5.3.0\" />"),
            ["NSubstitute 5.3.0"]
        );
        let pom = "<properties><pier.version>0.8.12</pier.version></properties><dependencies><dependency><groupId>a</groupId>\n\
                   <artifactId>quay-core</artifactId>\n<version>3.1.0</version></dependency></dependencies><plugin><artifactId>\
                   pier-maven-plugin</artifactId><version>${pier.version}</version></plugin>";
        assert_eq!(of("pom.xml", pom), ["quay-core 3.1.0", "pier-maven-plugin 0.8.12"]);
        assert_eq!(of("build.gradle", "implementation 'io.quay:quay-core:3.1.0'"), ["quay-core 3.1.0"]);
        assert!(of("Cargo.toml", "not toml [").is_empty() && of("package.json", "[]").is_empty());
    }
}
