/* A shared tablet: says when the session is about to end, ends it, and shows nothing of the one before. */
(() => {
  "use strict";

  const bar = document.getElementById("tablet-bar");
  addEventListener("pageshow", (event) => {
    if (event.persisted) location.reload(); // what the back button brings is asked for anew
  });
  if (!bar) return;

  const limit = Number(bar.dataset.seconds) * 1000;
  const warning = Number(bar.dataset.warning) * 1000;
  const told = bar.querySelector(".tablet-left");
  let used = Date.now();
  let asked = Date.now();

  const ping = () => {
    asked = Date.now();
    fetch("/tablet/presence", { cache: "no-store" }).catch(() => {});
  };
  const use = () => {
    if (Date.now() - used > limit) return;
    used = Date.now();
    if (used - asked > limit / 6) ping();
  };
  ["pointerdown", "keydown", "input", "scroll"].forEach((kind) => addEventListener(kind, use, { passive: true, capture: true }));

  const end = () => {
    clearInterval(clock);
    document.querySelectorAll("main, nav, header").forEach((part) => part.remove());
    bar.append(Object.assign(document.createElement("input"), { type: "hidden", name: "idle", value: "1" }));
    bar.requestSubmit();
  };
  const look = () => {
    const left = limit - (Date.now() - used);
    if (left <= 0) {
      end();
      return;
    }
    told.hidden = left > warning;
    if (!told.hidden) told.textContent = told.dataset.said.replace("#", Math.ceil(left / 1000));
  };
  const clock = setInterval(look, 1000);
  document.addEventListener("visibilitychange", () => document.hidden || look());
})();
