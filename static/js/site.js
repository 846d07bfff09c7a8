"use strict";
(() => {
  /* htmx reads this when the page is ready, which it is not before the last script is here. */
  if (window.htmx) {
    Object.assign(htmx.config, {
      allowEval: false,
      includeIndicatorStyles: false,
      selfRequestsOnly: true,
      historyCacheSize: 0,
      /* Back and Forward load the page: swapped in, it would run its scripts a second time, and an
         answer that comes late would put a page under the address of another. */
      refreshOnHistoryMiss: true,
      responseHandling: [
        { code: "204", swap: false },
        { code: "[23]..", swap: true },
        { code: "4(09|22)", swap: true },
        { code: "...", swap: false, error: true },
      ],
    });
  }

  /* After a form was sent back or a step was swapped in, the keyboard continues where reading does. */
  const moveFocus = (root) => {
    const target = root.querySelector("[data-focus]") || root.querySelector("h1");
    if (!target) return;
    if (!target.hasAttribute("tabindex")) target.setAttribute("tabindex", "-1");
    target.focus();
  };

  /* Fills in the browser's time zone, unless the visitor or the server has already chosen one. */
  const fillTimeZone = (root) => {
    const fields = root.querySelectorAll("[data-time-zone]");
    // To ask the browser for its zone takes longer than all else that happens here.
    const zone = fields.length && Intl.DateTimeFormat().resolvedOptions().timeZone;
    if (!zone) return;
    for (const field of fields) {
      if (field.dataset.timeZone === "kept" || field.value === zone) continue;
      if (field.tagName === "SELECT" && ![...field.options].some((o) => o.value === zone)) continue;
      field.value = zone;
      field.dataset.timeZone = "kept";
      if ("submitOnChange" in field.dataset) field.form.requestSubmit();
    }
  };

  const announce = (text) => {
    const announcer = document.querySelector("[data-announcer]");
    if (announcer) announcer.textContent = text;
  };

  /* A link to a cell opens what it is folded into, also where the browser does not by itself. */
  const unfold = () => {
    const target = document.getElementById(location.hash.slice(1));
    const folded = target?.closest("details:not([open])");
    if (!folded) return;
    folded.open = true;
    target.scrollIntoView();
  };

  /* Copies the text of a field, or the address of a link. What cannot be copied is shown instead. */
  const copy = async (button) => {
    const source = document.querySelector(button.dataset.copy);
    try {
      await navigator.clipboard.writeText(source.href ?? source.value);
    } catch {
      source.closest("details")?.setAttribute("open", "");
      source.focus();
      source.select?.();
      return;
    }
    const label = button.textContent;
    if (label !== button.dataset.copied) setTimeout(() => (button.textContent = label), 2500);
    button.textContent = button.dataset.copied;
    announce(button.dataset.copied);
  };

  document.addEventListener("click", ({ target }) => {
    const button = target.closest("button");
    if (button?.dataset.copy) copy(button);
    if (button && "print" in button.dataset) window.print();
  });
  window.addEventListener("hashchange", unfold);

  /* On paper nothing can be unfolded any more. */
  window.addEventListener("beforeprint", () => {
    for (const folded of document.querySelectorAll("[data-keep='points']")) folded.open = true;
  });

  const failure = (shown) => {
    const box = document.querySelector("[data-failure]");
    if (box) box.hidden = !shown;
  };

  document.addEventListener("change", (event) => {
    if ("timeZone" in event.target.dataset) event.target.dataset.timeZone = "kept";
    if ("submitOnChange" in event.target.dataset) event.target.form.requestSubmit();
  });

  /* An address that somebody will share carries what was chosen, and no empty names. */
  document.addEventListener("htmx:configRequest", ({ detail }) => {
    if (detail.verb !== "get") return;
    for (const [name, value] of [...detail.formData]) if (value === "") detail.formData.delete(name);
  });

  /* The report on a verdict, and the reasons in a row, have a style sheet of their own, which comes
     with the first of them. */
  document.addEventListener("htmx:beforeRequest", ({ target }) => {
    const sheet = target.closest("[data-report]")?.dataset.report;
    if (!sheet || document.querySelector(`link[href="${sheet}"]`)) return;
    document.head.append(Object.assign(document.createElement("link"), { rel: "stylesheet", href: sheet }));
  });

  /* What is unfolded stays so when it is drawn again. */
  let kept = [];
  document.addEventListener("htmx:beforeSwap", ({ detail }) => {
    const open = [...detail.target.querySelectorAll("details[data-keep][open]")];
    kept = open.map((one) => one.dataset.keep);
  });
  document.addEventListener("htmx:afterSwap", () => {
    for (const name of kept) document.querySelector(`[data-keep="${name}"]`)?.setAttribute("open", "");
    kept = [];
  });

  document.addEventListener("htmx:afterSettle", (event) => {
    const swapped = event.detail.target;
    const place = swapped.isConnected ? swapped : document.getElementById(swapped.id);
    if (!place) return;
    if (place.id === "main") {
      moveFocus(place);
      fillTimeZone(place);
    }
    const spoken = place.querySelector("[data-announce]");
    if (spoken) announce(spoken.textContent.replace(/\s+/g, " ").trim());
  });
  /* Comes last, whatever was answered. */
  document.addEventListener("htmx:afterOnLoad", ({ detail }) => failure(detail.failed));
  document.addEventListener("htmx:sendError", () => failure(true));
  document.addEventListener("htmx:timeout", () => failure(true));

  /* Files that the server would refuse unread, with the whole page, are not sent. */
  document.addEventListener(
    "submit",
    (event) => {
      for (const input of event.target.querySelectorAll("input[data-most]")) {
        const bytes = [...input.files].reduce((sum, file) => sum + file.size, 0);
        input.setCustomValidity(bytes > Number(input.dataset.most) ? input.dataset.tooMuch : "");
        if (input.reportValidity()) continue;
        event.preventDefault();
        event.stopImmediatePropagation();
      }
    },
    true,
  );

  fillTimeZone(document);
  unfold();
  const errors = document.querySelector("[data-focus]");
  if (errors) errors.focus();
})();
