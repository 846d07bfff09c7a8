"use strict";
(() => {
  /* After a form was sent back or a step was swapped in, the keyboard continues where reading does. */
  const moveFocus = (root) => {
    const target = root.querySelector("[data-focus]") || root.querySelector("h1");
    if (!target) return;
    if (!target.hasAttribute("tabindex")) target.setAttribute("tabindex", "-1");
    target.focus();
  };

  /* Fills in the browser's time zone, unless the visitor or the server has already chosen one. */
  const fillTimeZone = (root) => {
    const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
    if (!zone) return;
    for (const field of root.querySelectorAll("[data-time-zone]")) {
      if (field.dataset.timeZone === "kept" || field.value === zone) continue;
      if (field.tagName === "SELECT" && ![...field.options].some((o) => o.value === zone)) continue;
      field.value = zone;
      field.dataset.timeZone = "kept";
      if ("submitOnChange" in field.dataset) field.form.requestSubmit();
    }
  };

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

  document.addEventListener("htmx:afterSettle", (event) => {
    const swapped = event.detail.target; /* none when Back has brought a whole page */
    const place = swapped?.isConnected ? swapped : document.getElementById(swapped?.id ?? "main");
    if (!place) return;
    if (place.id === "main") {
      moveFocus(place);
      fillTimeZone(place);
    }
    const spoken = place.querySelector("[data-announce]");
    const announcer = document.querySelector("[data-announcer]");
    if (spoken && announcer) announcer.textContent = spoken.textContent.replace(/\s+/g, " ").trim();
  });
  document.addEventListener("htmx:afterOnLoad", () => failure(false));
  document.addEventListener("htmx:responseError", () => failure(true));
  document.addEventListener("htmx:sendError", () => failure(true));
  document.addEventListener("htmx:timeout", () => failure(true));

  fillTimeZone(document);
  const errors = document.querySelector("[data-focus]");
  if (errors) errors.focus();
})();
