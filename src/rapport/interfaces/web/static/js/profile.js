/* Rapport: one's own profile, changed in place. Refinements only: every form has a page of its own. */
"use strict";
(() => {
  const inside = (node, selector) => (node instanceof Element ? node.closest(selector) : null);

  /* Where the keyboard was before a section changed, and where it goes when the change is done. */
  let came = "", place = "";
  document.addEventListener("click", (event) => {
    const link = inside(event.target, "[data-place], [data-place] button");
    if (!link) return;
    place = (inside(link, "[data-place]") ?? link).dataset.place;
    if (link.id && !inside(link, ".editing form[data-guard]")) came = link.id;
  });
  const settle = () => {
    const section = place && document.getElementById(place);
    if (!section) return;
    const at = section.querySelector("[aria-invalid='true'], .notice.error") ??
      section.querySelector("form[data-guard] :is(input:not([type=hidden]), textarea, select)");
    const other = came.startsWith("up-") ? came.replace("up-", "down-") : came.replace("down-", "up-");
    const back = document.getElementById(came || "no-such-id") ?? document.getElementById(other || "no-such-id");
    if (at && at.matches("[aria-invalid], .notice")) section.querySelector("form[data-guard]").dataset.dirty = "yes";
    const target = at?.matches(".notice") ? section.querySelector("form[data-guard] :is(input:not([type=hidden]), textarea)")
      : section.matches(".editing") && back && section.contains(back) && !at?.matches("[aria-invalid]") ? back
      : at ?? back ?? document.getElementById(`${place}-edit`) ?? section.querySelector(".handles a, .block-head a, a, button");
    target?.focus({ preventScroll: false });
    if (target && typeof target.select === "function" && target.matches("[aria-invalid='true']")) target.select();
    if (!section.matches(".editing")) came = "";
  };
  document.addEventListener("htmx:after:swap", settle);

  /* What was typed and not saved is not lost by leaving: the browser asks. */
  const dirty = () => document.querySelector("form[data-guard][data-dirty]");
  document.addEventListener("input", (event) => {
    const form = inside(event.target, "form[data-guard]");
    if (form) form.dataset.dirty = "yes";
  });
  document.addEventListener("submit", (event) => {
    if (event.target.matches("form[data-guard]")) delete event.target.dataset.dirty;
  });
  addEventListener("beforeunload", (event) => {
    if (dirty()) event.preventDefault();
  });

  /* Escape leaves a form in which nothing was changed. */
  document.addEventListener("keydown", (event) => {
    const form = event.key === "Escape" && inside(event.target, "form[data-guard]:not([data-dirty])");
    if (form) form.querySelector("[data-cancel]")?.click();
  });

  /* Names that are known here, offered while one types. */
  let asked = 0;
  document.addEventListener("input", (event) => {
    const field = inside(event.target, "[data-completes] input");
    const source = field && inside(field, "[data-completes]").dataset.completes;
    const list = field && inside(field, "[data-completes]").querySelector("datalist");
    if (!source || !list) return;
    field.setAttribute("list", list.id);
    clearTimeout(asked);
    if (field.value.trim().length < 2) return;
    asked = setTimeout(async () => {
      const answer = await fetch(`${source}?q=${encodeURIComponent(field.value.trim())}`, { headers: { Accept: "application/json" } });
      if (!answer.ok) return;
      const found = await answer.json();
      list.replaceChildren(...(found.items ?? []).map((one) => {
        const option = document.createElement("option");
        option.value = one.name;
        return option;
      }));
    }, 200);
  });
})();
