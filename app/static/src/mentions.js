/* Colleagues offered while one types @ and the beginning of a name. Without this file the name is simply written out. */
(() => {
  "use strict";

  const CALL = /(?:^|[^A-Za-z0-9_.+-])[@＠]([^\s@＠]{1,20})$/;
  let asked = 0;

  const callBefore = (field) => CALL.exec(field.value.slice(0, field.selectionStart))?.[1] ?? "";

  const menuOf = (field) => {
    const known = document.getElementById(`${field.id}-people`);
    if (known) return known;
    const menu = document.createElement("ul");
    menu.id = `${field.id}-people`;
    menu.className = "mention-people mention-menu";
    menu.setAttribute("role", "listbox");
    menu.setAttribute("aria-label", field.labels[0]?.textContent.trim() ?? "");
    menu.addEventListener("mousedown", (event) => {
      event.preventDefault(); // the field keeps the focus
      const row = event.target.closest("li");
      if (row) choose(field, menu, row);
    });
    field.after(menu);
    field.setAttribute("aria-controls", menu.id);
    field.setAttribute("aria-autocomplete", "list");
    return menu;
  };

  const close = (field, menu) => {
    menu.replaceChildren();
    field.removeAttribute("aria-activedescendant");
  };

  const mark = (field, menu, row) => {
    menu.querySelectorAll("li").forEach((one) => one.setAttribute("aria-selected", String(one === row)));
    field.setAttribute("aria-activedescendant", row.id);
  };

  const choose = (field, menu, row) => {
    const end = field.selectionStart;
    const start = end - callBefore(field).length;
    field.setRangeText(`${row.dataset.call} `, start, end, "end");
    field.dispatchEvent(new Event("input", { bubbles: true }));
    close(field, menu);
  };

  const offer = async (field) => {
    const menu = menuOf(field);
    const call = callBefore(field);
    const turn = ++asked;
    if (!call) return close(field, menu);
    const target = "mention-people";
    const headers = { "HX-Request": "true", "HX-Target": target };
    const answer = await fetch(`${field.dataset.mentions}?q=${encodeURIComponent(call)}`, { headers }).catch(() => null);
    if (!answer?.ok || turn !== asked) return;
    const found = new DOMParser().parseFromString(await answer.text(), "text/html");
    const rows = [...found.querySelectorAll(`#${target} li`)];
    menu.replaceChildren(...rows);
    rows.forEach((row, at) => {
      row.id = `${menu.id}-${at}`;
      row.setAttribute("role", "option");
    });
    if (rows.length) mark(field, menu, rows[0]);
  };

  let wait;
  document.addEventListener("input", (event) => {
    if (!event.target.matches?.("textarea[data-mentions]")) return;
    clearTimeout(wait);
    wait = setTimeout(() => offer(event.target), 200);
  });

  document.addEventListener("keydown", (event) => {
    const field = event.target;
    if (!field.matches?.("textarea[data-mentions]") || event.isComposing) return;
    const menu = document.getElementById(`${field.id}-people`);
    const rows = [...(menu?.children ?? [])];
    if (!rows.length) return;
    const at = rows.findIndex((row) => row.getAttribute("aria-selected") === "true");
    if (event.key === "ArrowDown" || event.key === "ArrowUp") mark(field, menu, rows[(at + (event.key === "ArrowDown" ? 1 : -1) + rows.length) % rows.length]);
    else if (event.key === "Enter" || event.key === "Tab") choose(field, menu, rows[Math.max(at, 0)]);
    else if (event.key === "Escape") close(field, menu);
    else return;
    event.preventDefault();
  });

  document.addEventListener("focusout", (event) => {
    const menu = document.getElementById(`${event.target.id}-people`);
    if (menu) close(event.target, menu);
  });
})();
