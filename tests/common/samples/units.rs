//! Samples of coverage that counts something else, has lines only as sums, or tells them by their place in an array: one of
//! two ran.

use super::Says;

pub(super) fn dotcover(Says { path, name, line, .. }: Says<'_>) -> String {
    format!(
        "<?xml version=\"1.0\"?>\n<Root ReportType=\"DetailedXml\" DotCoverVersion=\"1\">\n\
         <FileIndices><File Index=\"1\" Name=\"{path}\"/></FileIndices>\n<Assembly Name=\"m\"><Method Name=\"{name}\">\n\
         <Statement FileIndex=\"1\" Line=\"{line}\" Covered=\"True\"/>\n\
         <Statement FileIndex=\"1\" Line=\"4\" Covered=\"False\"/>\n</Method></Assembly></Root>\n"
    )
}

pub(super) fn scoverage(Says { path, name, line, hits }: Says<'_>) -> String {
    format!(
        "<?xml version=\"1.0\"?>\n<scoverage><packages><package><classes>\n<class filename=\"{path}\"><methods>\n\
         <method name=\"{name}\"><statements>\n<statement source=\"{path}\" line=\"{line}\" invocation-count=\"{hits}\"/>\n\
         <statement source=\"{path}\" line=\"4\" invocation-count=\"0\"/>\n</statements></method>\n\
         </methods></class></classes></package></packages></scoverage>\n"
    )
}

pub(super) fn phpunit_xml(Says { path, name, line, .. }: Says<'_>) -> String {
    let (folder, file) = path.rsplit_once('/').unwrap_or(("", path));
    format!(
        "<?xml version=\"1.0\"?>\n<phpunit>\n<file name=\"{file}\" path=\"/{folder}\">\n\
         <totals><lines executable=\"2\" executed=\"1\"/></totals>\n\
         <class name=\"c\"><method name=\"{name}\" start=\"{line}\" executable=\"2\" executed=\"1\"/></class>\n\
         </file>\n</phpunit>\n"
    )
}

pub(super) fn pit(Says { path, name, line, .. }: Says<'_>) -> String {
    let mutation = |detected: bool, line: &str| {
        format!(
            "<mutation detected=\"{detected}\"><sourceFile>{path}</sourceFile><mutatedClass>c</mutatedClass>\
             <mutatedMethod>{name}</mutatedMethod><lineNumber>{line}</lineNumber></mutation>\n"
        )
    };
    format!("<?xml version=\"1.0\"?>\n<mutations>\n{}{}</mutations>\n", mutation(true, line), mutation(false, "4"))
}

pub(super) fn mutation_testing(Says { path, name, line, .. }: Says<'_>) -> String {
    let mutant = |status: &str, line: &str| {
        format!(
            "{{\"mutatorName\": \"{name}\", \"status\": \"{status}\", \"location\": {{\"start\": {{\"line\": {line}}}}}}}"
        )
    };
    format!(
        "{{\"schemaVersion\": \"1\", \"thresholds\": {{}}, \"files\": {{\"{path}\": {{\"mutants\": [\n{},\n{}]}}}}}}\n",
        mutant("Killed", line),
        mutant("Survived", "4")
    )
}

pub(super) fn jacoco_csv(Says { name, .. }: Says<'_>) -> String {
    let header = "GROUP,PACKAGE,CLASS,INSTRUCTION_MISSED,INSTRUCTION_COVERED,BRANCH_MISSED,BRANCH_COVERED,\
                  LINE_MISSED,LINE_COVERED,COMPLEXITY_MISSED,COMPLEXITY_COVERED,METHOD_MISSED,METHOD_COVERED";
    let name = name.replace('"', "\"\"");
    format!("{header}\nshop,src,\"{name}\",0,4,0,0,0,1,0,1,0,1\nshop,src,g,4,0,0,0,1,0,1,0,1,0\n")
}

pub(super) fn crap4j(Says { path, name, .. }: Says<'_>) -> String {
    let class = path.trim_end_matches(".c");
    let method = |name: &str, coverage: &str| {
        format!(
            "<method><className>{class}</className><methodName>{name}</methodName><complexity>2</complexity>\
             <coverage>{coverage}</coverage></method>\n"
        )
    };
    format!(
        "<?xml version=\"1.0\"?>\n<crap_result><methods>\n{}{}</methods></crap_result>\n",
        method(name, "50"),
        method("g", "0")
    )
}

pub(super) fn go_cover(Says { path, name, line, hits }: Says<'_>) -> String {
    format!("mode: count\n{path}:{line}.1,{line}.9 1 {hits}\n{name}.go:4.1,4.9 1 0\n")
}

