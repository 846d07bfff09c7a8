"use strict";
/* Keeps what is entered on a page of the brief, before it is sent. The pages of an intake load it. */
(() => {
  const PAUSE = 1500; // milliseconds without a key
  let form; // the one that holds something which is not kept yet
  let waiting;
  let sent = Promise.resolve(); // one after the other, or an older text could arrive last
  let said = false;

  const say = (place, kept) => {
    if (!place) return;
    place.hidden = !kept;
    if (!kept || said) return;
    said = true; // Once: whoever listens does not want to hear it at every pause.
    const announcer = document.querySelector("[data-announcer]");
    if (announcer) announcer.textContent = place.textContent;
  };

  const send = async (entered) => {
    const body = new FormData();
    for (const field of entered.elements) {
      const goes = ["hidden", "textarea"].includes(field.type) || (field.type === "radio" && field.checked);
      if (goes && field.name) body.append(field.name, field.value);
    }
    let kept = false;
    try {
      // Also from a page that is being left.
      kept = (await fetch(entered.dataset.halfWritten, { method: "POST", body, keepalive: true })).ok;
    } catch {
      // Offline, or more text than a page that is left may send: the form still has it.
    }
    say(entered.querySelector("[data-kept]"), kept);
  };

  const keep = () => {
    clearTimeout(waiting);
    const entered = form;
    form = undefined;
    if (entered?.isConnected) sent = sent.then(() => send(entered));
  };

  document.addEventListener("input", ({ target }) => {
    const entered = target.closest("form[data-half-written]");
    if (!entered) return;
    form = entered;
    clearTimeout(waiting);
    waiting = setTimeout(keep, PAUSE);
  });

  /* While it is being sent it needs not be kept; if that fails, it is when the page is left. */
  document.addEventListener("submit", () => clearTimeout(waiting));
  document.addEventListener("visibilitychange", () => document.hidden && keep());
})();
