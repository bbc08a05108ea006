//! Samples of coverage that has lines: line 3 ran, line 4 did not, and `f` is a function where the format has some.

use super::Says;

pub(super) fn lcov(Says { path, name, line, hits }: Says<'_>) -> String {
    format!("TN:\nSF:{path}\nFN:{line},{name}\nFNDA:{hits},{name}\nDA:{line},{hits}\nDA:4,0\nend_of_record\n")
}

pub(super) fn cobertura(Says { path, name, line, hits }: Says<'_>) -> String {
    format!(
        "<?xml version=\"1.0\"?>\n<coverage line-rate=\"0.5\" version=\"1\">\n<packages><package name=\"p\"><classes>\n\
         <class name=\"c\" filename=\"{path}\">\n<methods><method name=\"{name}\" signature=\"\"><lines>\
         <line number=\"{line}\" hits=\"{hits}\"/></lines></method></methods>\n\
         <lines><line number=\"{line}\" hits=\"{hits}\"/><line number=\"4\" hits=\"0\"/></lines>\n\
         </class>\n</classes></package></packages>\n</coverage>\n"
    )
}

pub(super) fn jacoco(Says { path, name, line, hits }: Says<'_>) -> String {
    let (folder, file) = path.rsplit_once('/').unwrap_or(("", path));
    format!(
        "<?xml version=\"1.0\"?>\n<report name=\"r\"><sessioninfo id=\"s\" start=\"0\" dump=\"0\"/>\n<package name=\"{folder}\">\n\
         <class name=\"c\" sourcefilename=\"{file}\"><method name=\"{name}\" desc=\"()V\" line=\"{line}\">\
         <counter type=\"METHOD\" missed=\"0\" covered=\"1\"/></method></class>\n<sourcefile name=\"{file}\">\
         <line nr=\"{line}\" mi=\"0\" ci=\"{hits}\"/><line nr=\"4\" mi=\"2\" ci=\"0\"/></sourcefile>\n</package>\n</report>\n"
    )
}

pub(super) fn coveragepy(Says { path, name, line, .. }: Says<'_>) -> String {
    format!(
        "{{\"meta\": {{\"version\": \"7.6\", \"branch_coverage\": false}},\n\"files\": {{\"{path}\": {{\n\
         \"executed_lines\": [{line}], \"missing_lines\": [4],\n\
         \"functions\": {{\"{name}\": {{\"executed_lines\": [{line}], \"missing_lines\": []}}}}}}}}}}\n"
    )
}

pub(super) fn istanbul(Says { path, name, line, hits }: Says<'_>) -> String {
    let at = |line: &str| {
        format!("{{\"start\": {{\"line\": {line}, \"column\": 0}}, \"end\": {{\"line\": {line}, \"column\": 9}}}}")
    };
    format!(
        "{{\"{path}\": {{\"path\": \"{path}\",\n\"statementMap\": {{\"0\": {}, \"1\": {}}},\n\
         \"fnMap\": {{\"0\": {{\"name\": \"{name}\", \"decl\": {}}}}},\n\"branchMap\": {{}},\n\
         \"s\": {{\"0\": {hits}, \"1\": 0}}, \"f\": {{\"0\": {hits}}}, \"b\": {{}}}}}}\n",
        at(line),
        at("4"),
        at(line)
    )
}

pub(super) fn clover(Says { path, name, line, hits }: Says<'_>) -> String {
    format!(
        "<?xml version=\"1.0\"?>\n<coverage generated=\"0\" clover=\"4.5\"><project>\n<package name=\"p\"><file path=\"{path}\">\n\
         <line num=\"{line}\" type=\"method\" signature=\"{name}\" count=\"{hits}\"/>\n\
         <line num=\"{line}\" type=\"stmt\" count=\"{hits}\"/>\n<line num=\"4\" type=\"stmt\" count=\"0\"/>\n\
         </file></package>\n</project></coverage>\n"
    )
}

