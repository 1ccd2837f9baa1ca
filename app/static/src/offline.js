/* Answers survive a lost connection: what is typed on a sheet stays in this browser until the portal has it. */
(() => {
  "use strict";

  const PREFIX = "uptake-draft:";
  const SAVED_EVERY = 8000;
  const PATIENCE = 5000;
  const person = document.body.dataset.person;
  const toasts = document.getElementById("toasts");
  const words = toasts?.dataset || {};

  const memory = (() => {
    try {
      localStorage.getItem(PREFIX);
      return localStorage;
    } catch {
      return null; // private windows may forbid it; then only the portal keeps drafts
    }
  })();

  const sheets = () => [...document.querySelectorAll("form.drill-form[hx-post]")].filter((form) => form.elements.token?.value);
  const keyOf = (token) => `${PREFIX}${person}:${token}`;
  const keys = (prefix) => Object.keys(memory || {}).filter((key) => key.startsWith(prefix));
  const read = (key) => {
    try {
      return JSON.parse(memory.getItem(key));
    } catch {
      return null;
    }
  };
  const forgetAll = () => memory && keys(PREFIX).forEach((key) => memory.removeItem(key));

  /* Everything of a sheet but the tokens, as pairs of name and value. */
  const filled = (form) => [...new FormData(form)].filter(([name, value]) => name !== "csrf_token" && typeof value === "string");
  const keep = (form, submitted = false) => {
    if (!memory || !person) return;
    try {
      const record = { url: form.getAttribute("hx-post"), fields: filled(form), submitted };
      memory.setItem(keyOf(form.elements.token.value), JSON.stringify(record));
    } catch { /* full: the portal keeps what it has */ }
  };
  const kept = (form) => memory && person && read(keyOf(form.elements.token.value));
  const forget = (form) => memory?.removeItem(keyOf(form.elements.token.value));

  const say = (text, tone = "warning") => {
    const state = document.getElementById("draft-state");
    if (!state || !text) return;
    const line = document.createElement("span");
    line.textContent = text;
    line.className = `draft-${tone}`;
    state.replaceChildren(line);
  };

  /* ------------------------------------------------------------ while one types */
  const sheetOf = (element) => element?.closest?.("form.drill-form[hx-post]");
  const noteTyped = (event) => {
    const form = sheetOf(event.target);
    if (form?.elements.token?.value) keep(form);
  };
  document.addEventListener("input", noteTyped);
  document.addEventListener("change", noteTyped);

  const sent = new WeakMap();
  document.addEventListener("htmx:beforeRequest", (event) => {
    const form = sheetOf(event.detail.elt);
    if (form) sent.set(form, JSON.stringify(filled(form)));
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    const form = sheetOf(event.detail.elt);
    if (!form) return;
    const status = event.detail.xhr?.status || 0;
    const refused = status >= 400 && status < 500 && ![401, 408, 429].includes(status);
    if (refused || (event.detail.successful && sent.get(form) === JSON.stringify(filled(form)))) forget(form);
    if (event.detail.successful && form.dataset.held) {
      delete form.dataset.held;
      setTimeout(() => say(words.again, "saved"), 50);
    }
  });
  const lost = (event) => {
    const form = sheetOf(event.detail.elt);
    if (!form) return;
    keep(form);
    if (!form.dataset.held) say(words.unsaved);
  };
  document.addEventListener("htmx:sendError", lost);
  document.addEventListener("htmx:timeout", lost);

  /* ------------------------------------------------------------ when the connection is back */
  const save = (form) => window.htmx?.trigger(form, "change");
  const retry = () => sheets().filter((form) => kept(form) && !kept(form).submitted).forEach(save);
  addEventListener("online", () => {
    retry();
    sendOthers();
  });
  setInterval(() => navigator.onLine && retry(), SAVED_EVERY);

  /* What was kept of sheets that are not on this page. */
  const sendOthers = async () => {
    if (!memory || !person || !navigator.onLine) return;
    const here = new Set(sheets().map((form) => keyOf(form.elements.token.value)));
    const token = document.querySelector("input[name=csrf_token]")?.value;
    for (const key of keys(keyOf("")).filter((one) => !here.has(one))) {
      const record = read(key);
      if (!record || record.submitted || !token) memory.removeItem(key);
      else await send(key, record, token);
    }
  };
  const send = async (key, record, token) => {
    const body = new URLSearchParams([...record.fields, ["csrf_token", token]]);
    try {
      const answer = await fetch(record.url, { method: "POST", body, headers: { "HX-Request": "true" }, redirect: "manual" });
      if (answer.status < 500 && ![401, 408, 429].includes(answer.status)) memory.removeItem(key);
    } catch { /* still away: the next page tries again */ }
  };

  /* ------------------------------------------------------------ after a reload */
  const put = (form, fields) => {
    const values = new Map();
    fields.forEach(([name, value]) => values.set(name, [...(values.get(name) || []), value]));
    const taken = new Map();
    [...form.elements].filter((field) => field.name && !["hidden", "submit", "button"].includes(field.type)).forEach((field) => {
      const given = values.get(field.name) || [];
      if (["checkbox", "radio"].includes(field.type)) field.checked = given.includes(field.value);
      else {
        const at = taken.get(field.name) || 0;
        taken.set(field.name, at + 1);
        if (at in given) field.value = given[at];
      }
    });
  };
  const restore = (form) => {
    const record = kept(form);
    if (!record) return;
    if (JSON.stringify(record.fields) === JSON.stringify(filled(form))) {
      if (record.submitted) forget(form);
      return;
    }
    put(form, record.fields);
    keep(form);
    say(words.restored);
    setTimeout(() => save(form), 300);
  };

  /* ------------------------------------------------------------ submitting */
  const reachable = async () => {
    if (!navigator.onLine) return false;
    try {
      await fetch("/healthz", { cache: "no-store", signal: AbortSignal.timeout(PATIENCE) });
      return true;
    } catch {
      return false;
    }
  };
  const submit = async (form, submitter) => {
    if (form.dataset.asking) return;
    form.dataset.asking = "yes";
    keep(form);
    const there = await reachable();
    delete form.dataset.asking;
    if (!there) {
      form.dataset.held = "yes";
      say(words.kept);
      document.getElementById("draft-state")?.scrollIntoView({ block: "nearest" });
      return;
    }
    keep(form, true);
    form.dataset.sure = "yes";
    form.requestSubmit(submitter || undefined);
    delete form.dataset.sure;
  };
  document.addEventListener("submit", (event) => {
    const form = sheetOf(event.target);
    if (!form?.elements.token?.value || form.dataset.sure || form.classList.contains("is-busy")) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    submit(form, event.submitter);
  }, true);

  /* ------------------------------------------------------------ signing out */
  const flush = async () => {
    const token = document.querySelector("input[name=csrf_token]")?.value;
    for (const form of sheets()) {
      const record = kept(form);
      if (record && !record.submitted && token) await Promise.race([send(keyOf(form.elements.token.value), record, token), new Promise((done) => setTimeout(done, 2000))]);
    }
  };
  document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (form.getAttribute("action") !== "/logout") return;
    if (form.dataset.flushed) {
      forgetAll();
      return;
    }
    event.preventDefault();
    event.stopImmediatePropagation();
    if (form.dataset.asking) return;
    form.dataset.asking = "yes";
    await new Promise((done) => setTimeout(done)); // a form that is just being sent cannot be sent again
    if (navigator.onLine) await flush();
    form.dataset.flushed = "yes";
    form.requestSubmit(event.submitter || undefined);
  }, true);

  if (!person && "tablet" in document.body.dataset) forgetAll();
  if (person) {
    sheets().forEach(restore);
    sendOthers();
  }
})();
