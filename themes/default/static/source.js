// Source pages: #L40-L60, click and shift-click on line numbers, syntax colours for the chunks in view.
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

  // Colours by the Custom Highlight API: no element is added for them, and only chunks in view are looked at.
  if (!window.Highlight || !CSS.highlights) return;
  const languages = {
    hash: "#.*", slash: "\\/\\/.*|\\/\\*[^]*?\\*\\/", dash: "--.*", none: "(?!)",
  };
  const words = {
    py: ["hash", "False None True and as assert async await break class continue def del elif else except finally for from global if import in is lambda match nonlocal not or pass raise return try while with yield case"],
    rb: ["hash", "BEGIN END alias and begin break case class def defined do else elsif end ensure false for if in module next nil not or redo rescue retry return self super then true undef unless until when while yield require"],
    sh: ["hash", "if then else elif fi for while until do done case esac function in return local export readonly set unset exit"],
    js: ["slash", "abstract any as async await boolean break case catch class const continue debugger declare default delete do else enum export extends false finally for from function get if implements import in instanceof interface let module namespace new null number of private protected public readonly return set static string super switch this throw true try type typeof undefined var void while with yield"],
    rs: ["slash", "as async await break const continue crate dyn else enum extern false fn for if impl in let loop match mod move mut pub ref return self Self static struct super trait true type unsafe use where while"],
    go: ["slash", "break case chan const continue default defer else fallthrough false for func go goto if import interface iota map nil package range return select struct switch true type var"],
    c: ["slash", "alignas alignof auto base bool boolean break byte case catch char class const constexpr continue decltype default delegate delete do double dynamic_cast else enum event explicit extends extern false final finally float for foreach friend fun goto if implements import in inline instanceof int interface internal is long mutable namespace native new noexcept null nullptr object operator out override package partial private protected public readonly record ref return sealed short signed sizeof static struct super switch synchronized template this throw throws trait true try typedef typename union unsigned using val var virtual void volatile when while with yield"],
    sql: ["dash", "SELECT FROM WHERE INSERT INTO VALUES UPDATE SET DELETE CREATE TABLE INDEX VIEW DROP ALTER JOIN LEFT RIGHT INNER OUTER ON AND OR NOT NULL AS ORDER BY GROUP HAVING LIMIT function local end if then else elseif for while do return nil true false"],
    swift: ["slash", "actor as async await break case catch class continue default defer deinit do else enum extension fallthrough false fileprivate for func guard if import in init inout internal is let mutating nil open operator override private protocol public repeat return self static struct subscript super switch throw throws true try typealias var weak where while"],
  };
  const kinds = {
    py: "py pyi pyx", rb: "rb rake gemspec ex exs cr pl pm r jl nim", sh: "sh bash zsh fish mk cmake tf yml yaml toml",
    js: "js jsx mjs cjs ts tsx mts cts vue svelte dart", rs: "rs", go: "go", swift: "swift",
    c: "c h cc cpp cxx hpp hh hxx m mm java kt kts scala groovy cs fs php d zig proto", sql: "sql lua hs elm adb ads",
  };
  const language = Object.keys(kinds).find((kind) => kinds[kind].split(" ").includes(source.dataset.ext));
  if (!language) return;
  const [comment, keywords] = words[language];
  const pattern = new RegExp(
    '("""[^]*?"""|\'\'\'[^]*?\'\'\'|`(?:\\\\.|[^`\\\\])*`|[rbfu]*"(?:\\\\.|[^"\\\\\\n])*"' +
      (language === "rs" ? "|'(?:\\\\.|[^'\\\\\\n])'" : "|[rbfu]*'(?:\\\\.|[^'\\\\\\n])*'") +
      ")|(" + languages[comment] + ")|\\b(" + keywords.split(" ").join("|") + ")\\b|((?<![\\w.])@[\\w.]+|\\b\\d[\\w.]*)",
    "g",
  );
  const highlights = {};
  for (const name of "kscd") CSS.highlights.set(name, (highlights[name] = new Highlight()));
  const paint = (chunk) => {
    const text = chunk.querySelector(".x");
    const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
    const nodes = [];
    let length = 0;
    for (let node; (node = walker.nextNode()); length += node.length) nodes.push([length, node]);
    let at = 0;
    const place = (offset) => {
      while (at > 0 && nodes[at][0] > offset) at--;
      while (at + 1 < nodes.length && nodes[at + 1][0] <= offset) at++;
      return [nodes[at][1], offset - nodes[at][0]];
    };
    for (const match of text.textContent.matchAll(pattern)) {
      const [startContainer, startOffset] = place(match.index);
      const [endContainer, last] = place(match.index + match[0].length - 1);
      const range = new StaticRange({ startContainer, startOffset, endContainer, endOffset: last + 1 });
      highlights[match[1] ? "s" : match[2] ? "c" : match[3] ? "k" : "d"].add(range);
    }
  };
  const watcher = new IntersectionObserver(
    (entries) => {
      for (const entry of entries) {
        if (!entry.isIntersecting) continue;
        watcher.unobserve(entry.target);
        paint(entry.target);
      }
    },
    { rootMargin: "600px" },
  );
  chunks.forEach((chunk) => watcher.observe(chunk));
});
