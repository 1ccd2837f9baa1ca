/* What the pages do beyond plain HTML. Every task works without this file; nothing here knows a business word. */
(() => {
  "use strict";

  const each = (root, selector, act) => {
    if (root.matches && root.matches(selector)) act(root);
    root.querySelectorAll(selector).forEach(act);
  };

  /* Focus goes to what changed: the error summary or whatever asks for it inside the new fragment. */
  const focusWithin = (root) => {
    const wanted = root.matches?.("[data-focus]") ? root : root.querySelector("[data-focus]");
    if (!wanted) return;
    if (!wanted.hasAttribute("tabindex") && !wanted.matches("a,button,input,select,textarea,summary")) wanted.tabIndex = -1;
    wanted.focus({ preventScroll: false });
  };

  /* One form is sent once. The buttons say so politely and come back when the answer was an error or the page is shown again. */
  const setBusy = (form, busy) => {
    form.classList.toggle("is-busy", busy);
    form.querySelectorAll("button:not([type=button])").forEach((button) => {
      if (busy) button.setAttribute("aria-disabled", "true");
      else button.removeAttribute("aria-disabled");
    });
  };

  /* A form that asks first. Without a dialog (or a script) the server is the one that decides. */
  const askFirst = (event, form) => {
    if (!form.dataset.confirm || form.dataset.confirmed || !dialog?.showModal) return false;
    const submitter = event.submitter;
    event.preventDefault();
    event.stopImmediatePropagation();
    document.getElementById("confirm-text").textContent = form.dataset.confirm;
    dialog.returnValue = "";
    dialog.addEventListener("close", () => {
      if (dialog.returnValue !== "yes") return;
      form.dataset.confirmed = "yes";
      form.requestSubmit(submitter || undefined);
      delete form.dataset.confirmed;
    }, { once: true });
    dialog.showModal();
    return true;
  };

  const dialog = document.getElementById("confirm");
  dialog?.addEventListener("click", (event) => {
    const answer = event.target.closest("button");
    if (answer) dialog.close(answer.value);
  });

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (askFirst(event, form)) return;
    if (form.classList.contains("is-busy")) {
      event.preventDefault();
      event.stopImmediatePropagation();
      return;
    }
    if (form.method === "post" && !form.hasAttribute("data-download")) setBusy(form, true);
  }, true);

  /* What is sent needs no draft any more: one that still waits would come too late. */
  document.addEventListener("htmx:beforeRequest", (event) => {
    const late = event.target.matches("form.is-busy") && event.detail.requestConfig.triggeringEvent?.type !== "submit";
    if (late) event.preventDefault();
  });

  /* Enter has asked already: the pause after the last letter would only swap a list that is being used by now. */
  document.addEventListener("htmx:beforeRequest", (event) => {
    const form = event.target;
    if (!form.matches("form[method=get]")) return;
    const asked = new URLSearchParams(new FormData(form)).toString();
    const again = form.dataset.asked === asked && event.detail.requestConfig.triggeringEvent?.type !== "submit";
    if (again) event.preventDefault();
    form.dataset.asked = asked;
  });

  document.addEventListener("htmx:afterRequest", (event) => {
    const form = event.detail.elt.closest?.("form");
    if (form) setTimeout(() => setBusy(form, false));
  });
  addEventListener("pageshow", () => each(document, "form.is-busy", (form) => setBusy(form, false)));

  /* Characters left, said aloud only near the end. */
  const count = (counter) => {
    const field = document.getElementById(counter.dataset.counter);
    if (!field) return;
    const limit = Number(counter.dataset.limit);
    const show = () => {
      const length = [...field.value.normalize("NFC")].length; // as the server counts
      counter.textContent = `${length} / ${limit}`;
      counter.classList.toggle("counter-near", length > limit * 0.9);
    };
    field.addEventListener("input", show);
    show();
  };

  /* An open menu closes with Escape or a click elsewhere. */
  const closeMenus = (except) => each(document, "details.menu[open], details.ask[open]", (menu) => {
    if (menu !== except && !menu.contains(except)) menu.open = false;
  });
  document.addEventListener("click", (event) => closeMenus(event.target));
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      const menu = document.activeElement?.closest("details.menu[open], details.ask[open]");
      closeMenus(null);
      menu?.querySelector("summary").focus();
    }
    const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
    if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
      const search = document.querySelector("[data-search]");
      if (search) {
        event.preventDefault();
        search.focus();
        search.select();
      }
    }
  });

  /* A choice that takes effect at once, where the page offers a button for people without a script. */
  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-submit]")) event.target.form.requestSubmit();
  });

  /* Things put in order by arrows: they move at once, their numbers follow, and the focus stays on the arrow. */
  const rankOf = (row) => Number(row.querySelector("input").value.normalize("NFKC")) || Infinity;
  const byRank = (one, other) => {
    const [first, second] = [rankOf(one), rankOf(other)];
    return first === second ? 0 : first - second;
  };
  const move = (list, button) => {
    const moving = button.closest("li");
    const rows = [...list.children].sort(byRank);
    const to = Math.max(0, Math.min(rows.length - 1, rows.indexOf(moving) + Number(button.dataset.by)));
    rows.splice(rows.indexOf(moving), 1);
    rows.splice(to, 0, moving);
    rows.forEach((row, at) => {
      row.querySelector("input").value = at + 1;
      row.classList.toggle("rank-moved", row === moving);
    });
    list.append(...rows);
    button.focus({ preventScroll: true });
    moving.scrollIntoView({ block: "nearest" });
    list.parentElement.querySelector("[data-ranks] ~ [role=status]").textContent = list.dataset.said.replace("#", to + 1);
    moving.querySelector("input").dispatchEvent(new Event("change", { bubbles: true }));
  };
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-ranks] button[data-by]");
    if (!button) return;
    event.preventDefault();
    move(button.closest("[data-ranks]"), button);
  });

  /* Copying what stands in a field; the button says that it is done. */
  const copyFrom = async (button) => {
    const field = document.getElementById(button.dataset.copy);
    const words = button.querySelector("span");
    const before = words.textContent;
    field.select();
    try {
      await navigator.clipboard.writeText(field.value);
    } catch {
      document.execCommand("copy"); // pages without https have no clipboard of their own
    }
    words.textContent = button.dataset.copied;
    setTimeout(() => { words.textContent = before; }, 2000);
  };

  const prepare = (root) => {
    each(root, "[data-copy]", (button) => {
      button.hidden = false;
      button.addEventListener("click", () => copyFrom(button));
    });
    each(root, "[data-counter]", count);
    each(root, "[data-ranks] button[data-by]", (button) => button.removeAttribute("name")); // htmx would send it with drafts
    each(root, "[data-print]", (button) => {
      button.hidden = false;
      button.addEventListener("click", () => print());
    });
  };

  document.documentElement.classList.add("has-script");
  prepare(document);
  focusWithin(document.body);
  document.addEventListener("htmx:afterSettle", (event) => {
    prepare(event.detail.elt);
    focusWithin(event.detail.elt);
  });

  /* Messages that htmx brings float above the page, the newest alone; good news leaves by itself, bad news waits. */
  const toasts = document.getElementById("toasts");
  const float = (event) => {
    if (event.detail.target !== toasts || !event.detail.shouldSwap) return;
    toasts.replaceChildren();
    toasts.classList.add("is-live");
    setTimeout(() => toasts.querySelectorAll(".notice").forEach(closable), 50);
  };
  const closable = (notice) => {
    const close = document.getElementById("toast-close").content.firstElementChild.cloneNode(true);
    close.addEventListener("click", () => notice.remove());
    notice.append(close);
    if (notice.matches(".tone-success, .tone-info")) setTimeout(() => notice.remove(), 8000);
  };
  document.addEventListener("htmx:beforeSwap", float);
  document.addEventListener("htmx:oobBeforeSwap", float);
  document.addEventListener("htmx:sendError", () => {
    float({ detail: { target: toasts, shouldSwap: true } });
    const said = document.createElement("div");
    said.className = "notice tone-danger";
    said.append(Object.assign(document.createElement("div"), { textContent: toasts.dataset.offline }));
    toasts.append(said);
  });
})();
