// Source pages: #L40-L60, click and shift-click on line numbers, copying a range, the forge's link to it.
addEventListener("DOMContentLoaded", () => {
  "use strict";
  const source = document.querySelector(".src");
  if (!source) return;
  const chunks = [...source.querySelectorAll(".w")];
  const LINE = 20;

  // The first and last line that the address names.
  const range = () => {
    const match = /^#L(\d+)(?:-L?(\d+))?$/.exec(location.hash);
    return match && [+match[1], +(match[2] || match[1])].sort((a, b) => a - b);
  };

  // The link to the forge leads to the same lines, in the words of that forge.
  const forge = document.querySelector(".crumbs .act a[rel]");
  const home = forge?.href;
  const lines = ([first, last]) => {
    if (/bitbucket/.test(forge.host)) return `#lines-${first}` + (last > first ? ":" + last : "");
    return `#L${first}` + (last > first ? (/gitlab/.test(forge.host) ? "-" : "-L") + last : "");
  };

  // Who reaches the lines that the address names, from what the folded lists hold: beside each name the ranges of its
  // lines (`3-5,9`), and what has no room in the list as text.
  const hit = document.querySelector(".hit");
  const ranges = (text) => text.split(",").map((part) => part.split("-").map(Number)).map(([first, last]) => [first, last ?? first]);
  const known = (list) =>
    [...document.querySelectorAll(`[data-${list}] > li`)].flatMap((item) => {
      const { r, n, b } = item.dataset;
      const beyond = b ? b.split("\n").map((line) => line.split("\t")) : [];
      const names = [...item.querySelectorAll("b, .t"), ...(n ? n.split("\t") : [])];
      return [...(r ? [{ names, lines: ranges(r) }] : []), ...beyond.map(([own, ...names]) => ({ names, lines: ranges(own) }))];
    });
  let lists, hint;
  const MOST = 200;
  const say = (ends) => {
    if (!hit) return;
    const [summary, list] = hit.children;
    hint ??= summary.textContent;
    lists ??= { tests: known("tests"), flags: known("flags") };
    list.replaceChildren();
    if (!ends) return void (summary.textContent = hint);
    const [first, last] = ends;
    const one = first === last;
    const meet = (entries) =>
      entries
        .map(({ names, lines }) => ({ names, lines: lines.filter(([from, to]) => from <= last && to >= first) }))
        .filter(({ lines }) => lines.length)
        .flatMap(({ names, lines }) => names.map((name) => ({ name, lines })));
    const [tests, flags] = [meet(lists.tests), meet(lists.flags)];
    const said = [];
    if (lists.tests.length) {
      const least = document.querySelector("[data-more]") ? "at least " : "";
      const count = tests.length === 1 ? "1 test reaches" : `${tests.length} tests reach`;
      said.push((tests.length ? least + count : "no test is known to reach") + (one ? " it" : " them"));
    }
    if (lists.flags.length) said.push("hit by " + (flags.map(({ name }) => name.textContent).join(", ") || "no flag"));
    summary.textContent = `${one ? "Line" : "Lines"} ${one ? first : `${first}–${last}`}: ${said.join("; ")}`;
    hit.nextElementSibling.textContent = summary.textContent;
    for (const { name, lines } of tests.slice(0, MOST)) {
      const item = document.createElement("li");
      item.append(name.cloneNode?.(true) ?? Object.assign(document.createElement("b"), { textContent: name }));
      const own = lines.map(([from, to]) => [Math.max(from, first), Math.min(to, last)]);
      if (!one) item.append(" ", own.map(([from, to]) => (from === to ? from : `${from}–${to}`)).join(", "));
      list.append(item);
    }
    if (tests.length > MOST) list.append(Object.assign(document.createElement("li"), { textContent: `and ${tests.length - MOST} more` }));
  };

  const select = (centre) => {
    source.querySelectorAll(".sel").forEach((box) => box.remove());
    const ends = range();
    say(ends);
    if (forge) forge.href = home + (ends ? lines(ends) : "");
    // A single line that is the start of a run is an anchor of its own: the browser goes there.
    if (!ends || (ends[0] === ends[1] && document.getElementById("L" + ends[0])?.matches("mark"))) return;
    let first;
    for (const chunk of chunks) {
      const start = +chunk.dataset.l;
      const from = Math.max(ends[0], start);
      const to = Math.min(ends[1], start + +chunk.dataset.n - 1);
      if (from > to) continue;
      const box = document.createElement("div");
      box.className = "sel";
      box.style.top = (from - start) * LINE + "px";
      box.style.height = (to - from + 1) * LINE + "px";
      chunk.append(box);
      first = first || box;
    }
    if (centre) first?.scrollIntoView({ block: "center" });
  };
  let here = location.hash;
  addEventListener("hashchange", () => {
    if (location.hash === here) return;
    here = location.hash;
    select(true);
  });
  select(true);

  // Lines chosen on the page itself stay where they are under the pointer.
  const choose = (hash) => {
    const { scrollX, scrollY } = window;
    const { scrollLeft } = source;
    here = hash && "#" + hash;
    location.hash = hash;
    scrollTo(scrollX, scrollY);
    source.scrollLeft = scrollLeft;
    select(false);
  };
  addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !range() || document.querySelector("dialog[open]") || event.target.closest("input, select")) return;
    choose("");
    history.replaceState(null, "", location.pathname + location.search);
  });

  source.addEventListener("click", (event) => {
    const numbers = event.target.closest(".u:not(.h)");
    if (!numbers) return;
    const line = +numbers.parentNode.dataset.l + Math.floor((event.clientY - numbers.getBoundingClientRect().top) / LINE);
    const from = /^#L(\d+)/.exec(location.hash);
    choose(event.shiftKey && from ? `L${Math.min(from[1], line)}-L${Math.max(from[1], line)}` : "L" + line);
  });

  // Copying without a selection copies the lines that the address names, as they stand in the file.
  addEventListener("copy", (event) => {
    const ends = range();
    if (!ends || !getSelection().isCollapsed || event.target.closest?.("input, textarea")) return;
    let text = "";
    for (const chunk of chunks) {
      const start = +chunk.dataset.l;
      if (ends[0] > start + +chunk.dataset.n - 1 || ends[1] < start) continue;
      const own = chunk.querySelector(".x").textContent.match(/[^\n]*\n|[^\n]+$/g) ?? [];
      text += own.slice(Math.max(ends[0] - start, 0), ends[1] - start + 1).join("");
    }
    event.clipboardData.setData("text/plain", text);
    event.preventDefault();
  });

  // The tape is the file from left to right: a click goes there.
  const tape = document.querySelector(".tape svg");
  tape?.addEventListener("click", (event) => {
    const box = tape.getBoundingClientRect();
    const line = 1 + Math.floor(((event.clientX - box.left) / box.width) * tape.dataset.lines);
    location.hash = "L" + Math.min(Math.max(line, 1), +tape.dataset.lines);
  });
});
