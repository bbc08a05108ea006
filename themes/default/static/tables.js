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

  // A body of a tree is a folder: its first row is the folder itself, and stays first.
  const headOf = (body) => (body.rows[0]?.matches(".dir") ? body.rows[0] : null);
  for (const body of all(".tree tbody")) {
    const head = headOf(body);
    if (!head || body.rows.length < 2) continue;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "tw";
    button.ariaLabel = "Files of " + head.cells[0].textContent;
    button.ariaExpanded = "true";
    button.onclick = () => {
      const shut = body.classList.toggle("shut");
      button.ariaExpanded = String(!shut);
    };
    head.cells[0].prepend(button);
  }

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
        // Empty cells stay last, whichever way.
        const order = ([a], [b]) => (a === "") - (b === "") || compare(a, b) * up;
        const folders = [];
        for (const body of table.tBodies) {
          const [folder, ...files] = headOf(body) ? body.rows : [undefined, ...body.rows];
          const rows = files.map((row) => [key(row, column), row]).sort(order);
          body.append(...rows.map(([, row]) => row));
          folders.push([folder ? key(folder, column) : "", body]);
        }
        if (folders.length > 1) table.append(...folders.sort(order).map(([, body]) => body));
        // The caption says in which order the rows came, which is true no more.
        const words = table.caption?.lastChild;
        if (words) words.data = words.data.replace(/(^|, |\. )(most|newest|failing|largest)[\w ]* first[;.]? ?/i, (_, before) => before.replace(", ", "")).replace(/^./, (letter) => letter.toUpperCase());
      };
    }
  }

  for (const input of all("[data-filter]")) {
    const rows = all(input.dataset.filter + " :is(tbody tr:not(.dir), li)");
    const folder = (row) => (row.matches("tr") ? headOf(row.parentNode)?.cells[0].textContent ?? "" : "");
    const text = rows.map((row) => (folder(row) + row.textContent).toLowerCase());
    const form = input.form;
    const output = form?.querySelector("output");
    const { cell, from, to, none } = form?.elements ?? {};
    // Whether a row lies in the range that is asked for; the cells hold ten thousandths of a percent.
    const lies = (row) => {
      if (none?.checked && !/^0\/[1-9]/.test(row.cells[3]?.textContent)) return false;
      if (!from?.value && !to?.value) return true;
      const value = row.cells[cell.value]?.dataset.v;
      return !!value && value / 10000 >= +from.value && value / 10000 <= +(to.value || 100);
    };
    // Selects beside it narrow the rows by an attribute whose values are parted by bars.
    const selects = form ? all("select[data-by]", form) : [];
    const chosen = (row) =>
      selects.every(({ value, dataset }) => !value || (row.dataset[dataset.by] ?? "").split("|").includes(value));
    // Where nothing matches, that is said, with the way back.
    const again = document.createElement("button");
    again.type = "button";
    again.textContent = "Clear filters";
    again.onclick = () => {
      form?.reset();
      filter();
      input.focus();
    };
    const nothing = document.createElement("p");
    nothing.className = "none";
    nothing.append("Nothing matches.", again);
    const list = document.querySelector(input.dataset.filter);
    (list?.closest(".scroll") ?? list)?.after(nothing);
    const filter = () => {
      const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
      let shown = 0;
      rows.forEach((row, index) => {
        row.hidden = !(words.every((word) => text[index].includes(word)) && lies(row) && chosen(row));
        shown += !row.hidden;
      });
      const table = document.querySelector(input.dataset.filter);
      for (const body of table?.tBodies ?? []) {
        const head = headOf(body);
        if (head) head.hidden = !body.querySelector("tr:not(.dir, [hidden])");
      }
      // What is looked for is shown, also where its folder is shut.
      table?.classList.toggle("found", shown < rows.length);
      nothing.hidden = shown > 0 || !rows.length;
      if (output) output.textContent = shown + " of " + rows.length;
    };
    (form ?? input).addEventListener("input", filter);
    form?.addEventListener("submit", (event) => event.preventDefault());
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
    const corner = document.createElement("div");
    corner.className = "copy";
    block.replaceWith(corner);
    corner.append(block, button);
  }

  // On narrow screens the navigation scrolls in itself: show the current page's link.
  const current = document.querySelector(".side [aria-current]");
  if (current) current.closest("nav").scrollLeft = current.offsetLeft - 16;
});
