// Source pages: #L40-L60, click and shift-click on line numbers.
addEventListener("DOMContentLoaded", () => {
  "use strict";
  const source = document.querySelector(".src");
  if (!source) return;
  const chunks = [...source.querySelectorAll(".w")];
  const LINE = 20;

  const select = () => {
    source.querySelectorAll(".sel").forEach((box) => box.remove());
    const match = /^#L(\d+)(?:-L?(\d+))?$/.exec(location.hash);
    // A single line that is the start of a run is an anchor of its own: the browser goes there.
    if (!match || (!match[2] && document.getElementById("L" + match[1]))) return;
    const ends = [+match[1], +(match[2] || match[1])].sort((a, b) => a - b);
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
    first?.scrollIntoView({ block: "center" });
  };
  addEventListener("hashchange", select);
  select();

  source.addEventListener("click", (event) => {
    const numbers = event.target.closest(".u:not(.h)");
    if (!numbers) return;
    const line = +numbers.parentNode.dataset.l + Math.floor((event.clientY - numbers.getBoundingClientRect().top) / LINE);
    const from = /^#L(\d+)/.exec(location.hash);
    location.hash = event.shiftKey && from ? `L${Math.min(from[1], line)}-L${Math.max(from[1], line)}` : "L" + line;
  });

  // The tape is the file from left to right: a click goes there.
  const tape = document.querySelector(".tape svg");
  tape?.addEventListener("click", (event) => {
    const box = tape.getBoundingClientRect();
    const line = 1 + Math.floor(((event.clientX - box.left) / box.width) * tape.dataset.lines);
    location.hash = "L" + Math.min(Math.max(line, 1), +tape.dataset.lines);
  });
});
