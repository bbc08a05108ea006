// What pages cost a browser: bytes, elements and main-thread time of the first page and of a source page of 5,000 lines,
// beside those that other programs make of the same file.
//
//   NODE_PATH=target/browser/node_modules node benches/pages.mjs PROGRAM [FOLDER]
//
// FOLDER holds genhtml, coverage and nyc; without it they are looked for on the PATH. What is not there is left out.
// tests/run installs playwright-core; CHROMIUM names another browser than /usr/bin/chromium.
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { delimiter, dirname, join, resolve } from "node:path";
import { files, serve } from "../tests/browser/site.mjs";

const ROUNDS = 7;
const LINES = 5000;
const SMALL = 39;

const require = createRequire(join(resolve(process.env.NODE_PATH ?? "target/browser/node_modules"), "x.js"));
const { chromium } = require("playwright-core");
const program = resolve(process.argv[2] ?? "target/release/covsite");
const path = process.argv[3] ? [resolve(process.argv[3])] : (process.env.PATH ?? "").split(delimiter);
const find = (name) => path.map((folder) => join(folder, name)).find(existsSync);

/** A file of so many lines in functions of 20, and how often each line that can run did. */
function source(lines, seed) {
  const text = [];
  const hits = new Map();
  const functions = [];
  for (let start = 1; start <= lines; start += 20) {
    const n = (start - 1) / 20;
    const called = (n * 7 + seed) % 11 === 0 ? 0 : (n * 13 + seed) % 97 + 1;
    functions.push({ start, name: `settle_${n}`, called });
    const line = (words, runs) => {
      text.push(words);
      if (runs !== undefined) hits.set(text.length, runs);
    };
    line(`def settle_${n}(invoice, payments, *, grace=14):`, 1);
    line(`    """Settles an invoice: part ${n} of the ledger, with <fees> & discounts."""`);
    line("    paid = 0", called);
    line("    for payment in payments:", called);
    line("        if payment.currency != invoice.currency:", called * 3);
    line(`            raise ValueError(f"{payment} is in another currency than {invoice}")`, n % 5 === 2 ? 0 : called);
    line("        paid += payment.amount", called * 3);
    line("");
    line("    # What is due is compared in minor units; a rest below one unit is none.");
    line("    due = invoice.total - paid", called);
    line("    if due <= 0:", called);
    line("        return invoice.closed()", n % 3 === 1 ? 0 : called);
    line(`    if invoice.age > grace + ${n % 30}:`, called);
    line('        invoice.add("late fee", due * 2 // 100)', n % 4 === 1 ? 0 : called);
    line('        log.info("late: %s", invoice.number)', n % 4 === 1 ? 0 : called);
    line("    else:");
    line("        invoice.remind(due)", called);
    line("    return invoice", called);
    line("");
    line("");
  }
  return { text: text.join("\n") + "\n", hits, functions };
}