pub(super) fn llvm_cov(Says { path, name, .. }: Says<'_>) -> String {
    let sums = "{\"lines\": {\"count\": 2, \"covered\": 1}, \"functions\": {\"count\": 1, \"covered\": 1}}";
    format!(
        "{{\"data\": [{{\"files\": [{{\"filename\": \"{path}\",\n\"segments\": [[3, 1, 5, true, true, false],\n\
         [3, 9, 0, false, false, false], [4, 1, 0, true, true, false], [4, 9, 0, false, false, false]],\n\"summary\": {sums}}}],\n\
         \"functions\": [{{\"name\": \"{name}\", \"count\": 5, \"filenames\": [\"{path}\"], \"regions\": [[3, 1, 3, 9, 5, 0, 0, 0]]}}],\n\
         \"totals\": {sums}}}], \"type\": \"llvm.coverage.json.export\", \"version\": \"2.0.1\"}}\n"
    )
}

pub(super) fn gcovr_summary(Says { path, name, .. }: Says<'_>) -> String {
    let sums = "\"line_total\": 2, \"line_covered\": 1";
    format!(
        "{{\"gcovr/summary_format_version\": \"0.6\", \"root\": \"{name}\",\n\
         \"files\": [{{\"filename\": \"{path}\", {sums}}}], {sums}}}\n"
    )
}

pub(super) fn simplecov(Says { path, name, .. }: Says<'_>) -> String {
    format!(
        "{{\"meta\": {{\"simplecov_version\": \"0.22.0\"}},\n\"coverage\": {{\"{path}\": {{\"lines\": [null, null, 5, 0],\n\
         \"methods\": [{{\"name\": \"{name}\", \"start_line\": 3, \"coverage\": 5}}]}}}}}}\n"
    )
}

pub(super) fn simplecov_resultset(Says { path, name, .. }: Says<'_>) -> String {
    format!(
        "{{\"RSpec\": {{\"coverage\": {{\"{path}\": {{\"lines\": [null, null, 5, 0],\n\
         \"methods\": {{\"[A, :{name}, 3, 2, 4, 5]\": 5}}}}}},\n\"timestamp\": 1700000000}}}}\n"
    )
}

pub(super) fn luacov(Says { path, name, hits, .. }: Says<'_>) -> String {
    let ruler = "=".repeat(78);
    format!(
        "{ruler}\n{path}\n{ruler}\n\n\n {hits} local f\n*0 {name}\n\n{ruler}\nSummary\n{ruler}\n\n\
         File Hits Missed Coverage\n{}\n{path} 1 1 50.00%\n{}\nTotal 1 1 50.00%\n",
        "-".repeat(25),
        "-".repeat(25)
    )
}

pub(super) fn devel_cover(Says { path, name, .. }: Says<'_>) -> String {
    let sums = "{\"statement\": {\"covered\": 1, \"total\": 2, \"percentage\": 50}}";
    format!(
        "{{\"runs\": [{{\"perl\": \"5.36.0\", \"run\": \"t/a.t\", \"version\": \"{name}\"}}],\n\"summary\": {{\"{path}\": {sums}, \"Total\": {sums}}}}}\n"
    )
}

pub(super) fn d_lst(Says { path, name, hits, .. }: Says<'_>) -> String {
    format!("       |module a;\n{hits:>7}|f();\n0000000|{name}\n{path} is 50% covered\n")
}

pub(super) fn coveralls(Says { path, name, hits, .. }: Says<'_>) -> String {
    format!(
        "{{\"service_name\": \"ci\",\n\"source_files\": [{{\"name\": \"{path}\", \"coverage\": [null, null, {hits}, 0],\n\
         \"source\": \"{name}\"}}]}}\n"
    )
}

pub(super) fn codecov(Says { path, name, line, hits }: Says<'_>) -> String {
    format!(
        "{{\"coverage\": {{\"{path}\": {{\"{line}\": {hits}, \"4\": 0}}}},\n\"messages\": {{\"{path}\": {{\"{line}\": \"{name}\"}}}}}}\n"
    )
}

pub(super) fn covdir(Says { path, name, hits, .. }: Says<'_>) -> String {
    let sums = "\"coveragePercent\": 50.0, \"linesCovered\": 1, \"linesMissed\": 1, \"linesTotal\": 2";
    format!(
        "{{\"children\": {{\"{path}\": {{\"coverage\": [-1, -1, {hits}, 0], {sums}, \"name\": \"{name}\"}}}},\n{sums}, \"name\": \"\"}}\n"
    )
}