pub(super) fn sonarqube(Says { path, name, line, hits }: Says<'_>) -> String {
    let covered = hits != "0";
    format!(
        "<?xml version=\"1.0\"?>\n<coverage version=\"1\">\n<file path=\"{path}\">\n\
         <lineToCover lineNumber=\"{line}\" covered=\"{covered}\" note=\"{name}\"/>\n\
         <lineToCover lineNumber=\"4\" covered=\"false\"/>\n</file>\n</coverage>\n"
    )
}

pub(super) fn opencover(Says { path, name, line, hits }: Says<'_>) -> String {
    format!(
        "<?xml version=\"1.0\"?>\n<CoverageSession><Modules><Module><ModuleName>m</ModuleName>\n\
         <Files><File uid=\"1\" fullPath=\"{path}\"/></Files>\n<Classes><Class><FullName>c</FullName><Methods>\n\
         <Method><Name>{name}</Name><FileRef uid=\"1\"/><SequencePoints>\n\
         <SequencePoint vc=\"{hits}\" sl=\"{line}\" el=\"{line}\" fileid=\"1\"/>\n\
         <SequencePoint vc=\"0\" sl=\"4\" el=\"4\" fileid=\"1\"/>\n\
         </SequencePoints></Method>\n</Methods></Class></Classes></Module></Modules></CoverageSession>\n"
    )
}

pub(super) fn coverlet_json(Says { path, name, line, hits }: Says<'_>) -> String {
    format!(
        "{{\"m.dll\": {{\n\"{path}\": {{\"c\": {{\n\
         \"{name}\": {{\"Lines\": {{\"{line}\": {hits}, \"4\": 0}}, \"Branches\": []}}}}}}}}}}\n"
    )
}

pub(super) fn vs_coverage(Says { path, name, line, hits }: Says<'_>) -> String {
    let covered = if hits == "0" { "no" } else { "yes" };
    format!(
        "<?xml version=\"1.0\"?>\n<results><modules>\n<module name=\"m\"><functions>\n<function name=\"{name}\"><ranges>\n\
         <range source_id=\"0\" start_line=\"{line}\" end_line=\"{line}\" covered=\"{covered}\"/>\n\
         <range source_id=\"0\" start_line=\"4\" end_line=\"4\" covered=\"no\"/>\n</ranges></function></functions>\n\
         <source_files><source_file id=\"0\" path=\"{path}\"/></source_files></module>\n</modules></results>\n"
    )
}

pub(super) fn ncover(Says { path, name, line, hits }: Says<'_>) -> String {
    format!(
        "<?xml version=\"1.0\"?>\n<coverage profilerVersion=\"1.5\"><module assembly=\"m\">\n<method name=\"{name}\" class=\"c\">\n\
         <seqpnt visitcount=\"{hits}\" line=\"{line}\" endline=\"{line}\" document=\"{path}\"/>\n\
         <seqpnt visitcount=\"0\" line=\"4\" endline=\"4\" document=\"{path}\"/>\n</method></module></coverage>\n"
    )
}

pub(super) fn partcover(Says { path, name, line, hits }: Says<'_>) -> String {
    format!(
        "<?xml version=\"1.0\"?>\n<PartCoverReport version=\"4\">\n<File id=\"1\" url=\"{path}\"/>\n\
         <Type name=\"c\" asmref=\"1\"><Method name=\"{name}\">\n\
         <pt visit=\"{hits}\" fid=\"1\" sl=\"{line}\" el=\"{line}\"/>\n<pt visit=\"0\" fid=\"1\" sl=\"4\" el=\"4\"/>\n\
         </Method></Type></PartCoverReport>\n"
    )
}