function project(root) {
  const made = new Map([["src/ledger.py", source(LINES, 3)]]);
  for (let n = 0; n < SMALL; n++) made.set(`src/part${n % 5}/module_${n}.py`, source(100, n));
  let lcov = "";
  const istanbul = {};
  const ran = {};
  for (const [name, { text, hits, functions }] of made) {
    const file = join(root, name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    lcov += `TN:\nSF:${name}\n`;
    for (const it of functions) lcov += `FN:${it.start},${it.name}\n`;
    for (const it of functions) lcov += `FNDA:${it.called},${it.name}\n`;
    const rows = text.split("\n");
    const entry = (istanbul[file] = { path: file, statementMap: {}, s: {}, fnMap: {}, f: {}, branchMap: {}, b: {} });
    for (const [line, count] of hits) {
      lcov += `DA:${line},${count}\n`;
      entry.statementMap[line] = { start: { line, column: rows[line - 1].search(/\S/) }, end: { line, column: rows[line - 1].length } };
      entry.s[line] = count;
    }
    functions.forEach(({ start, name: called, called: count }, index) => {
      const place = { start: { line: start, column: 0 }, end: { line: start, column: rows[start - 1].length } };
      entry.fnMap[index] = { name: called, decl: place, loc: place, line: start };
      entry.f[index] = count;
    });
    lcov += "end_of_record\n";
    ran[file] = [...hits].filter(([, count]) => count > 0).map(([line]) => line);
  }
  writeFileSync(join(root, "lcov.info"), lcov);
  mkdirSync(join(root, "istanbul"));
  writeFileSync(join(root, "istanbul/all.json"), JSON.stringify(istanbul));
  writeFileSync(join(root, "ran.json"), JSON.stringify(ran));
}

const run = (command, words, root) => execFileSync(command, words, { cwd: root, stdio: ["ignore", "ignore", "pipe"] });

/** Each program: how it makes its pages, and which of them shows the long file. */
const TOOLS = [
  {
    name: "covsite",
    make: (root, out) => run(program, ["build", "--root", root, "--config", join(root, "covsite.toml"), "--out", out], root),
    page: /ledger\.py\.html$/,
  },
  {
    name: "genhtml",
    make: (root, out) => run(find("genhtml"), ["-q", "lcov.info", "-o", out], root),
    page: /ledger\.py\.gcov\.html$/,
  },
  {
    name: "coverage",
    make: (root, out) => {
      const python = join(dirname(realpathSync(find("coverage"))), "python3");
      const data = "import coverage, json; data = coverage.CoverageData('.coverage'); data.add_lines(json.load(open('ran.json'))); data.write()";
      run(existsSync(python) ? python : "python3", ["-c", data], root);
      run(find("coverage"), ["html", "-q", "-i", "-d", out], root);
    },
    page: /ledger_py\.html$/,
  },
  {
    name: "nyc",
    make: (root, out) =>
      run(find("nyc"), ["report", "--reporter=html", "--temp-dir=istanbul", `--report-dir=${out}`, "--exclude-after-remap=false"], root),
    page: /ledger\.py\.html$/,
  },
];

const median = (numbers) => numbers.toSorted((a, b) => a - b)[numbers.length >> 1];

/** Opens a page in a browser that has seen nothing: what came, what stands in the document, how long the main thread worked. */
async function cost(browser, address) {
  const rounds = [];
  for (let round = 0; round < ROUNDS; round++) {
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
    const page = await context.newPage();
    const devtools = await context.newCDPSession(page);
    let bytes = 0;
    devtools.on("Network.loadingFinished", (event) => { bytes += event.encodedDataLength; });
    await devtools.send("Network.enable");
    await devtools.send("Performance.enable");
    await page.goto(address, { waitUntil: "networkidle" });
    const { metrics } = await devtools.send("Performance.getMetrics");
    const of = (name) => metrics.find((metric) => metric.name === name).value;
    rounds.push({
      bytes,
      elements: await page.evaluate(() => document.getElementsByTagName("*").length),
      busy: of("TaskDuration") * 1000,
    });
    await context.close();
  }
  return Object.fromEntries(["bytes", "elements", "busy"].map((name) => [name, median(rounds.map((round) => round[name]))]));
}

const root = realpathSync(mkdtempSync(join(tmpdir(), "pages-")));
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM || "/usr/bin/chromium", args: ["--no-sandbox", "--disable-gpu"] });
try {
  project(root);
  writeFileSync(join(root, "covsite.toml"), '[[reports]]\npaths = ["lcov.info"]\n');
  const rows = [];
  for (const tool of TOOLS) {
    if (tool.name !== "covsite" && !find(tool.name)) {
      console.error(`${tool.name} is not there and left out`);
      continue;
    }
    const out = join(root, "out", tool.name);
    mkdirSync(out, { recursive: true });
    tool.make(root, out);
    const site = await serve(out);
    const of = files(out).find((file) => tool.page.test(file));
    for (const [what, place] of [["home page", "index.html"], [`source of ${LINES} lines`, of]]) {
      rows.push({ what, tool: tool.name, ...(await cost(browser, site.address + place)) });
    }
    site.stop();
  }
  console.log("| page | program | bytes | elements | main thread |\n|---|---|---:|---:|---:|");
  for (const { what, tool, bytes, elements, busy } of rows.sort((a, b) => (a.what < b.what ? -1 : a.what > b.what ? 1 : 0))) {
    console.log(`| ${what} | ${tool} | ${(bytes / 1000).toFixed(0)} kB | ${elements} | ${busy.toFixed(0)} ms |`);
  }
} finally {
  await browser.close();
  rmSync(root, { recursive: true, force: true });
}
