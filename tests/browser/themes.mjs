// The report theme, and the site as one file, in a browser: accessibility in every form, links, paper, no request.
import assert from "node:assert/strict";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { build, serve } from "./site.mjs";

const PROJECT = "tests/site/harbour";
const FORMS = {
  light: { colorScheme: "light" },
  dark: { colorScheme: "dark" },
  narrow: { colorScheme: "light", viewport: { width: 320, height: 700 } },
  forced: { colorScheme: "dark", forcedColors: "active" },
};
const PAGES = ["index.html", "coverage/index.html", "coverage/harbour/billing.py.html", "tests/index.html", "gaps/index.html",
  "phases/index.html", "phases/12-test-floors/index.html", "notes/content/audit/index.html", "gates/index.html", "claims/index.html",
  "trend/index.html", "badges/index.html", "search/index.html", "about/index.html"];

export async function themes({ program, browser, test, axe, shots, folder }) {
  const config = join(folder, "report.toml");
  const own = readFileSync(join(PROJECT, "covsite.toml"), "utf8");
  assert.ok(own.includes("[site]\n"));
  writeFileSync(config, own.replace("[site]\n", '[site]\ntheme = "report"\n'));
  const out = join(folder, "report");
  build(program, PROJECT, out, ["--config", config]);
  const file = join(folder, "audit.html");
  rmSync(file, { force: true });
  build(program, PROJECT, file, ["--single-file"]);

  const site = await serve(out);
  const alone = pathToFileURL(file).href;

  async function open(address, options = {}) {
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
    const page = await context.newPage();
    const said = [];
    page.on("console", (message) => said.push(message.text()));
    page.on("pageerror", (error) => said.push(error.message));
    page.on("request", (request) => {
      const url = request.url();
      if (!url.startsWith(address === alone ? alone : site.address) && !url.startsWith("data:")) said.push("asked for " + url);
    });
    await page.goto(address);
    return { page, said, close: () => context.close() };
  }

  async function clean({ page, said, close }, shot) {
    await page.screenshot({ path: join(shots, shot), fullPage: true });
    await page.evaluate(axe);
    const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
    const found = violations.map((it) => `${it.id}: ${it.nodes.slice(0, 3).map((node) => node.html.slice(0, 160)).join(" | ")}`);
    assert.deepEqual(found, []);
    const width = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    assert.equal(width, 0, "the page scrolls sideways");
    assert.deepEqual(said, []);
    await close();
  }

  for (const [form, options] of Object.entries(FORMS)) {
    for (const place of PAGES) {
      const name = place.replace(/\/?index\.html$/, "").replaceAll("/", "-") || "overview";
      await test(`report theme: ${place}, ${form}`, async () => clean(await open(site.address + place, options), `report-${name}-${form}.png`));
    }
    await test(`one file, ${form}`, async () => clean(await open(alone, options), `one-file-${form}.png`));
  }

  await test("one file is read without JavaScript, and its links lead somewhere", async () => {
    const { page, said, close } = await open(alone, { javaScriptEnabled: false });
    const dead = await page.locator('a[href^="#"]').evaluateAll((links) =>
      links.map((link) => decodeURIComponent(link.getAttribute("href").slice(1))).filter((id) => !document.getElementById(id)));
    assert.deepEqual(dead, []);
    assert.equal(await page.locator(".js-only:visible").count(), 0, "controls without function");
    assert.equal(await page.locator("details:not([open])").count(), 0, "something is folded");
    assert.deepEqual(said, []);
    await close();
  });

  await test("one file is printed on numbered sheets, each chapter on a new one, always light", async () => {
    const { page, said, close } = await open(alone, { colorScheme: "dark" });
    await page.emulateMedia({ media: "print", colorScheme: "dark" });
    const ground = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    assert.ok(["rgb(255, 255, 255)", "rgba(0, 0, 0, 0)"].includes(ground), ground);
    const breaks = await page.locator(".chapter:not(.part)").evaluateAll((all) => all.map((it) => getComputedStyle(it).breakBefore));
    assert.ok(breaks.length > 5 && breaks.every((it) => it === "page"), breaks.join());
    const pdf = await page.pdf({ path: join(shots, "one-file.pdf"), preferCSSPageSize: true });
    const sheets = pdf.toString("latin1").match(/\/Type\s*\/Page\b/g).length;
    assert.ok(sheets >= breaks.length, `${sheets} sheets`);
    assert.deepEqual(said, []);
    await close();
  });

  site.stop();
}
