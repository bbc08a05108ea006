// Keys: / search, n p next and previous miss or claim, j k rows, ? help. None of them in a field.
addEventListener("DOMContentLoaded", () => {
  "use strict";
  const all = (selector) => [...document.querySelectorAll(selector)];
  let at;

  // From where the reader is: the last stop, else the first one below (or above) the edge of the window.
  const step = (stops, by) => {
    const index = stops.indexOf(at);
    const edge = (stop) => stop.getBoundingClientRect().top;
    if (index >= 0) at = stops.at((index + by) % stops.length);
    else at = by > 0 ? stops.find((stop) => edge(stop) > 60) : stops.findLast((stop) => edge(stop) < 60);
    return (at = at || stops.at(by > 0 ? 0 : -1));
  };
  const stop = (by) => {
    const stops = all(".src mark, a.cl:not(.confirmed)");
    if (!stops.length) return;
    const next = step(stops, by);
    if (next.matches("mark") && next.id) location.replace("#" + next.id);
    next.scrollIntoView({ block: "center" });
    if (next.href) next.focus({ preventScroll: true });
  };
  const rows = (by) => {
    const links = all("main :is(tbody tr, .rows > li)")
      .map((row) => row.querySelector("a"))
      .filter((link) => link && link.offsetParent);
    const index = links.indexOf(document.activeElement);
    links[Math.min(Math.max(index + by, 0), links.length - 1)]?.focus();
  };
  // Made when it is asked for: without this script there are no keys to tell of.
  const help = () => {
    const make = (name, text, parts = []) => {
      const element = document.createElement(name);
      element.append(text, ...parts);
      return element;
    };
    const known = [["/", "search"], ["n p", "next, previous miss or claim"], ["j k", "next, previous row"], ["Esc", "close"]];
    if (document.querySelector(".src")) {
      known.splice(3, 1, ["Click", "on a line number: choose the line; with Shift: all up to it"], ["Esc", "let go of the chosen lines; close"]);
    }
    const close = make("button", "Close");
    const form = make("form", "", [close]);
    form.method = "dialog";
    const list = make("dl", "", known.flatMap(([names, what]) => [
      make("dt", "", names.split(" ").flatMap((name, index) => [index ? " " : "", make("kbd", name)])),
      make("dd", what),
    ]));
    list.className = "kv";
    const dialog = make("dialog", "", [make("h2", "Keys"), list, form]);
    dialog.id = "keys";
    dialog.ariaLabel = "Keys";
    document.body.append(dialog);
    return dialog;
  };
  const keys = {
    "/": () => document.getElementById("q")?.focus(),
    "?": () => (document.getElementById("keys") ?? help()).showModal(),
    n: () => stop(1),
    p: () => stop(-1),
    j: () => rows(1),
    k: () => rows(-1),
  };
  for (const button of all("[data-step]")) button.onclick = () => stop(+button.dataset.step);
  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, select, textarea")) return;
    const action = keys[event.key];
    if (!action) return;
    event.preventDefault();
    action();
  });
});
