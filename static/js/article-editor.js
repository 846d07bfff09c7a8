"use strict";
/* The editor of an article: what its page does by itself. All of it works without this. */
(() => {
  const form = document.getElementById("article-form");
  if (!form) return;
  const { title, slug } = form.elements;

  /* Conflicts are read before anything else. */
  document.querySelector(".article-conflict")?.focus();

  /* How much of a limited field is used. */
  for (const place of form.querySelectorAll("[data-count]")) {
    const field = document.getElementById(place.dataset.count);
    if (!field || !(field.maxLength > 0)) continue;
    const show = () => {
      place.textContent = `${field.value.length} / ${field.maxLength}`;
    };
    field.addEventListener("input", show);
    show();
  }

  /* A new article's slug follows its title until somebody types another. */
  let follows = !form.dataset.saved && slug.value === "";
  slug.addEventListener("input", () => {
    follows = slug.value === "";
  });
  title.addEventListener("input", () => {
    if (!follows) return;
    slug.value = title.value
      .normalize("NFKD")
      .toLowerCase()
      .replace(/[^a-z0-9\s_-]/g, "")
      .replace(/[\s_-]+/g, "-")
      .slice(0, 100)
      .replace(/^-|-$/g, "");
  });

  /* Nothing typed is left behind by accident. */
  const unsaved = form.querySelector("[data-unsaved]");
  let changed = form.dataset.saved === "no";
  const mark = () => {
    if (unsaved) unsaved.hidden = !changed;
  };
  mark();
  form.addEventListener("input", () => {
    changed = true;
    mark();
  });
  form.addEventListener("submit", () => {
    changed = false;
  });
  window.addEventListener("beforeunload", (event) => {
    if (changed) event.preventDefault();
  });
  document.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.key !== "s") return;
    event.preventDefault();
    form.querySelector("[name=save]")?.click();
  });

  for (const button of document.querySelectorAll("[data-copy]")) {
    if (!navigator.clipboard) continue;
    button.hidden = false;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).value);
      button.textContent = button.dataset.copied;
    });
  }
})();
