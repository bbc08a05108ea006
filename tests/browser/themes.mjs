// The report theme, and the site as one file, in a browser: accessibility in every form, links, paper, no request.
import assert from "node:assert/strict";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { FORMS, SHEET, assertClean, beyond, openPage } from "./page.mjs";
import { build, serve } from "./site.mjs";

const PROJECT = "tests/site/harbour";
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

  const open = (address, options) => openPage(browser, address, address === alone ? alone : site.address, options);

  async function clean(opened, shot) {
    await opened.page.screenshot({ path: join(shots, shot), fullPage: true });
    await assertClean(opened, axe);
  }

  for (const [form, options] of Object.entries(FORMS)) {
    for (const place of PAGES) {
      const name = place.replace(/\/?index\.html$/, "").replaceAll("/", "-") || "overview";
      await test(`report theme: ${place}, ${form}`, async () => clean(await open(site.address + place, options), `report-${name}-${form}.png`));
    }
    await test(`one file, ${form}`, async () => clean(await open(alone, options), `one-file-${form}.png`));
  }

  await test("the report opens a page with its answer, below one line of navigation", async () => {
    const { page, close } = await open(site.address + "gates/index.html", { viewport: { width: 1440, height: 900 } });
    assert.match(await page.locator("h1").innerText(), /^\d of \d gates? pass/);
    assert.equal(await page.locator(".kicker").innerText(), "Gates");
    const lines = await page.locator(".mast :is(.brand, li a, input)").evaluateAll((all) => all.map((it) => it.getBoundingClientRect()).map((it) => (it.top + it.bottom) / 2));
    assert.ok(Math.max(...lines) - Math.min(...lines) < 8, lines.join());
    await close();
  });

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

  await test("a sheet of A4 holds the whole width of the report and of the one file", async () => {
    for (const address of [...PAGES.map((place) => site.address + place), alone]) {
      const { page, close } = await open(address, { viewport: { width: SHEET, height: 950 } });
      await page.emulateMedia({ media: "print" });
      assert.equal(await beyond(page), 0, address);
      await close();
    }
  });

  site.stop();
}
