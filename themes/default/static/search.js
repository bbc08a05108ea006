// The search page: a static index, loaded as a script so that it works from file:// too.
addEventListener("DOMContentLoaded", () => {
  "use strict";
  const results = document.getElementById("results");
  const index = window.covsiteIndex;
  if (!results || !index) return;
  const input = document.getElementById("search-field");
  const output = input.form.querySelector("output");
  const nothing = document.getElementById("nothing");
  const SHOWN = 100;
  // An entry says no more than has to be said: see where the index is made.
  let page = "";
  const place = (kind, title, url) => {
    if (!url) return kind === "file" ? `coverage/${title}.html` : kind === "folder" ? `coverage/${title}index.html` : page;
    if (url[0] === "#") return page + (url === "#" ? "" : url);
    page = url.split("#")[0];
    return url;
  };
  const entries = index.map(([kind, title, link = "", more = ""]) => {
    const url = place(kind, title, link);
    const low = title.toLowerCase();
    return { kind, title, url, more, low, name: low.slice(low.lastIndexOf("/") + 1), text: (low + " " + more).toLowerCase() };
  });

  // Every word must occur; the earlier and the more exactly it stands in the name, the better.
  const score = (entry, words) => {
    let sum = 0;
    for (const word of words) {
      if (!entry.text.includes(word)) return 0;
      const inName = entry.name.indexOf(word);
      sum += entry.name === word ? 100 : inName === 0 ? 60 : inName > 0 ? 40 : entry.low.includes(word) ? 20 : 5;
    }
    return sum - entry.low.length / 1000;
  };
  const show = () => {
    const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
    const found = words.length
      ? entries.map((entry) => [score(entry, words), entry]).filter(([points]) => points > 0).sort((a, b) => b[0] - a[0])
      : [];
    results.replaceChildren(
      ...found.slice(0, SHOWN).map(([, entry]) => {
        const item = document.createElement("li");
        const row = document.createElement("div");
        row.className = "row";
        const link = document.createElement("a");
        link.href = results.dataset.up + entry.url;
        link.textContent = entry.title;
        const tag = document.createElement("span");
        tag.className = "tag";
        tag.textContent = entry.kind;
        row.append(link, tag);
        if (entry.more) {
          const more = document.createElement("small");
          more.textContent = entry.more;
          row.append(more);
        }
        item.append(row);
        return item;
      }),
    );
    output.textContent = words.length
      ? found.length > SHOWN ? `${SHOWN} of ${found.length} shown` : found.length + " found"
      : entries.length + " entries";
    nothing.hidden = found.length > 0 || !words.length;
    document.getElementById("everything").hidden = words.length > 0;
  };
  const asked = new URLSearchParams(location.search).get("q");
  if (asked) input.value = asked;
  input.oninput = show;
  // Return opens what stands first; arrows go through what was found, and back to the field.
  const links = () => [...results.querySelectorAll("a")];
  input.form.addEventListener("submit", (event) => {
    event.preventDefault();
    links()[0]?.click();
  });
  addEventListener("keydown", (event) => {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const stops = [input, ...links()];
    const at = stops.indexOf(document.activeElement);
    if (!by || at < 0 || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    event.preventDefault();
    stops[Math.min(Math.max(at + by, 0), stops.length - 1)].focus();
  });
  input.focus();
  show();
});
