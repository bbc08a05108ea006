// Syntax colours: what each language's page colours, piece by piece, and what must stay plain.
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { isDeepStrictEqual } from "node:util";

/**
 * File, text, and the pieces that are coloured, in order: kind (k keyword, s string, c comment, d number, decorator,
 * directive or symbol) and text.
 */
const CASES = [
  ["a.py", 'def f(x):  # "no"\n    """doc\n    \'s"""\n    @w.x\n    return f"{x["k"]} {{1" + r\'\\d\' + 0x1F\n',
    ["k def", 'c # "no"', 's """doc\n    \'s"""', "d @w.x", "k return", 's f"{', 's "k"', 's } {{1"', "s r'\\d'", "d 0x1F"]],
  ["b.js", "const a = `x ${b ? 'y' : `z`} w`; // c\nreturn a.default / 2 / b;\nx = /[/\"]'/g.test(s) /* d\n */\n",
    ["k const", "s `x ${", "s 'y'", "s `z`", "s } w`", "c // c", "k return", "d 2", "s /[/\"]'/g", "c /* d\n */"]],
  ["c.tsx", "export const A = () => <p title=\"t\">Don't stop</p>;\nlet n: number = 1_000;\n",
    ["k export", "k const", 's "t"', "k let", "k number", "d 1_000"]],
  ["d.vue", "<!-- if -->\n<p class=\"a\">it</p>\n<script>\nexport default { n: 1 }\n</script>\n",
    ["c <!-- if -->", "k <p", "k class", 's "a"', "k </p", "k <script", "k export", "k default", "d 1", "k </script"]],
  ["e.java", "@Test public void a() { char c = '\"'; String s = \"\"\"\n  \"if\"\n  \"\"\"; } // 1\n",
    ["d @Test", "k public", "k void", "k char", "s '\"'", 's """\n  "if"\n  """', "c // 1"]],
  ["f.kt", "/* a /* b */ c */ fun f() = \"n ${if (x) \"y\" else 1} \\\"\" + 'c'\n",
    ["c /* a /* b */ c */", "k fun", 's "n ${', "k if", 's "y"', "k else", "d 1", 's } \\""', "s 'c'"]],
  ["g.scala", "def f(x: Int) = s\"a ${x}\" // c\n", ["k def", 's s"a ${', 's }"', "c // c"]],
  ["h.groovy", "def x = '''a\nb''' + \"${y}\"\n", ["k def", "s '''a\nb'''", 's "${', 's }"']],
  ["i.dart", "final s = 'a ${b} c'; // d\n", ["k final", "s 'a ${", "s } c'", "c // d"]],
  ["j.swift", "let s = \"a \\(b + 1) c\" // d\n#if X\nlet r = #\"\\\"#\n", ["k let", 's "a \\(', "d 1", 's ) c"', "c // d", "d #if", "k let", 's #"\\"#']],
  ["k.c", "#include <a.h>\nint x = 0xFFu; char *s = \"a\\\"b\"; /* int */ // 'c'\n",
    ["d #include", "s <a.h>", "k int", "d 0xFFu", "k char", 's "a\\"b"', "c /* int */", "c // 'c'"]],
  ["l.cpp", "auto s = R\"x(a)\" b)x\"; int n = 1'000; if (a < b) return;\n", ["k auto", 's R"x(a)" b)x"', "k int", "d 1'000", "k if", "k return"]],
  ["m.m", "#import <F.h>\n@interface A : B\nNSString *s = @\"x\";\n@end\n", ["d #import", "s <F.h>", "d @interface", 's "x"', "d @end"]],
  ["n.cs", "var s = $\"a {b:0} {{c}}\"; var p = @\"C:\\\"; // \"\n#region x\n", ["k var", 's $"a {', "d 0", 's } {{c}}"', "k var", 's @"C:\\"', 'c // "', "d #region"]],
  ["o.fs", "let f (x: 'a) = (* b (* c *) *) \"d\" // e\n", ["k let", "c (* b (* c *) *)", 's "d"', "c // e"]],
  ["p.vb", "Dim s As String = \"a\"\"b\" ' If\n", ["k Dim", "k As", "k String", 's "a""b"', "c ' If"]],
  ["q.go", "func f() { s := `a\n\"` + \"b\" + string('\\'') } // c\n", ["k func", 's `a\n"`', 's "b"', "k string", "s '\\''", "c // c"]],
  ["r.rs", "#[test]\nfn f<'a>(x: &'a str) { let c = 'x'; let s = r#\"\"//\"#; /* /* */ 1 */ 2u32 }\n",
    ["d #[test]", "k fn", "k let", "s 'x'", "k let", 's r#""//"#', "c /* /* */ 1 */", "d 2u32"]],
  ["s.zig", "const a = \"b\"; // c\nfn f() void { return @intCast(1); }\n", ["k const", 's "b"', "c // c", "k fn", "k void", "k return", "d @intCast", "d 1"]],
  ["t.d", "/+ a /+ b +/ c +/ int x = `s`.length;\n", ["c /+ a /+ b +/ c +/", "k int", "s `s`"]],
  ["u.php", "<p>if it's</p>\n<?php\n#[A]\nfunction f() { return <<<EOT\n  \"if\n  EOT; } # c\n?>\nfor 'x\n<?php echo 'a';\n",
    ["d #[A]", "k function", "k return", 's   "if\n  EOT', "c # c", "k echo", "s 'a'"]],
  ["v.rb", "def f\n  x = <<~EOS.strip\n    it's #{if}\n  EOS\n  %w[a b] if :s =~ /['\"]/ # c\n  \"#{h[\"k\"]}\"\nend\n",
    ["k def", "s     it's #{if}\n  EOS", "s %w[a b]", "k if", "d :s", "s /['\"]/", "c # c", 's "#{', 's "k"', 's }"', "k end"]],
  ["w.ex", "defmodule A do\n  @doc \"\"\"\n  if \"x\"\n  \"\"\"\n  def f(:a), do: ~s(b) # c\nend\n",
    ["k defmodule", "k do", "d @doc", 's """\n  if "x"\n  """', "k def", "d :a", "k do", "s ~s(b)", "c # c", "k end"]],
  ["x.erl", "-module(a).\nf(X) -> case X of 'b' -> \"c\" end. % d\n", ["d -module", "k case", "k of", "s 'b'", 's "c"', "k end", "c % d"]],
  ["y.sh", "if [ \"$#\" -gt 0 ]; then # it's\n  echo ${x#y} \"a $(ls \"b\") c\" 'd'\nfi\ncat <<EOF\nif \"\nEOF\n",
    ["k if", 's "$#"', "d 0", "k then", "c # it's", "d ${x#y}", 's "a $(', 's "b"', 's ) c"', "s 'd'", "k fi", 's if "\nEOF']],
  ["z.ps1", "<# a #> function F { if ($x -eq \"b`\"c\") { 1 } } # d\n", ["c <# a #>", "k function", "k if", "d $x", "k -eq", 's "b`"c"', "d 1", "c # d"]],
  ["aa.pl", "my $x = q{a {b} c}; $x =~ s/\"#/'/g; # d\n=pod\nif\n=cut\nreturn 1;\n",
    ["k my", "s q{a {b} c}", "s s/\"#/'/g", "c # d", "c =pod\nif\n=cut", "k return", "d 1"]],
  ["ab.lua", "--[==[ a\n]] ]==] local s = [[b\n]] -- c\n", ["c --[==[ a\n]] ]==]", "k local", "s [[b\n]]", "c -- c"]],
  ["ac.r", "f <- function(x) if (x) 'a' else TRUE # b\n", ["k function", "k if", "s 'a'", "k else", "k TRUE", "c # b"]],
  ["ad.jl", "#= a #= b =# =# function f(x) x' * \"$(y)\" end # c\n", ["c #= a #= b =# =#", "k function", 's "$(', 's )"', "k end", "c # c"]],
  ["ae.hs", "{- a {- b -} -} f' x = case x of 'c' -> \"d\" -- e\n", ["c {- a {- b -} -}", "k case", "k of", "s 'c'", 's "d"', "c -- e"]],
  ["af.ml", "let f x = (* a (* b *) *) match x with 'c' -> \"d\"\n", ["k let", "c (* a (* b *) *)", "k match", "k with", "s 'c'", 's "d"']],
  ["ag.clj", "(defn f [x] (if x :a \"b\")) ; c\n", ["k defn", "k if", "d :a", 's "b"', "c ; c"]],
  ["ah.el", "(defun f (x) (if x 'a \"b\")) ; c\n", ["k defun", "k if", 's "b"', "c ; c"]],
  ["ai.sql", "select 'it''s' from t -- c\n/* d */ where x = 1\n", ["k select", "s 'it''s'", "k from", "c -- c", "c /* d */", "k where", "d 1"]],
  ["aj.f90", "subroutine f(x)\ncontains\n  call g('a') ! b\nEND\n", ["k subroutine", "k contains", "k call", "s 'a'", "c ! b", "k END"]],
  ["ak.adb", "procedure F is begin X := 'a'; Y := Z'Last; end; -- c\n", ["k procedure", "k is", "k begin", "s 'a'", "k end", "c -- c"]],
  ["al.pas", "begin { a } s := 'it''s'; (* b *) end; // c\n", ["k begin", "c { a }", "s 'it''s'", "c (* b *)", "k end", "c // c"]],
  ["am.vhd", "signal a : std_logic := '1'; -- b\n", ["k signal", "s '1'", "c -- b"]],
  ["an.sv", "module m; assign a = 8'hFF; // b\nendmodule\n", ["k module", "k assign", "d 8'hFF", "c // b", "k endmodule"]],
  ["ao.sol", "contract A { uint x = 1; } // b\n", ["k contract", "k uint", "d 1", "c // b"]],
  ["ap.coffee", "### a\n### \nf = (x) -> \"#{if x then 1}\" # b\n", ["c ### a\n###", 's "#{', "k if", "k then", "d 1", 's }"', "c # b"]],
  ["aq.nim", "proc f(x: int): string = #[ a ]# \"b\" # c\n", ["k proc", "c #[ a ]#", 's "b"', "c # c"]],
  ["ar.m", "function y = f(x)\ny = x' * 'a'; % b\nend\n", ["k function", "s 'a'", "c % b", "k end"]],
  ["as.tcl", "proc f {x} { set y \"a $x\" } ; # b\n", ["k proc", "k set", 's "a $x"', "c # b"]],
  ["at.cbl", "       MOVE 'a' TO B. *> c\n", ["k MOVE", "s 'a'", "k TO", "c *> c"]],
  ["au.html", "<p class=\"a\">it's if</p><!-- b -->\n", ["k <p", 's "a"', "k >", "k </p", "k >", "c <!-- b -->"]],
  ["av.css", "@media (min-width: 1px) { a { color: #fff; } } /* b */\n", ["k @media", "d 1px", "d #fff", "c /* b */"]],
  ["aw.yml", "a: 'b' # c\n", ["k a", "s 'b'", "c # c"]],
  ["ax.tf", "resource \"a\" \"b${c}\" { n = 1 } # d\n", ["k resource", 's "a"', 's "b${', 's }"', "d 1", "c # d"]],
  ["ay.proto", "message A { string b = 1; } // c\n", ["k message", "k string", "d 1", "c // c"]],
  ["bin/run", "#!/usr/bin/env python3\nimport x  # a\n", ["c #!/usr/bin/env python3", "k import", "c # a"]],
  ["Makefile", "all: $(X)\n\techo 'a' # b\n", ["d $(X)", "s 'a'", "c # b"]],
  // What can't be understood stays as it is.
  ["plain.xyz", "if 'a' # 1\n", []],
  ["open.js", "let a = 'not closed\nlet b = \"nor here\nlet c = 1;\n", ["k let", "k let", "k let", "d 1"]],
];

