// A page of a large folder lists what lies directly in it. What somebody looks for may lie below: the list of all files is
// fetched when a filter is first used, as a script, so that it comes from file:// too.
addEventListener("DOMContentLoaded", () => {
  "use strict";
  const table = document.querySelector("table[data-all]");
  const form = table && document.querySelector('[data-filter="#files"]')?.form;
  if (!form) return;
  const MOST = 200;
  const { all, up, folder, decimals } = table.dataset;
  const { cell, from, to, none } = form.elements;
  const input = form.querySelector("[data-filter]");
  const said = document.createElement("span");
  form.querySelector("output").parentNode.append(said);
  const primary = +(cell?.options[0].value ?? 2);
  const body = table.createTBody();
  body.className = "below";
  const unit = 10 ** (4 - decimals);
  // Cut, not rounded, as everywhere.
  const percent = (exact) => (exact === null ? "n/a" : (Math.floor(exact / unit) / 10 ** decimals).toFixed(decimals));

  const row = ([path, place, covered, total, exact]) => {
    const row = document.createElement("tr");
    const head = document.createElement("th");
    head.scope = "row";
    head.className = "p";
    const link = document.createElement("a");
    link.className = "m";
    link.href = up + (place || "coverage/" + path.split("/").map(encodeURIComponent).join("/") + ".html");
    link.textContent = path.slice(folder.length);
    head.append(link);
    row.append(head);
    const put = (text, kind) => {
      const cell = row.insertCell();
      cell.className = kind;
      cell.textContent = text;
    };
    put("", "b lo");
    put(percent(exact[0]), "r");
    put(covered + "/" + total, "r lo");
    put(total - covered, "r");
    exact.slice(1).forEach((one) => put(percent(one), "r lo"));
    while (row.cells.length < table.tHead.rows[0].cells.length) put("", "lo");
    return row;
  };

  const show = () => {
    const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
    const asked = words.length || from?.value || to?.value || none?.checked;
    body.replaceChildren();
    said.textContent = "";
    if (!asked) return;
    if (!window.covsiteFiles) return load();
    const metric = cell ? [...cell.options].findIndex((option) => option.value === cell.value) : 0;
    const lies = ([path, , covered, total, exact]) => {
      if (!path.startsWith(folder)) return false;
      const below = path.slice(folder.length);
      // What lies directly in the folder has a row already.
      if (!below.includes("/")) return false;
      const low = below.toLowerCase();
      if (!words.every((word) => low.includes(word))) return false;
      if (none?.checked && !(covered === 0 && total > 0)) return false;
      if (!from?.value && !to?.value) return true;
      const value = exact[metric];
      return value !== null && value / 10000 >= +from.value && value / 10000 <= +(to.value || 100);
    };
    const found = window.covsiteFiles.filter(lies).sort((a, b) => b[3] - b[2] - (a[3] - a[2]));
    body.append(...found.slice(0, MOST).map(row));
    if (!found.length) return;
    const more = found.length > MOST ? ", the first " + MOST + " of them shown" : "";
    said.textContent = "; " + found.length + (found.length === 1 ? " file" : " files") + " below it" + more;
    const nothing = document.querySelector(".none");
    if (nothing) nothing.hidden = true;
  };
  const load = () => {
    if (document.querySelector("script[data-files]")) return;
    const script = document.createElement("script");
    script.src = all;
    script.dataset.files = "";
    script.onload = show;
    document.head.append(script);
  };
  // Behind the filter of the rows, which writes what it found first.
  form.addEventListener("input", show);
  form.addEventListener("reset", () => setTimeout(show));
});
