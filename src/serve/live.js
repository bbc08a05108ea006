// Reloads the page when the server says that it would look different now. A page in the background does not listen:
// browsers keep few connections to one host. When it comes to the front it asks anew, and hears at once if it is old.
(() => {
  "use strict";
  const mark = document.currentScript.dataset.mark;
  const place = encodeURIComponent(location.pathname);
  let source;
  const listen = () => {
    source?.close();
    source = undefined;
    if (document.visibilityState === "hidden") return;
    source = new EventSource(`/_covsite/events?page=${place}&mark=${mark}`);
    source.addEventListener("changed", () => location.reload());
  };
  document.addEventListener("visibilitychange", listen);
  addEventListener("pageshow", (event) => event.persisted && listen());
  addEventListener("pagehide", () => source?.close());
  listen();
})();
