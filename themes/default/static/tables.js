// Sorting by a column, filtering rows, copying a block.
addEventListener("DOMContentLoaded", () => {
  "use strict";
  const all = (selector, from = document) => [...from.querySelectorAll(selector)];

  // A cell's key is its data-v, else its text; numbers sort as numbers, everything else as people count ("a2" before "a10").
  const key = (row, column) => {
    const cell = row.cells[column];
    const value = cell ? cell.dataset.v ?? cell.textContent.trim() : "";
    return value === "" || isNaN(value) ? value : +value;
  };
  const compare = (a, b) =>
    typeof a === "number" && typeof b === "number" ? a - b : String(a).localeCompare(b, "en", { numeric: true });

  for (const table of all("table[data-sort]")) {
    for (const head of all("thead th", table)) {
      if (!head.textContent.trim() || head.dataset.no !== undefined) continue;
      const column = head.cellIndex;
      const button = document.createElement("button");
      button.type = "button";
      button.append(...head.childNodes);
      head.append(button);
      button.onclick = () => {
        const now = head.getAttribute("aria-sort");
        const up = now === "descending" ? 1 : now === "ascending" ? -1 : head.classList.contains("r") ? -1 : 1;
        all("th", table.tHead).forEach((other) => other.removeAttribute("aria-sort"));
        head.setAttribute("aria-sort", up > 0 ? "ascending" : "descending");
        for (const body of table.tBodies) {
          const rows = [...body.rows].map((row) => [key(row, column), row]);
          // Empty cells stay last, whichever way.
          rows.sort(([a], [b]) => (a === "") - (b === "") || compare(a, b) * up);
          body.append(...rows.map(([, row]) => row));
        }
      };
    }
  }

  for (const input of all("[data-filter]")) {
    const rows = all(input.dataset.filter + " :is(tbody tr, li)");
    const text = rows.map((row) => row.textContent.toLowerCase());
    const output = input.form?.querySelector("output");
    const filter = () => {
      const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
      let shown = 0;
      rows.forEach((row, index) => {
        row.hidden = !words.every((word) => text[index].includes(word));
        shown += !row.hidden;
      });
      if (output) output.textContent = shown + " of " + rows.length;
    };
    input.oninput = filter;
    input.form?.addEventListener("submit", (event) => event.preventDefault());
    filter();
  }

  for (const block of all("pre.code[data-copy]")) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = "Copy";
    button.onclick = () =>
      navigator.clipboard?.writeText(block.textContent).then(() => {
        button.textContent = "Copied";
        setTimeout(() => { button.textContent = "Copy"; }, 1500);
      });
    block.after(button);
  }

  // On narrow screens the navigation scrolls in itself: show the current page's link.
  const current = document.querySelector(".side [aria-current]");
  if (current) current.closest("nav").scrollLeft = current.offsetLeft - 16;
});
