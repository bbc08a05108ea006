// How long a saved note takes until the browser has painted it: `covsite serve` and Chromium, on a copy of a project.
//
//   node tests/browser/live.mjs PROGRAM [PROJECT NOTE [TIMES]]
//
// prints the times in milliseconds. The clock starts before the file is written and stops at the second frame after the
// new page is there.
import { spawn } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";

/** Starts the server on a project; gives its address, what it says, and a way to end it. */
export async function start(program, root) {
  const server = spawn(program, ["serve", "--port", "0", "--root", root], { stdio: ["ignore", "pipe", "pipe"] });
  const said = [];
  const address = await new Promise((ready, failed) => {
    for (const stream of [server.stdout, server.stderr]) {
      createInterface({ input: stream }).on("line", (line) => {
        said.push(line);
        const found = line.match(/^serving\s+(\S+)/);
        if (found) ready(found[1]);
      });
    }
    server.on("exit", () => failed(new Error("it ended: " + said.join("\n"))));
  });
  return { address, said, stop: () => server.kill("SIGINT") };
}

/** A copy of a project that may be written to. */
export function copy(project) {
  const folder = mkdtempSync(join(tmpdir(), "covsite-live-"));
  cpSync(project, folder, { recursive: true });
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** Saves a note several times and measures how long each takes until it is on the screen. */
export async function measure(browser, address, folder, note, times = 10) {
  const page = await (await browser.newContext({ viewport: { width: 1280, height: 900 } })).newPage();
  const said = [];
  page.on("console", (message) => said.push(message.text()));
  page.on("pageerror", (error) => said.push(error.message));
  await page.addInitScript(() => {
    addEventListener("DOMContentLoaded", () =>
      requestAnimationFrame(() => requestAnimationFrame(() => {
        window.painted = performance.timeOrigin + performance.now();
      })));
  });
  await page.goto(`${address}notes/${note.replace(/\.md$/, "")}/`);
  const file = join(folder, note);
  const text = readFileSync(file, "utf8");
  const taken = [];
  for (let time = 1; time <= times; time++) {
    // The stream of events must be open: a person does not save within the first moments either.
    await page.waitForTimeout(300);
    const words = `saved for the ${time}th time`;
    const start = performance.timeOrigin + performance.now();
    writeFileSync(file, `${text}\n\nThis was ${words}.\n`);
    await page.waitForFunction((words) => window.painted && document.body.textContent.includes(words), words, { timeout: 30000 });
    taken.push(Math.round((await page.evaluate(() => window.painted)) - start));
  }
  await page.context().close();
  return { taken, said };
}

if (process.argv[1] === resolve(import.meta.filename)) {
  const [program, project = "tests/site/harbour", note = "content/audit.md", times = "20"] = process.argv.slice(2);
  const modules = resolve(process.env.NODE_PATH ?? "target/browser/node_modules");
  const { chromium } = createRequire(join(modules, "x.js"))("playwright-core");
  const { folder, remove } = copy(project);
  const server = await start(resolve(program), folder);
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM || "/usr/bin/chromium", args: ["--no-sandbox", "--disable-gpu"] });
  const { taken, said } = await measure(browser, server.address, folder, note, Number(times));
  await browser.close();
  server.stop();
  remove();
  const sorted = taken.toSorted((a, b) => a - b);
  console.log(`painted after ${taken.join(", ")} ms; median ${sorted[sorted.length >> 1]}`);
  console.log(server.said.filter((line) => /^(changed|serving)/.test(line)).slice(-5).join("\n"));
  if (said.length) console.log("the page said", said);
}
