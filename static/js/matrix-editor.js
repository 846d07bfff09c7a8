"use strict";
/* The editor of a matrix: all fields travel as one JSON object, and nothing typed is ever lost. */
(() => {
  const form = document.getElementById("editor");
  if (!form) return;
  const byId = (id) => document.getElementById(id);
  const all = (selector, root = document) => root.querySelectorAll(selector);
  /* By its name, as it follows #id_ in a link; the fields that a cell has folded away, too. */
  const field = (name) => {
    const folded = name.match(/^(.+)\.(?:cells\.(\d+)\.source\.\w+|excludes\.(\d+))$/);
    const cell = folded && CSS.escape(`${folded[1]}.cells.${folded[2] ?? folded[3]}`);
    if (folded) unfold(form.querySelector(`[data-cell="${cell}"]`));
    return form.elements.namedItem(name);
  };
  const unfold = (more) => {
    if (!more || more.childElementCount > 1) return;
    const { cell, excludes } = more.dataset;
    const html = byId("more").innerHTML;
    more.insertAdjacentHTML(
      "beforeend",
      html.replaceAll("__cell__", cell).replaceAll("__excludes__", excludes),
    );
  };
  const [save, edit, look] = ["save", "edit", "look"].map(byId);

  /* What stands in the grid now, by the names of its fields. */
  const fields = () => {
    const values = {};
    for (const one of form.elements) if (one.name) values[one.name] = one.value;
    return values;
  };

  /* How often something was changed, and how often it had been when it was last saved. */
  let changed = 0;
  let kept = 0;
  let removed = null; // The request that has removed something, while it can be undone.
  const show = () => {
    for (const one of all("[data-unsaved]")) one.hidden = changed === kept;
  };
  const change = () => {
    changed += 1;
    if (removed) failed("");
    removed = null;
    show();
  };
  window.addEventListener("beforeunload", (event) => {
    if (changed !== kept) event.preventDefault();
  });

  const failed = (kind, sentence) => {
    for (const one of all("[data-failure]")) {
      one.hidden = one.dataset.failure !== kind;
      if (sentence && !one.hidden) one.textContent = sentence;
    }
  };

  /* ---- Sending ---- */

  /* What the last request of each kind carried: the fields and what stands beside them; where the
     keyboard goes on if the answer does not say; and what `changed` was then. */
  const sent = new WeakMap();
  const send = (element, extra, values, focus) => {
    htmx.trigger(element, element.id, { extra, values, focus });
  };
  const token = () => document.cookie.match(/(?:^|; )csrftoken=([^;]*)/)?.[1] ?? "";

  htmx.defineExtension("fields", {
    onEvent: (name, event) => {
      if (name !== "htmx:configRequest") return;
      const { elt, headers, triggeringEvent } = event.detail;
      const { extra, values, focus } = triggeringEvent?.detail ?? {};
      // The draft that this goes on top of, as of now: another save may have come back meanwhile.
      const onTop = elt === save && { revision: byId("state").dataset.revision };
      sent.set(elt, { extra: { ...onTop, ...extra }, values: values ?? fields(), focus, changed });
      headers["Content-Type"] = "application/json";
      // Read now: it is another one after somebody has signed in again in another tab.
      headers["X-CSRFToken"] = token();
    },
    encodeParameters: (xhr, parameters, element) => {
      const { extra, values } = sent.get(element);
      return JSON.stringify({ ...values, ...extra });
    },
  });

  const saveNow = (revision) => send(save, revision && { revision });
  const editNow = (what) => send(edit, { do: what });
  const undo = () => send(edit, { do: "" }, removed.values, removed.extra.do);

  /* Whether the page that was asked has answered, and not the one to sign in on. */
  const answered = (xhr, asked) => {
    const path = new URL(asked, location.href).pathname;
    return new URL(xhr.responseURL || path, location.href).pathname === path;
  };

  document.addEventListener("htmx:beforeSwap", ({ detail }) => {
    const { elt, path } = detail.requestConfig;
    if (!answered(detail.xhr, path)) {
      detail.shouldSwap = false;
    } else if (elt === edit && detail.xhr.status === 200 && sent.get(edit).changed !== changed) {
      detail.shouldSwap = false; // Somebody typed meanwhile: the same edit once more.
      send(edit, sent.get(edit).extra);
    }
  });

  document.addEventListener("htmx:afterRequest", ({ detail }) => {
    const { xhr, elt, pathInfo } = detail;
    const words = (xhr.getResponseHeader("Content-Type") ?? "").startsWith("text/plain");
    if (xhr.status === 403 || !answered(xhr, pathInfo.requestPath)) failed("signed-out");
    else if (elt === look) return;
    else if (detail.successful || xhr.status === 409) {
      if (elt === save) saved(xhr);
    } else if (words) failed("refused", xhr.responseText);
    else failed("away");
  });

  const saved = (xhr) => {
    failed("");
    removed = null;
    showTheirs();
    if (xhr.status === 409) byId("report").querySelector("[data-focus]").focus();
    else {
      kept = sent.get(save).changed;
      // The report was answered, and the button that did it is gone.
      if (document.activeElement === document.body) document.querySelector("[data-save]").focus();
    }
    show();
  };

  /* ---- What comes back ---- */

  /* A note of a kind below a field, which is then described by it. */
  const note = (one, kind, element) => {
    element.classList.add(kind);
    element.id = `${one.name}.${kind}`;
    const rating = one.closest(".rating");
    if (rating) rating.append(element);
    else one.after(element);
    const ids = one.getAttribute("aria-describedby");
    one.setAttribute("aria-describedby", ids ? `${ids} ${element.id}` : element.id);
    one.closest("details")?.setAttribute("open", "");
  };
  const forget = (kind) => {
    for (const one of all(`[aria-describedby*=".${kind}"]`, form)) {
      const ids = one.getAttribute("aria-describedby").split(" ");
      one.setAttribute("aria-describedby", ids.filter((id) => !id.endsWith(`.${kind}`)).join(" "));
    }
    for (const element of all(`.${kind}`, form)) element.remove();
  };

  /* The problems of the list, each at its field. */
  const mark = () => {
    forget("fault");
    for (const one of all("[aria-invalid]", form)) one.removeAttribute("aria-invalid");
    for (const link of all("#problems [data-field]")) {
      const one = field(link.dataset.field);
      if (!one || one.hasAttribute("aria-invalid")) continue;
      const fault = document.createElement("span");
      fault.textContent = link.dataset.message;
      one.setAttribute("aria-invalid", "true");
      note(one, "fault", fault);
    }
  };

  /* What the other editor has, below each field that differs. */
  const showTheirs = () => {
    forget("theirs");
    for (const item of all("#report [data-theirs]")) {
      const one = field(item.dataset.theirs);
      if (one) note(one, "theirs", item.firstElementChild.cloneNode(true));
    }
  };

  const focusOn = (place) => {
    (form.querySelector(`[data-do="${place}"]`) ?? field(place))?.focus();
  };

  document.addEventListener("drawn", ({ detail }) => {
    const request = sent.get(edit);
    failed("");
    change();
    focusOn(detail.focus || request.focus);
    if (request.extra.do.endsWith(".remove")) {
      removed = request;
      failed("removed");
    }
    htmx.trigger(look, "look");
  });
  document.addEventListener("htmx:oobAfterSwap", ({ detail }) => {
    if (detail.target.id === "problems") mark();
  });

  /* ---- Typing ---- */

  const words = {};
  for (const { dataset } of all("[data-anchor]")) words[dataset.anchor] = dataset.word;

  /* What follows in the grid from the value of one field. */
  const follow = (one) => {
    const cell = one.closest("[data-value]");
    if (one.matches(".mark")) {
      cell.dataset.value = one.value;
      const word = cell.querySelector(".word");
      if (word) word.textContent = words[one.value] ?? "";
      one.select();
    } else if (one.dataset.of) {
      const of = all(`[data-of="${one.dataset.of}"]`, cell);
      const part = cell.querySelector(`[data-part="${one.dataset.of}"]`);
      const filled = [...of].map((other) => other.value).find((value) => value) ?? "";
      part.toggleAttribute("data-filled", filled !== "");
      part.querySelector("b").textContent = filled;
      if (one.dataset.of === "excludes") cell.toggleAttribute("data-excluded", filled !== "");
    }
    if ("names" in one.dataset) rename(one.dataset.names, one.value);
  };
  /* An alternative's name, over its column and in what is read out for its cells. */
  const rename = (number, name) => {
    for (const head of all(`[data-head="${number}"]`, form)) head.textContent = name;
    for (const cell of all(`.cell[data-alternative="${number}"]`, form)) {
      cell.dataset.name = name;
      for (const one of all("[data-what]", cell)) one.ariaLabel = `${name}: ${one.dataset.what}`;
    }
  };
  const type = (one, value) => {
    one.value = value;
    one.dispatchEvent(new Event("input", { bubbles: true }));
  };
  /* For browsers in which a text does not grow by itself. */
  const grow = (one) => {
    if (CSS.supports("field-sizing", "content") || one.tagName !== "TEXTAREA") return;
    one.style.blockSize = "auto";
    one.style.blockSize = `${one.scrollHeight + 2}px`;
  };

  form.addEventListener("input", ({ target }) => {
    change();
    follow(target);
    grow(target);
  });
  form.addEventListener("focusin", ({ target }) => {
    if (target.matches(".mark")) target.select();
    grow(target);
  });
  form.addEventListener("submit", (event) => event.preventDefault());

  form.addEventListener("click", ({ target, clientX }) => {
    if (target.matches(".mark")) target.select();
    const gauge = target.closest(".gauge");
    if (!gauge || form.querySelector("fieldset").disabled) return;
    const { left, width } = gauge.getBoundingClientRect();
    const { from, steps } = gauge.dataset;
    const step = Math.min(Math.max(Math.floor(((clientX - left) / width) * steps), 0), steps - 1);
    const mark = gauge.parentElement.querySelector(".mark");
    mark.focus();
    type(mark, String(step + Number(from)));
  });

  const jump = () => {
    const one = location.hash.startsWith("#id_") && field(location.hash.slice(4));
    if (!one) return;
    one.closest("details")?.setAttribute("open", "");
    one.focus();
  };
  window.addEventListener("hashchange", jump);
  form.addEventListener("toggle", ({ target }) => unfold(target), true);

  document.addEventListener("click", ({ target }) => {
    if (target.closest("a")?.hash === location.hash) jump(); // Followed once before.
    const button = target.closest("button");
    if (!button) return;
    const { dataset } = button;
    if ("save" in dataset) saveNow(dataset.revision);
    else if ("do" in dataset) editNow(dataset.do);
    else if ("undo" in dataset) undo();
    else if ("take" in dataset) {
      const theirs = button.closest(".theirs");
      const one = field(theirs.id.replace(/\.theirs$/, ""));
      theirs.remove();
      one.focus();
      type(one, dataset.take);
    }
  });

  /* ---- Keys ---- */

  const go = (from, to, step) => to[[...to].indexOf(from) + step]?.focus();
  /* All fields of one column of the grid, from the first criterion to the last. */
  const column = (one) => {
    const inRow = (one.name ?? "").match(/^criteria\.\d+(?:\.options\.\d+)?(\..+)$/);
    return inRow && all(`[name^="criteria."][name$="${inRow[1]}"]`, form);
  };
  const sideways = { ArrowLeft: -1, ArrowRight: 1 };
  const upAndDown = { ArrowUp: -1, ArrowDown: 1 };

  const move = (event) => {
    const { target: one, key, altKey, shiftKey } = event;
    const onMark = one.matches(".mark") && !altKey && !shiftKey;
    const down = column(one);
    if (key in upAndDown && down && (onMark || altKey)) return go(one, down, upAndDown[key]);
    if (key in sideways && down && onMark) return go(one, all(".cell .mark", form), sideways[key]);
    if (key === "Enter" && !shiftKey && one.matches("input, textarea")) return next(one);
    if (key === "Escape" && one.matches(".cell :is(input, textarea)")) return anchor(one).focus();
    return false;
  };
  const anchor = (one) => one.closest(".cell").querySelector(".mark");
  const next = (one) => {
    const flow = [...form.elements].filter((other) => other === one || other.matches(".flow"));
    go(one, flow, 1);
  };

  document.addEventListener("keydown", (event) => {
    const command = (event.ctrlKey || event.metaKey) && !event.altKey; // AltGr is both.
    if (event.isComposing) return;
    if (command && event.key.toLowerCase() === "s") {
      event.preventDefault();
      if (!event.repeat) saveNow();
    } else if (command && event.key.toLowerCase() === "z" && !event.shiftKey && removed) {
      event.preventDefault();
      undo();
    } else if (command && event.key === "Enter") {
      const list = event.target.closest("[data-list]")?.dataset.list;
      if (!list) return;
      event.preventDefault();
      if (!form.querySelector(`[data-do="${list}.add"]`).disabled) editNow(`${list}.add`);
    } else if (!command && form.contains(event.target) && move(event) !== false) {
      event.preventDefault();
    }
  });

  mark();
  jump();
})();