/** Lines of filler, so that a comment and a string begin in one chunk of 250 lines and end in another. */
const LONG = "x = 1\n".repeat(240) + '"""a\n' + "def\n".repeat(300) + '"""\n' + "y = 2\n".repeat(900) + "return 3 # end\n";

/** Writes a project with these sources, and a report that names each. */
function write(folder) {
  const records = [];
  for (const [name, text] of [...CASES, ["long.py", LONG]]) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
    records.push(`SF:${name}\nDA:1,0\nend_of_record\n`);
  }
  writeFileSync(join(folder, "lcov.info"), records.join(""));
}

/** What is coloured on an open page, in the order of the text. */
const coloured = (page) =>
  page.evaluate(() => {
    const all = [];
    for (const [kind, ranges] of CSS.highlights) {
      for (const range of ranges) {
        const live = document.createRange();
        live.setStart(range.startContainer, range.startOffset);
        live.setEnd(range.endContainer, range.endOffset);
        all.push([live, `${kind} ${live.toString()}`]);
      }
    }
    all.sort(([a], [b]) => a.compareBoundaryPoints(Range.START_TO_START, b));
    return all.map(([, text]) => text);
  });

/** Builds a site of all cases and compares each page. */
export async function check(test, open, build, serve, program) {
  const folder = mkdtempSync(join(tmpdir(), "covsite-syntax-"));
  const out = join(folder, "site");
  write(folder);
  build(program, folder, out);
  const site = await serve(out);
  const at = (name, options) => open(`coverage/${name}.html`, { base: site.address, ...options });
  for (const [name, text, expected] of CASES) {
    await test(`syntax colours: ${name}`, async () => {
      const { page, said, close } = await at(name);
      // Colours come when the browser is idle, which a busy machine lets it be late.
      for (let tries = 0; tries < 60 && !isDeepStrictEqual(await coloured(page), expected); tries += 1) await page.waitForTimeout(50);
      assert.deepEqual(await coloured(page), expected);
      assert.equal(await page.locator(".src .x").evaluateAll((all) => all.map((it) => it.textContent).join("")), text);
      assert.deepEqual(said, []);
      await close();
    });
  }
  await test("syntax colours: a string that crosses chunks, and chunks out of view", async () => {
    const { page, close } = await at("long.py");
    await page.waitForTimeout(100);
    const before = await page.evaluate(() => document.querySelectorAll("*").length);
    const first = await coloured(page);
    assert.ok(first.includes("d 1") && !first.some((it) => it.startsWith("k") || it === "c # end"), first.slice(-3).join("; "));
    await page.evaluate(() => document.querySelector(".src").lastElementChild.scrollIntoView({ block: "end" }));
    await page.waitForTimeout(300);
    const last = await coloured(page);
    assert.deepEqual(last.slice(-3), ["k return", "d 3", "c # end"]);
    assert.ok(!last.includes("d 1"), "what left the view is still coloured");
    assert.equal(await page.evaluate(() => document.querySelectorAll("*").length), before);
    await close();
  });
  await test("syntax colours: none where the system chooses the colours", async () => {
    const colour = async (options) => {
      const { page, close } = await at("a.py", options);
      const found = await page.evaluate(() => getComputedStyle(document.querySelector(".x"), "::highlight(k)").color);
      await close();
      return found;
    };
    const plain = await colour({ colorScheme: "light", forcedColors: "none" });
    assert.equal(plain, "rgb(138, 31, 106)");
    assert.notEqual(await colour({ colorScheme: "light", forcedColors: "active" }), plain);
  });
  site.stop();
  rmSync(folder, { recursive: true, force: true });
}