pub(super) fn octocov(Says { path, name, line, hits }: Says<'_>) -> String {
    let sums = "\"type\": \"loc\", \"total\": 2, \"covered\": 1";
    let block = |line: &str, hits: &str| format!("{{\"start_line\": {line}, \"end_line\": {line}, \"count\": {hits}}}");
    format!(
        "{{\"coverage\": {{{sums}, \"format\": \"{name}\",\n\
         \"files\": [{{{sums}, \"file\": \"{path}\", \"blocks\": [{}, {}]}}]}}}}\n",
        block(line, hits),
        block("4", "0")
    )
}

pub(super) fn istanbul_summary(Says { path, name, .. }: Says<'_>) -> String {
    let sums = "{\"lines\": {\"total\": 2, \"covered\": 1, \"skipped\": 0, \"pct\": 50}}";
    let none = "{\"lines\": {\"total\": 0, \"covered\": 0, \"skipped\": 0, \"pct\": 100}}";
    format!("{{\"total\": {sums},\n\"{path}\": {sums},\n\"{name}\": {none}}}\n")
}

pub(super) fn v8(Says { path, name, hits, .. }: Says<'_>) -> String {
    let function = |name: &str, start: u32, hits: &str| {
        format!(
            "{{\"functionName\": \"{name}\", \"isBlockCoverage\": true,\n\
             \"ranges\": [{{\"startOffset\": {start}, \"endOffset\": 9, \"count\": {hits}}}]}}"
        )
    };
    format!(
        "{{\"result\": [{{\"scriptId\": \"1\", \"url\": \"file:///{path}\", \"functions\": [{}, {}]}}]}}\n",
        function(name, 0, hits),
        function("g", 5, "0")
    )
}

pub(super) fn julia_cov(Says { name, hits, .. }: Says<'_>) -> String {
    format!("        - module M\n{hits:>9} f() = 1\n        0 g() = 2\n        - {name}\n")
}

pub(super) fn bullseye(Says { path, name, line, hits }: Says<'_>) -> String {
    let probe =
        format!("<probe line=\"{line}\" kind=\"function\" event=\"full\"/><block line=\"{line}\" entered=\"{hits}\"/>");
    format!(
        "<BullseyeCoverage fn_cov=\"1\" fn_total=\"2\" cd_cov=\"1\" cd_total=\"2\">\n\
         <src name=\"{path}\" fn_cov=\"1\" fn_total=\"2\" cd_cov=\"1\" cd_total=\"2\">\n<fn name=\"{name}\" fn_cov=\"1\" fn_total=\"1\">\
         {probe}</fn>\n<fn name=\"g\" fn_cov=\"0\" fn_total=\"1\"/>\n</src>\n</BullseyeCoverage>\n"
    )
}

pub(super) fn gocov(Says { path, name, hits, .. }: Says<'_>) -> String {
    format!(
        "{{\"Packages\": [{{\"Name\": \"p\", \"Functions\": [{{\"Name\": \"{name}\", \"File\": \"{path}\", \"Statements\": [\n\
         {{\"Start\": 1, \"Reached\": {hits}}},\n{{\"Start\": 9, \"Reached\": 0}}]}}]}}]}}\n"
    )
}

pub(super) fn kcov_json(Says { path, name, .. }: Says<'_>) -> String {
    format!(
        "{{\"files\": [{{\"file\": \"{path}\", \"covered_lines\": \"1\", \"total_lines\": \"2\"}}],\n\
         \"covered_lines\": 1, \"total_lines\": 2, \"percent_low\": 25, \"command\": \"{name}\"}}\n"
    )
}

pub(super) fn apex_coverage(Says { name, line, hits, .. }: Says<'_>) -> String {
    format!(
        "[{{\"id\": \"1\", \"totalLines\": 2, \"totalCovered\": 1, \"lines\": {{\"{line}\": {hits}, \"4\": 0}},\n\"name\": \"{name}\"}}]\n"
    )
}

pub(super) fn slather(Says { name, hits, .. }: Says<'_>) -> String {
    format!("[{{\"coverage\": [null, {hits}, 0],\n\"file\": \"{name}\"}}]\n")
}

pub(super) fn opa(Says { path, name, line, .. }: Says<'_>) -> String {
    let range = |line: &str| format!("[{{\"start\": {{\"row\": {line}}}, \"end\": {{\"row\": {line}}}}}]");
    let file = format!("{{\"covered\": {},\n\"not_covered\": {}}}", range(line), range("4"));
    format!("{{\"files\": {{\"{path}\": {file}}}, \"name\": \"{name}\"}}\n")
}

pub(super) fn llvm_cov_text(Says { path, name, hits, .. }: Says<'_>) -> String {
    format!("{path}:\n    1|       |// a\n    2|{hits:>7}|fn f() {{}}\n    3|      0|fn {name}() {{}}\n")
}