pub(super) fn mprof(Says { path, name, line, hits }: Says<'_>) -> String {
    format!(
        "<?xml version=\"1.0\"?>\n<coverage version=\"0.3\">\n<assembly name=\"m\"/>\n\
         <method assembly=\"m\" class=\"c\" name=\"{name}\" filename=\"{path}\">\n\
         <statement counter=\"{hits}\" line=\"{line}\"/>\n<statement counter=\"0\" line=\"4\"/>\n</method></coverage>\n"
    )
}

pub(super) fn snapshot(Says { path, name, line, hits }: Says<'_>) -> String {
    format!(
        "{{\"covsite\": \"coverage\", \"version\": 1,\n\"files\": [\n{{\"path\": \"{path}\", \"lines\": [[{line}, {hits}], [4, 0]],\n\
         \"functions\": [[3, 1, \"{name}\"]]}}\n]}}\n"
    )
}

pub(super) fn gcov(Says { path, name, line, hits }: Says<'_>) -> String {
    format!(
        "        -:    0:Source:{path}\n        -:    0:Runs:1\nfunction {name} called {hits} returned 100% blocks executed 75%\n\
         {hits:>9}:{line:>5}:int f() {{\n    #####:    4:    g();\n"
    )
}

pub(super) fn gcov_intermediate(Says { path, name, line, hits }: Says<'_>) -> String {
    format!("version:8.5.0\nfile:{path}\nfunction:3,5,{hits},{name}\nlcount:{line},{hits},0\nlcount:4,0,0\n")
}

pub(super) fn gcov_json(Says { path, name, line, hits }: Says<'_>) -> String {
    let counted = |line: &str, hits: &str| {
        format!("{{\"line_number\": {line}, \"count\": {hits}, \"unexecuted_block\": false, \"branches\": []}}")
    };
    format!(
        "{{\"gcc_version\": \"12.2.0\", \"files\": [{{\"file\": \"{path}\",\n\
         \"functions\": [{{\"name\": \"{name}\", \"start_line\": 3, \"execution_count\": {hits}}}],\n\
         \"lines\": [{}, {}]}}]}}\n",
        counted(line, hits),
        counted("4", "0")
    )
}

pub(super) fn gcovr_json(Says { path, name, line, hits }: Says<'_>) -> String {
    format!(
        "{{\"gcovr/format_version\": \"0.11\", \"files\": [{{\"file\": \"{path}\",\n\
         \"lines\": [{{\"line_number\": {line}, \"count\": {hits}, \"branches\": []}},\n\
         {{\"line_number\": 4, \"count\": 0, \"branches\": []}}],\n\
         \"functions\": [{{\"name\": \"{name}\", \"lineno\": 3, \"execution_count\": {hits}}}]}}]}}\n"
    )
}

pub(super) fn tarpaulin(Says { path, name, line, hits }: Says<'_>) -> String {
    let trace = |line: &str, hits: &str| format!("{{\"line\": {line}, \"stats\": {{\"Line\": {hits}}}}}");
    format!(
        "{{\"files\": [{{\"path\": [\"{path}\"], \"content\": \"{name}\",\n\"traces\": [{}, {}]}}]}}\n",
        trace(line, hits),
        trace("4", "0")
    )
}

pub(super) fn xccov(Says { path, name, line, hits }: Says<'_>) -> String {
    format!(
        "{{\"{path}\": [\n{{\"line\": {line}, \"isExecutable\": true, \"executionCount\": {hits}, \"note\": \"{name}\"}},\n\
         {{\"line\": 4, \"isExecutable\": true, \"executionCount\": 0}}]}}\n"
    )
}

pub(super) fn dart_coverage(Says { path, name, line, hits }: Says<'_>) -> String {
    format!(
        "{{\"type\": \"CodeCoverage\", \"coverage\": [{{\"source\": \"{path}\", \"hits\": [{line}, {hits}, 4, 0],\n\
         \"funcHits\": [{line}, {hits}], \"funcNames\": [{line}, \"{name}\"]}}]}}\n"
    )
}
