// A site built by the program under test, served on loopback below a folder, as a project page is published.
import { execFileSync } from "node:child_process";
import { createServer } from "node:http";
import { readFileSync, readdirSync, rmSync, statSync } from "node:fs";
import { join, relative, sep } from "node:path";

const TYPES = { html: "text/html", css: "text/css", js: "text/javascript", json: "application/json", svg: "image/svg+xml", xml: "application/xml" };

/** Builds the project at `root` into `out`, with more options; returns what was printed. */
export function build(program, root, out, options = []) {
  rmSync(out, { recursive: true, force: true });
  return execFileSync(program, ["build", "--root", root, "--out", out, ...options], { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
}

/** All files below a folder, as paths with "/". */
export function files(folder) {
  return readdirSync(folder, { recursive: true })
    .map((name) => name.split(sep).join("/"))
    .filter((name) => statSync(join(folder, name)).isFile())
    .sort();
}

/** Serves `folder` at /audit/ on a free port; returns the address and a way to stop. */
export async function serve(folder) {
  const server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url, "http://x").pathname);
    const file = join(folder, path.replace(/^\/audit\//, ""));
    try {
      if (!path.startsWith("/audit/") || relative(folder, file).startsWith("..")) throw new Error("outside");
      const body = readFileSync(file);
      response.writeHead(200, { "content-type": TYPES[file.split(".").pop()] ?? "application/octet-stream" });
      response.end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  return { address: `http://127.0.0.1:${server.address().port}/audit/`, stop: () => server.close() };
}
