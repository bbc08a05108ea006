// A page in the browser: opened and watched, and what every page must be, in every form that a reader may choose.
import assert from "node:assert/strict";

export const FORMS = {
  light: { colorScheme: "light" },
  dark: { colorScheme: "dark" },
  narrow: { colorScheme: "light", viewport: { width: 320, height: 700 } },
  forced: { colorScheme: "dark", forcedColors: "active" },
};

/** Opens `address` and watches what the page says, and what it asks for that does not lie below `base`. */
export async function openPage(browser, address, base, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const page = await context.newPage();
  const said = [];
  page.on("console", (message) => said.push(message.text()));
  page.on("pageerror", (error) => said.push(error.message));
  page.on("request", (request) => {
    const url = request.url();
    if (!url.startsWith(base) && !url.startsWith("data:")) said.push("asked another place: " + url);
  });
  page.on("response", (response) => {
    if (response.status() >= 400) said.push(`${response.status()} ${response.url()}`);
  });
  await page.goto(address);
  return { page, said, close: () => context.close() };
}

/** The width of a sheet of A4 between its margins, in pixels. */
export const SHEET = 673;

/** How far the page reaches beyond its right edge. */
export const beyond = (page) => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

/** Axe finds nothing, nothing scrolls sideways, and the page has said nothing; then it is closed. */
export async function assertClean({ page, said, close }, axe) {
  // The page's own policy forbids inline scripts: axe is evaluated from outside. These rules of WCAG it runs only when told to.
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"], rules: { "target-size": { enabled: true }, "label-content-name-mismatch": { enabled: true } } }));
  const found = violations.map((it) => `${it.id}: ${it.nodes.slice(0, 3).map((node) => node.html.slice(0, 160)).join(" | ")}`);
  assert.deepEqual(found, []);
  assert.equal(await beyond(page), 0, "the page scrolls sideways");
  assert.deepEqual(said, []);
  await close();
}
