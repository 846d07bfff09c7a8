"use strict";
/* Where a visitor came from goes along from page to page in their addresses, and is stored nowhere.
   On an article, it also says once that somebody reads, and once that its matrix is tried. */
(() => {
  const NAMES = /^(from|cta|ref|utm_(source|medium|campaign|content|term))$/;
  const OURS = /^\/($|(author|blog|book|fit|intake|search)\/)/;
  const article = document.querySelector("[data-article]");

  const source = new Map([...new URLSearchParams(location.search)].filter(([name, value]) => NAMES.test(name) && value));
  try {
    const { hostname } = new URL(document.referrer);
    if (hostname && hostname !== location.hostname && !source.has("ref")) source.set("ref", hostname);
  } catch {
    /* no referrer, or none that can be read */
  }
  if (article) source.set("from", article.dataset.article);

  /* The address with what is missing in it, or nothing where that is not for us. */
  const completed = (address) => {
    const url = new URL(address, location.href);
    if (url.origin !== location.origin || !OURS.test(url.pathname)) return null;
    for (const [name, value] of source) if (!url.searchParams.has(name)) url.searchParams.set(name, value);
    return url.href;
  };

  /* Only while it is followed: who copies a link gets it as it was. */
  const follow = (event) => {
    const link = event.target.closest?.("a[href]");
    const before = link?.getAttribute("href");
    if (!before || before.startsWith("#")) return;
    const after = completed(link.href);
    if (!after) return;
    link.href = after;
    setTimeout(() => link.setAttribute("href", before));
  };

  const send = ({ target: form }) => {
    if (form.method === "post") {
      const action = completed(form.action);
      if (action) form.action = action;
    } else if (completed(form.action)) {
      for (const [name, value] of source) {
        if (form.elements.namedItem(name)) continue;
        form.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
      }
    }
  };

  if (source.size) {
    document.addEventListener("click", follow, true);
    document.addEventListener("auxclick", follow, true);
    document.addEventListener("submit", send, true);
    document.addEventListener("htmx:configRequest", ({ detail }) => {
      const there = new URL(detail.path, location.href).searchParams;
      if (detail.verb !== "get") return;
      for (const [name, value] of source) {
        if (!there.has(name) && !detail.formData.has(name)) detail.formData.set(name, value);
      }
    });
  }

  const address = article?.dataset.count;
  if (!address || navigator.webdriver) return;
  const tell = (kind) => navigator.sendBeacon(address, new URLSearchParams({ kind }));

  /* A page that was opened behind another, or fetched in case it is wanted, is not read yet. */
  const read = () => {
    if (document.visibilityState !== "visible") return;
    document.removeEventListener("visibilitychange", read);
    tell("view");
  };
  document.addEventListener("visibilitychange", read);
  read();

  const tried = ({ target }) => {
    if (!target.closest(".fit__form")) return;
    document.removeEventListener("change", tried);
    tell("tried");
  };
  document.addEventListener("change", tried);
})();
