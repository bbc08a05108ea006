// Syntax colours of source pages, by the Custom Highlight API: no element is added, and only chunks near the view are
// coloured. A chunk begins in what the one before it left open (a comment, a string), so those before it are read, too.
addEventListener("DOMContentLoaded", () => {
  "use strict";
  const source = document.querySelector(".src");
  if (!source || !window.Highlight || !CSS.highlights) return;
  const chunks = [...source.querySelectorAll(".w")];
  // Longer chunks and lines are of a file that no person wrote.
  const LONGEST = 200000;
  const LONGEST_LINE = 5000;
  // Milliseconds after which the page gets its turn.
  const TURN = 20;

  // By the extension, else by the name (`Makefile`), else by the first line (`#!/bin/sh`).
  const find = () => {
    const is = (name) => covsiteLanguages.find(([names]) => names.split(" ").includes(name));
    const head = chunks[0]?.querySelector(".x").textContent.slice(0, 4000) ?? "";
    const ext = source.dataset.name?.split(".").pop();
    // Two languages share this extension: one of them has directives and comments of C.
    if (ext === "m" && !/^\s*(?:#import|#include|@\w|\/[/*])/m.test(head)) return is("matlab");
    const interpreter = /^#!.*?\b(python|ruby|perl|node|deno|bun|bash|dash|zsh|ksh|fish|sh|php|lua|Rscript|julia|escript|tclsh)/.exec(head)?.[1];
    const short = { python: "py", ruby: "rb", perl: "pl", node: "js", deno: "ts", bun: "ts", dash: "sh", Rscript: "r", julia: "jl", tclsh: "tcl" };
    return is(ext) ?? (interpreter && is(short[interpreter] ?? interpreter));
  };
  const found = find();
  if (!found) return;

  const [, keywords, rules, more = {}] = found;
  const words = new Set(keywords.split(" "));
  const NUMBER = "(?<![\\w$])(?:0[xX][\\da-fA-F_]+|0[bBoO][\\d_]+|\\d(?:[\\d_]|'(?=\\d))*(?:\\.\\d[\\d_]*)?(?:[eE][+-]?\\d+)?)[A-Za-z_]*\\d*";
  const WORD = more.word ?? "[A-Za-z_$\\u00a1-\\uffff][\\w$\\u00a1-\\uffff]*";
  const code = new RegExp(rules.map((rule) => `(?:${rule.open})()`).join("|") + `|(?:${NUMBER})()|(?:${WORD})()|[{}()]()`, "gm" + (more.fold ? "i" : ""));
  const NUMBERS = rules.length + 1;

  // What may come next in an open construct: something that does not end it, code in it, one more of it, its end.
  const ends = new Map();
  const endOf = (index, opened) => {
    const key = index + " " + opened;
    if (!ends.has(key)) {
      const { escape, inner, nest, close, line } = rules[index];
      const made = (pattern) => (typeof pattern === "function" ? pattern(opened) : pattern);
      const part = (pattern) => `(?:${pattern || "(?!)"})()`;
      ends.set(key, new RegExp([inner && escape ? "(?!" + inner + ")(?:" + escape + ")" : escape, inner, made(nest), made(close), line && "\\n"].map(part).join("|"), "gm"));
    }
    return ends.get(key);
  };

  // Reads `text`, which begins in what `open` says (the innermost last), and changes `open` to what is open at its end.
  // Calls `token` with kind, start and end of each piece, in order.
  const scan = (text, open, token) => {
    const dead = [];
    let at = 0;
    while (at < text.length) {
      const top = open.at(-1);
      if (top && !top.code) at = within(text, at, top, open, token, dead);
      else {
        code.lastIndex = at;
        const match = code.exec(text);
        if (!match) return;
        at = step(text, match, top, open, token, dead);
      }
    }
  };

  // In a comment or string: up to its end, or to code in it.
  const within = (text, from, top, open, token, dead) => {
    const rule = rules[top.rule];
    const end = endOf(top.rule, top.opened);
    end.lastIndex = from;
    const start = top.start ?? from;
    top.start = undefined;
    for (let match; (match = end.exec(text)); ) {
      const behind = end.lastIndex;
      if (match[1] !== undefined) continue;
      if (match[3] !== undefined) top.depth++;
      else if (match[2] !== undefined) {
        token(rule.kind, start, behind);
        open.push({ code: true, depth: 0 });
        top.broken = true;
        return behind;
      } else if (match[4] !== undefined) {
        if (--top.depth > 0) continue;
        open.pop();
        token(rule.kind, start, behind);
        return behind;
      } else {
        // The line ends and the string does not: it was none, as far as can be seen from here.
        open.pop();
        if (top.broken) {
          token(rule.kind, start, match.index);
          return match.index;
        }
        dead[top.rule] = match.index;
        return start + top.opened.length;
      }
    }
    if (rule.line && !top.broken) {
      open.pop();
      dead[top.rule] = text.length;
      return start + top.opened.length;
    }
    token(rule.kind, start, text.length);
    return text.length;
  };

  // In code: a comment or string that begins, a number, a word, a bracket.
  const step = (text, match, top, open, token, dead) => {
    const start = match.index;
    const behind = start + match[0].length;
    const group = match.findIndex((part, index) => index > 0 && part === "");
    if (group < NUMBERS) {
      const rule = rules[group - 1];
      if (!rule.close) token(rule.kind, start, behind);
      else if (start < (dead[group - 1] ?? -1)) return behind;
      else {
        const opened = { rule: group - 1, opened: match[0], depth: 1 };
        open.push(opened);
        if (!rule.later) opened.start = start;
        else return (text.indexOf("\n", behind) + 1 || text.length);
      }
    } else if (group === NUMBERS) token("d", start, behind);
    else if (group === NUMBERS + 1) {
      const word = more.fold ? match[0].toLowerCase() : match[0];
      // A word behind a dot is the name of a member.
      const member = text[start - 1] === "." && text[start - 2] !== ".";
      if (words.has(word) && !member) token("k", start, behind);
    } else if (top) {
      if (match[0] === "{" || match[0] === "(") top.depth++;
      else if (top.depth-- === 0) {
        open.pop();
        open.at(-1).start = start;
      }
    }
    return behind;
  };

  const highlights = {};
  for (const kind of "kscd") highlights[kind] = new Highlight();
  // Where the system chooses the colours, it would paint what is highlighted as if it were selected: there are none.
  const forced = matchMedia("(forced-colors: active)");
  const register = () => {
    for (const kind in highlights) {
      if (forced.matches) CSS.highlights.delete(kind);
      else CSS.highlights.set(kind, highlights[kind]);
    }
  };
  forced.addEventListener("change", register);
  register();

  // What is open at the start of each chunk, as far as it is known.
  const states = [more.start === undefined ? [] : [{ rule: more.start, opened: "", depth: 1 }]];
  const copy = (open) => open.map((it) => ({ ...it }));
  const read = (index, token) => {
    const text = chunks[index].querySelector(".x").textContent;
    const open = copy(states[index]);
    const written = text.length <= LONGEST && text.split("\n").every((line) => line.length <= LONGEST_LINE);
    if (written) scan(text, open, token);
    open.forEach((it) => { it.start = undefined; });
    states[index + 1] = open;
  };

  const painted = new Map();
  const paint = (index) => {
    const walker = document.createTreeWalker(chunks[index].querySelector(".x"), NodeFilter.SHOW_TEXT);
    let node = walker.nextNode();
    let before = 0;
    const ranges = [];
    const place = (offset) => {
      while (offset > before + node.length) {
        before += node.length;
        node = walker.nextNode();
      }
      return [node, offset - before];
    };
    read(index, (kind, start, end) => {
      if (!kind || end <= start) return;
      const [startContainer, startOffset] = place(start);
      const [endContainer, endOffset] = place(end);
      const range = new StaticRange({ startContainer, startOffset, endContainer, endOffset });
      highlights[kind].add(range);
      ranges.push([kind, range]);
    });
    painted.set(index, ranges);
  };
  const clear = (index) => {
    for (const [kind, range] of painted.get(index) ?? []) highlights[kind].delete(range);
    painted.delete(index);
  };

  const wanted = new Set();
  let waiting = false;
  const work = () => {
    waiting = false;
    const until = performance.now() + TURN;
    for (const index of [...wanted].sort((a, b) => a - b)) {
      while (states.length <= index) {
        if (performance.now() > until) return later();
        read(states.length - 1, () => {});
      }
      wanted.delete(index);
      if (!painted.has(index)) paint(index);
    }
  };
  const later = () => {
    if (!waiting) setTimeout(work);
    waiting = true;
  };
  const watcher = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries) {
        const index = chunks.indexOf(target);
        if (isIntersecting) wanted.add(index);
        else {
          wanted.delete(index);
          clear(index);
        }
      }
      work();
    },
    { rootMargin: "800px" },
  );
  chunks.forEach((chunk) => watcher.observe(chunk));
});
