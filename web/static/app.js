// What pages gain from a script. Without it everything still works: menus are <details>, forms are forms, previews are
// a button. It adds no styles and evaluates no text, so it runs under "script-src 'self'; style-src 'self'".
(() => {
  "use strict";
  const root = document.documentElement;
  const store = {
    // Private windows and full disks refuse storage; then nothing is remembered, and nothing breaks.
    get: (key) => { try { return localStorage.getItem(key); } catch { return null; } },
    set: (key, value) => { try { localStorage.setItem(key, value); } catch { /* not remembered */ } },
    drop: (key) => { try { localStorage.removeItem(key); } catch { /* nothing was there */ } },
  };

  // Light or dark: the reader's own choice, else what the device says.
  const chosen = store.get("fm-theme");
  if (chosen === "light" || chosen === "dark") root.dataset.theme = chosen;
  root.classList.add("fm-js");

  const isDark = () =>
    root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;

  function themeSwitch(button) {
    const show = () => button.setAttribute("aria-pressed", String(isDark()));
    button.addEventListener("click", () => {
      root.dataset.theme = isDark() ? "light" : "dark";
      store.set("fm-theme", root.dataset.theme);
      show();
    });
    show();
  }

  // Menus close with Escape, and when one goes elsewhere.
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const open = event.target.closest?.("details.fm-menu[open]") ?? document.querySelector("details.fm-menu[open]");
    if (!open) return;
    open.open = false;
    open.querySelector("summary").focus();
  });
  document.addEventListener("click", (event) => {
    for (const menu of document.querySelectorAll("details.fm-menu[open]")) {
      if (!menu.contains(event.target)) menu.open = false;
    }
  });

  // Characters left, told when there are few and after a pause, so that a screen reader is not talked over.
  function countLeft(field) {
    const note = document.getElementById(field.id + "-left");
    if (!note) return;
    const limit = Number(field.dataset.limit);
    let pause;
    const tell = () => {
      const left = limit - [...field.value].length;
      const words = left < 0 ? note.dataset.over : note.dataset.left;
      note.textContent = words.replace("0", Math.abs(left).toLocaleString());
      note.classList.toggle("fm-count-left--over", left < 0);
      note.hidden = left > limit / 4;
    };
    field.addEventListener("input", () => { clearTimeout(pause); pause = setTimeout(tell, 400); });
    tell();
  }

  // The Markdown toolbar: marks round the selection, or in front of each of its lines.
  const marks = {
    bold: ["**", "**"], italic: ["_", "_"], link: ["[", "](https://)"],
    heading: ["## "], quote: ["> "], list: ["- "],
  };

  function mark(field, [before, after]) {
    const { selectionStart: from, selectionEnd: to, value } = field;
    const start = after === undefined ? value.lastIndexOf("\n", from - 1) + 1 : from;
    const picked = value.slice(start, to);
    const made = after === undefined
      ? picked.split("\n").map((line) => before + line).join("\n")
      : before + picked + after;
    field.focus();
    field.setRangeText(made, start, to, "end");
    if (after !== undefined && picked === "") field.selectionStart = field.selectionEnd = start + before.length;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }

  function tools(bar) {
    const field = document.getElementById(bar.dataset.for);
    const buttons = [...bar.querySelectorAll("button")];
    // One stop for Tab, arrows inside, as toolbars do.
    buttons.forEach((button, i) => {
      button.tabIndex = i === 0 ? 0 : -1;
      button.addEventListener("click", () => mark(field, marks[button.dataset.mark]));
    });
    bar.addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (!step) return;
      event.preventDefault();
      const at = buttons.indexOf(document.activeElement);
      const next = buttons[(at + step + buttons.length) % buttons.length];
      buttons.forEach((button) => { button.tabIndex = button === next ? 0 : -1; });
      next.focus();
    });
  }

  // Drafts stay on this device until they are sent. A field that already holds words keeps them.
  function draft(form) {
    const key = "fm-draft:" + form.dataset.draft;
    const fields = [...form.querySelectorAll("[data-kept]")];
    const note = form.querySelector("[data-draft-note]");
    const kept = JSON.parse(store.get(key) || "{}");
    let restored = false;
    for (const field of fields) {
      if (field.value === "" && kept[field.name]) {
        field.value = kept[field.name];
        restored = true;
      }
    }
    if (restored && note) note.textContent = note.dataset.restored;
    let pause;
    form.addEventListener("input", () => {
      clearTimeout(pause);
      pause = setTimeout(() => {
        const words = Object.fromEntries(fields.filter((f) => f.value).map((f) => [f.name, f.value]));
        if (Object.keys(words).length) store.set(key, JSON.stringify(words));
        else store.drop(key);
        if (note) note.textContent = note.dataset.saved;
      }, 600);
    });
    form.addEventListener("submit", (event) => {
      clearTimeout(pause);
      if (event.submitter?.value !== "preview") store.set("fm-sent", form.dataset.draft);
    });
  }

  // What is written here is kept on the site, and sent there when its author pauses. Files go with a button only. A version
  // that was saved in another window is never replaced by itself.
  function autosave(form) {
    const note = form.querySelector("[data-autosave-note]");
    let pause, under, changed = false, over = false, waiting;
    async function send() {
      clearTimeout(pause);
      if (under || over || !changed) return;
      changed = false;
      const data = new FormData(form);
      for (const [name, value] of [...data]) if (value instanceof File) data.delete(name);
      data.set("do", "autosave");
      under = fetch(form.action, { method: "POST", body: data, headers: { Accept: "application/json" } });
      try {
        const answer = await under;
        const said = await answer.json();
        if (answer.ok) {
          form.elements.version.value = said.version;
          if (form.getAttribute("action") !== said.action) history.replaceState(null, "", said.action);
          form.setAttribute("action", said.action);
        } else over = true;
        note.textContent = said.words;
      } catch {
        changed = true;
        note.textContent = note.dataset.failed;
      }
      under = null;
      if (waiting) form.requestSubmit(waiting);
      else if (changed) pause = setTimeout(send, 15000);
    }
    form.addEventListener("input", () => {
      changed = true;
      clearTimeout(pause);
      pause = setTimeout(send, 3000);
    });
    form.addEventListener("submit", (event) => {
      if (under && event.submitter) {
        waiting = event.submitter;
        event.preventDefault();
        event.stopImmediatePropagation();
        return;
      }
      clearTimeout(pause);
      over = true;
    });
    document.addEventListener("visibilitychange", () => { if (document.hidden) send(); });
  }

  // A draft is let go only when a page of ours has said that it arrived; a lost connection says nothing.
  function forgetSent() {
    const sent = store.get("fm-sent");
    if (!sent) return;
    store.drop("fm-sent");
    if (document.querySelector(".fm-flash")) store.drop("fm-draft:" + sent);
  }

  // A second press of a button that is already at work does nothing.
  function once(form) {
    form.addEventListener("submit", (event) => {
      if (event.defaultPrevented) return;
      if (form.dataset.sent && Date.now() - form.dataset.sent < 3000) event.preventDefault();
      else form.dataset.sent = Date.now();
    });
  }

  function confirmed(button) {
    button.addEventListener("click", (event) => {
      if (!window.confirm(button.dataset.confirm)) event.preventDefault();
    });
  }

  function copy(button) {
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(button.dataset.copy);
        button.querySelector("[data-said]").textContent = button.dataset.copied;
      } catch { /* the words can still be selected by hand */ }
    });
  }

  // A time in the reader's own zone, which only this device knows, beside that of the place; nothing when they agree.
  function yourTime(note) {
    const from = new Date(note.dataset.yourTime), to = note.dataset.end && new Date(note.dataset.end);
    const told = (zone) => new Intl.DateTimeFormat(root.lang === "en" ? "en-GB" : root.lang, {
      weekday: "short", day: "numeric", month: "long", hour: "numeric", minute: "2-digit", hour12: true, timeZone: zone,
    });
    try {
      const mine = told(undefined);
      if (mine.format(from) === told(note.dataset.zone).format(from)) return;
      note.textContent = note.dataset.words.replace("0", to ? mine.formatRange(from, to) : mine.format(from));
      note.hidden = false;
    } catch { /* a zone that this browser does not know */ }
  }

  // Fields that a choice asks for unfold when it is made.
  function unfolded(fold) {
    const choice = fold.closest("form")?.elements[fold.dataset.openedBy];
    choice?.addEventListener("change", () => { if (choice.value) fold.open = true; });
  }

  const each = (scope, selector, wake) => {
    for (const found of scope.querySelectorAll(selector)) {
      if (found.dataset.awake) continue;
      found.dataset.awake = "yes";
      wake(found);
    }
  };

  function wake(scope) {
    each(scope, "[data-theme-switch]", themeSwitch);
    each(scope, "[data-limit]", countLeft);
    each(scope, "[data-tools]", tools);
    each(scope, "form[data-draft]", draft);
    each(scope, "form[data-autosave]", autosave);
    each(scope, "form[method=post]", once);
    each(scope, "[data-confirm]", confirmed);
    each(scope, "[data-copy]", copy);
    each(scope, "[data-print]", (button) => button.addEventListener("click", () => print()));
    each(scope, "[data-your-time]", yourTime);
    each(scope, "[data-opened-by]", unfolded);
  }

  // What htmx cannot do, the browser does plainly: follow the link, send the form. So a session that has ended, a
  // refusal or a broken line shows the page that says so, and not a piece of it in the wrong place.
  function plainly(event) {
    const from = event.detail.requestConfig?.elt ?? event.detail.elt;
    if (from.href) location.assign(from.href);
    else if (from.matches("form")) from.submit();
    else from.form?.requestSubmit(from);
  }

  let carried = "";

  function beforeSwap(event) {
    const { target, requestConfig, serverResponse } = event.detail;
    const whole = /^\s*<!doctype/i.test(serverResponse);
    const wanted = requestConfig.elt.getAttribute("hx-select")?.replace(/^#(.*)$/, 'id="$1"');
    if (event.detail.isError || (whole && !(wanted && serverResponse.includes(wanted)))) {
      event.detail.shouldSwap = false;
      plainly(event);
      return;
    }
    if (!target.matches("form[data-draft]")) return;
    carried = target.querySelector("textarea").value;
    store.drop("fm-draft:" + target.dataset.draft); // it goes on under the name of the new form
  }

  // Another reply is being answered: the words that were typed move along, and so does the cursor.
  function afterSwap(event) {
    const field = event.detail.elt.matches("form[data-draft]") && event.detail.elt.querySelector("textarea");
    if (!field) return;
    if (field.value === "" && carried) {
      field.value = carried;
      field.dispatchEvent(new Event("input", { bubbles: true }));
    }
    carried = "";
    field.focus({ preventScroll: true });
  }

  document.addEventListener("DOMContentLoaded", () => {
    forgetSent();
    wake(document);
    const wrong = document.querySelector(".govuk-error-summary");
    if (wrong) {
      wrong.focus();
      document.title = wrong.dataset.title + document.title;
    }
    const body = document.body;
    body.addEventListener("htmx:beforeSwap", beforeSwap);
    for (const failure of ["htmx:sendError", "htmx:targetError"]) body.addEventListener(failure, plainly);
    body.addEventListener("htmx:load", (event) => {
      wake(event.detail.elt.parentElement ?? event.detail.elt);
      afterSwap(event);
    });
  });
})();
