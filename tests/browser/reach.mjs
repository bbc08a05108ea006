// Which tests and flags reach the lines that the address names: what a page says of it, and that it says it to everybody.
import assert from "node:assert/strict";
import { cpSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { FORMS, assertClean } from "./page.mjs";

const PAGE = "coverage/shop/cart.py.html";

/** A project whose reports know its tests: those of pytest-cov, with flags, and a test that reaches nothing else's lines. */
function project(folder) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(join(folder, "reports"), { recursive: true });
  cpSync("tests/formats/programs/python", folder, { recursive: true });
  cpSync("tests/formats/coveragepy/contexts/coverage.json", join(folder, "reports/unit.json"));
  cpSync("tests/formats/junit/pytest/junit.xml", join(folder, "reports/junit.xml"));
  writeFileSync(join(folder, "reports/e2e.info"), "TN:login flow\nSF:shop/cart.py\nDA:5,1\nDA:6,1\nDA:9,3\nDA:19,1\nDA:20,1\nend_of_record\n");
  // More tests than the list has room for: twelve of all lines, and fifty of ten lines each.
  const section = (test, first, count) => `TN:${test}\nSF:shop/many.py\n${Array.from({ length: count }, (_, at) => `DA:${first + at},1\n`).join("")}end_of_record\n`;
  const many = [...Array.from({ length: 12 }, (_, test) => section(`all ${test}`, 1, 60)), ...Array.from({ length: 50 }, (_, test) => section(`some ${test}`, test + 1, 10))];
  writeFileSync(join(folder, "shop/many.py"), "x = 1\n".repeat(60));
  writeFileSync(join(folder, "reports/many.info"), many.join(""));
  const report = (file, flag) => `[[reports]]\npaths = ["reports/${file}"]\n${flag ? `flag = "${flag}"\n` : ""}`;
  writeFileSync(join(folder, "covsite.toml"), report("unit.json", "unit") + report("e2e.info", "e2e") + report("many.info", "e2e") + report("junit.xml"));
  return folder;
}

export async function reach({ build, serve, open, test, axe, shots, program, folder }) {
  const out = join(folder, "reach-site");
  build(program, project(join(folder, "reach")), out);
  const site = await serve(out);
  const at = (hash, options = {}) => open(PAGE + hash, { base: site.address, ...options });

  for (const [form, options] of Object.entries(FORMS)) {
    await test(`axe: who reaches lines, ${form}`, async () => {
      const opened = await at("#L5-L9", options);
      await opened.page.evaluate(() => document.querySelectorAll("main details").forEach((it) => { it.open = true; }));
      await opened.page.screenshot({ path: join(shots, `reach-${form}.png`) });
      await assertClean(opened, axe);
    });
  }

  await test("a line that is chosen says which tests and flags reach it, and nothing moves", async () => {
    const { page, said, close } = await at("");
    const hit = page.locator(".hit summary");
    const numbers = page.locator(".w .u").first();
    // Choosing lines scrolls to them: the place on the page is what must not change.
    const top = () => page.evaluate(() => document.querySelector(".src").getBoundingClientRect().top + scrollY);
    const before = await top();
    assert.match(await hit.innerText(), /^Choose a line/);
    const choose = async (line, modifiers = []) => {
      await numbers.click({ position: { x: 10, y: 20 * (line - 1) + 5 }, modifiers });
      await page.waitForFunction((line) => location.hash.includes("L" + line), line);
    };
    await choose(20);
    assert.equal(await hit.innerText(), "Line 20: 1 test reaches it; hit by e2e");
    assert.equal(await page.locator("[role=status]").last().textContent(), await hit.innerText());
    await choose(6);
    assert.equal(await hit.innerText(), "Line 6: 7 tests reach it; hit by e2e, unit");
    await choose(10);
    assert.equal(await hit.innerText(), "Line 10: no test is known to reach it; hit by no flag");
    await choose(28);
    await choose(31, ["Shift"]);
    assert.equal(await hit.innerText(), "Lines 28–31: 1 test reaches them; hit by unit");
    assert.equal(Math.round(await top()), Math.round(before), "the source moved");
    await hit.click();
    assert.deepEqual(await page.locator(".hit li").allInnerTexts(), ["test_cart.py::test_names 28–29, 31"]);
    assert.equal(Math.round(await top()), Math.round(before), "the list pushes the source away");
    await page.locator(".hit li a").click();
    await page.waitForURL(/tests\/index\.html#t-/);
    assert.ok(await page.locator(":target").isVisible(), "the row of the test");
    assert.deepEqual(said, []);
    await close();
  });

  await test("tests beyond the list are told of a line as well", async () => {
    const { page, said, close } = await open("coverage/shop/many.py.html#L30", { base: site.address });
    const hit = page.locator(".hit summary");
    assert.equal(await hit.innerText(), "Line 30: 22 tests reach it; hit by e2e");
    await hit.click();
    const names = await page.locator(".hit li").allInnerTexts();
    const wanted = [...Array.from({ length: 12 }, (_, test) => `all ${test}`), ...Array.from({ length: 10 }, (_, test) => `some ${test + 20}`)];
    assert.deepEqual(names.sort(), wanted.sort());
    assert.match(await page.locator("[data-tests] > li").last().textContent(), /^and \d+ more: data\/reached\.json$/);
    assert.deepEqual(said, []);
    await close();
  });

  await test("without JavaScript the lists say it, and their links lead to the lines", async () => {
    const { page, close } = await at("", { javaScriptEnabled: false });
    assert.equal(await page.locator(".hit").isVisible(), false);
    await page.getByText("7 tests reach lines of this file").click();
    assert.ok((await page.locator("[data-tests] li").allInnerTexts()).includes("login flow – 5 lines: 5–6, 9, 19–20"));
    await page.getByText("Hit by e2e, unit").click();
    assert.equal((await page.locator("[data-flags] li").allInnerTexts())[0], "e2e 5 lines, 1 by it alone: 20");
    const hrefs = await page.locator(":is([data-tests], [data-flags]) a:not(.t)").evaluateAll((links) => links.map((link) => link.hash.slice(1)));
    for (const id of hrefs) assert.equal(await page.locator(`[id="${id}"]`).count(), 1, id);
    await close();
  });
  site.stop();
}
