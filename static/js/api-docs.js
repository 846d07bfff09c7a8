"use strict";
/* Swagger UI leaves out a level of headings: what stands under its title begins with the third. */
const levels = { "h3.opblock-tag": "2", ".opblock-tag-section h4, .models h4": "3" };
new MutationObserver(() => {
  for (const [headings, level] of Object.entries(levels)) {
    for (const heading of document.querySelectorAll(headings)) {
      if (!heading.hasAttribute("aria-level")) heading.setAttribute("aria-level", level);
    }
  }
}).observe(document.getElementById("swagger-ui"), { childList: true, subtree: true });
