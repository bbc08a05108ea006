// What a reader chooses: colours of the system, paper, lines of a source, rows of a table. What was chosen stays in sight.
import assert from "node:assert/strict";

const SOURCE = "coverage/harbour/billing.py.html";
const FORCED = { colorScheme: "dark", forcedColors: "active" };

export async function choices({ open, test, kinds }) {
  await test("where the system chooses the colours, what is drawn in them can be told from its ground", async () => {
    const { page, close } = await open("phases/index.html", FORCED);
    const nodes = await page.locator(".graph a").evaluateAll((all) =>
      all.map((node) => ["rect", "text"].map((part) => getComputedStyle(node.querySelector(part)).fill)));
    assert.ok(nodes.length > 1, "the fixture has a graph");
    for (const [ground, text] of nodes) assert.notEqual(ground, text);
    await close();
    const source = await open(SOURCE, FORCED);
    const signs = await source.page.locator(".gl a").evaluateAll((all) =>
      all.map((link) => getComputedStyle(link, "::before").backgroundColor));
    const ground = await source.page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    assert.ok(signs.length && signs.every((sign) => sign !== ground), signs.join());
    await source.close();
  });

  await test("syntax colours leave where the system chooses the colours, and come back", async () => {
    const { page, close } = await open(SOURCE);
    const registered = () => page.evaluate(() => CSS.highlights.size);
    assert.equal(await registered(), 4);
    await page.emulateMedia({ forcedColors: "active" });
    await page.waitForFunction(() => CSS.highlights.size === 0);
    await page.emulateMedia({ forcedColors: "none" });
    await page.waitForFunction(() => CSS.highlights.size === 4);
    await close();
  });

  await test("a line that is clicked stays under the pointer, and Escape lets go of it", async () => {
    const { page, said, close } = await open(SOURCE, { viewport: { width: 1280, height: 500 } });
    await page.evaluate(() => scrollTo(0, 300));
    const numbers = page.locator(".w .u").first();
    const top = async () => (await numbers.boundingBox()).y;
    const before = await top();
    const line = Math.ceil((250 - before) / 20);
    const click = (line, modifiers = []) => numbers.click({ position: { x: 10, y: line * 20 - 10 }, modifiers });
    await click(line);
    assert.equal(new URL(page.url()).hash, "#L" + line);
    assert.equal(await top(), before);
    await click(line + 4, ["Shift"]);
    assert.equal(new URL(page.url()).hash, `#L${line}-L${line + 4}`);
    assert.equal(await top(), before);
    await page.keyboard.press("Escape");
    assert.equal(new URL(page.url()).hash, "");
    assert.equal(await page.locator(".sel").count(), 0);
    assert.equal(await top(), before);
    // Lines that a link from elsewhere names are brought into view.
    await page.evaluate(() => { location.hash = "L2-L3"; });
    await page.waitForFunction(() => scrollY < 300);
    assert.deepEqual(said, []);
    await close();
  });

  await test("a filter that nothing matches says so, and leads back", async () => {
    const { page, close } = await open(kinds.explorer);
    await page.locator("[data-filter]").fill("no such file");
    assert.ok(await page.getByText("Nothing matches.").isVisible());
    await page.getByRole("button", { name: "Clear filters" }).click();
    assert.equal(await page.getByText("Nothing matches.").isVisible(), false);
    assert.equal(await page.locator(".tools output").innerText(), "6 of 6");
    await close();
  });

  await test("nothing moves while code gets its buttons, and they lie in the corner of their blocks", async () => {
    for (const place of [kinds.markdown, kinds.badges]) {
      const { page, close } = await open("404.html");
      await page.addInitScript(() => {
        window.moved = 0;
        new PerformanceObserver((list) => list.getEntries().forEach((entry) => { window.moved += entry.value; })).observe({ type: "layout-shift", buffered: true });
      });
      await page.goto(new URL(place, page.url()).href);
      await page.waitForTimeout(200);
      assert.equal(await page.evaluate(() => window.moved), 0, place);
      const places = await page.locator(".copy").evaluateAll((all) => all.map((it) => {
        const [block, button] = [...it.children].map((part) => part.getBoundingClientRect());
        return { inside: button.right <= block.right && button.top >= block.top && button.bottom <= block.bottom, width: button.width };
      }));
      assert.ok(places.length && places.every(({ inside, width }) => inside && width < 64), JSON.stringify(places));
      await close();
    }
  });

  await test("on a narrow screen every value of a row is seen, with the head of its column where it needs one", async () => {
    for (const kind of ["overview", "explorer", "gaps", "notes", "claims", "phases", "phase", "gates", "tests", "about"]) {
      const { page, close } = await open(kinds[kind], { viewport: { width: 320, height: 700 } });
      const tables = await page.locator(".stacks").evaluateAll((all) => all.map((table) => ({
        beyond: table.parentNode.scrollWidth - table.parentNode.clientWidth,
        labels: [...table.querySelectorAll("tbody [data-h]")].every((it) => getComputedStyle(it, "::before").content.includes(it.dataset.h)),
      })));
      assert.ok(tables.length, kind);
      assert.ok(tables.every(({ beyond, labels }) => beyond === 0 && labels), kind + JSON.stringify(tables));
      await close();
    }
  });

  await test("paper holds whole lines of code, no buttons, and the columns of a source side by side", async () => {
    const { page, close } = await open(kinds.badges, { viewport: { width: 673, height: 950 } });
    await page.emulateMedia({ media: "print" });
    const cut = await page.locator("pre.code:visible").evaluateAll((all) => all.filter((it) => it.scrollWidth > it.clientWidth).length);
    assert.equal(cut, 0);
    assert.equal(await page.locator("main button:visible").count(), 0);
    // A container is one block for the printer: the tree would not be broken over sheets.
    await page.goto(new URL(kinds.explorer, page.url().replace("badges/index.html", "")).href);
    assert.equal(await page.locator(".scroll:has(> .tree)").evaluate((it) => getComputedStyle(it).containerType), "normal");
    await page.goto(new URL(kinds.source, page.url().replace(kinds.explorer, "")).href);
    const rules = await page.locator(".src :is(pre, mark)").evaluateAll((all) => all.map((it) => getComputedStyle(it)).map((it) => it.orphans + it.widows + it.whiteSpace));
    assert.deepEqual([...new Set(rules)], ["11pre"]);
    await close();
  });
}
