// Light, dark or as the system has it. In the head, so that the choice is set before the first paint.
// Everything in these scripts is extra: pages read, link and print without them.
(() => {
  "use strict";
  const root = document.documentElement;
  let memory = {};
  try { memory = localStorage; } catch { /* storage may be forbidden: the choice then lasts for the page */ }
  root.classList.add("js");
  const known = { dark: "Dark", light: "Light" };
  if (known[memory.covsiteTheme]) root.dataset.theme = memory.covsiteTheme;
  addEventListener("DOMContentLoaded", () => {
    const button = document.querySelector(".theme");
    if (!button) return;
    const say = () => { button.lastElementChild.textContent = known[root.dataset.theme] || "Auto"; };
    say();
    button.onclick = () => {
      const next = { "": "dark", dark: "light", light: "" }[root.dataset.theme || ""];
      if (next) root.dataset.theme = next; else delete root.dataset.theme;
      try { memory.covsiteTheme = next; } catch { /* as above */ }
      say();
    };
  });
})();
