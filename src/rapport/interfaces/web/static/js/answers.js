/* Rapport: what comes of a press: that it failed is said, and the keyboard goes on where it was. Refinements only. */
"use strict";
(() => {
  /* What did not get through is said, but not of what a page asks for by itself. */
  const failed = (ctx) => {
    const toasts = document.getElementById("toasts");
    if (toasts && ctx?.sourceEvent?.type !== "every") document.dispatchEvent(new CustomEvent("rapport:say", { detail: toasts.dataset.failed }));
  };
  document.addEventListener("htmx:error", (event) => failed(event.detail.ctx));

  /* A refusal without the part that was asked for, or a page that is none of ours, such as a proxy's, takes nothing away. */
  document.addEventListener("htmx:before:swap", (event) => {
    const { ctx, tasks } = event.detail, main = tasks.find((one) => one.type === "main");
    const ours = ctx.response.status < 400 && ctx.text.includes('id="main"');
    if (ours || !ctx.select || ctx.swap === "beforeend" || main?.fragment.childElementCount) return;
    event.preventDefault();
    failed(ctx);
  });

  /* What was pressed may be gone: the keyboard goes on from what takes its place, else from what came next. */
  const STOPS = "a[href], button, input:not([type=hidden]), select, textarea, summary";
  const seen = (one) => one?.isConnected && one.checkVisibility();
  const lost = () => !document.activeElement || [document.body, document.getElementById("main")].includes(document.activeElement) || !seen(document.activeElement);
  let before = null;
  document.addEventListener("htmx:before:swap", (event) => {
    const { ctx } = event.detail, from = ctx.sourceElement, held = document.activeElement;
    if (event.defaultPrevented || !from?.contains(held)) return;
    const stops = [...document.querySelectorAll(`#main :is(${STOPS})`)];
    const menu = from.closest("details.menu")?.querySelector("summary");
    const rows = ctx.swap === "beforeend" ? ctx.target : null;
    before = { from, menu, rows, last: rows?.lastElementChild, stops, at: stops.indexOf(held) };
  });
  const next = ({ from, menu, rows, last, stops, at }) => {
    if (rows) return [...(last?.nextElementSibling ?? rows).querySelectorAll(STOPS)].find(seen);
    if (seen(menu)) return menu;
    const again = [...document.querySelectorAll("#main form")].find((one) => one.action === from.action);
    const wrong = again?.querySelector("[aria-invalid]") ?? again?.querySelector("textarea, button");
    if (seen(wrong)) return wrong;
    return stops.slice(at + 1).find(seen) ?? stops.slice(0, Math.max(at, 0)).findLast(seen);
  };
  document.addEventListener("htmx:after:swap", () => {
    if (lost()) ((before && next(before)) ?? document.getElementById("main"))?.focus({ preventScroll: !before });
    before = null;
  });

  /* A form that leads back to the page over which it stood gives back its place there. */
  const KEY = "rapport-place";
  const here = () => location.pathname + location.search;
  document.addEventListener("rapport:sent", (event) => {
    const opener = event.detail, item = opener?.closest("#main [id]");
    const near = item ? [item, item.nextElementSibling, item.previousElementSibling] : [];
    const at = item ? [...item.querySelectorAll(STOPS)].indexOf(opener) : -1;
    sessionStorage.setItem(KEY, JSON.stringify({ page: here(), y: scrollY, ids: near.map((one) => one?.id), at }));
  });
  addEventListener("pageshow", (event) => {
    const kept = JSON.parse(sessionStorage.getItem(KEY) ?? "null");
    sessionStorage.removeItem(KEY);
    if (event.persisted || kept?.page !== here() || location.hash) return;
    scrollTo({ top: kept.y, behavior: "instant" });
    const item = kept.ids.map((id) => id && document.getElementById(id)).find(Boolean);
    if (!item) return;
    const stops = [...item.querySelectorAll(STOPS)].filter(seen);
    const same = item.id === kept.ids[0] ? [...item.querySelectorAll(STOPS)][kept.at] : null;
    (seen(same) ? same : stops[0])?.focus();
  });

  /* Back to a list that was made longer: it is so again, and one stands where one was. */
  const MOST = 10;
  const length = () => `rapport-more ${here()}`;
  let made = 0, wanted = null;
  const longer = (link) => {
    if (!wanted?.left || !link?.matches(".pager > a[data-htmx-powered]")) return;
    wanted.left -= 1;
    link.click();
  };
  document.addEventListener("htmx:after:init", (event) => longer(event.target));
  document.addEventListener("htmx:after:swap", (event) => {
    if (event.detail.ctx.swap !== "beforeend") return;
    made += 1;
    if (wanted?.made !== made) return;
    scrollTo({ top: wanted.y, behavior: "instant" });
    wanted = null;
  });
  addEventListener("pagehide", () => {
    if (made) sessionStorage.setItem(length(), JSON.stringify({ made: Math.min(made, MOST), y: scrollY }));
    else sessionStorage.removeItem(length());
  });
  addEventListener("pageshow", (event) => {
    const [how] = performance.getEntriesByType("navigation");
    if (event.persisted || how?.type !== "back_forward") return;
    wanted = JSON.parse(sessionStorage.getItem(length()) ?? "null");
    if (!wanted) return;
    wanted.left = wanted.made;
    longer(document.querySelector(".pager > a"));
  });

  /* A menu that opens low on the screen comes into sight whole. */
  document.addEventListener("toggle", (event) => {
    if (event.target.matches("details.menu[open]")) event.target.querySelector(":scope > div")?.scrollIntoView({ block: "nearest" });
  }, true);
})();
