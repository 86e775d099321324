/* Says beside the field whether a handle is free; the form works without it. */
"use strict";
(() => {
  const field = document.querySelector("input[data-check]") || document.querySelector("[data-check] input[name=handle]");
  const told = document.querySelector("[data-told]");
  if (!field || !told) return;
  const form = field.form;
  const place = field.closest("[data-check]");
  let waits = 0;
  let last = field.value;
  const ask = async () => {
    const handle = field.value;
    const body = new URLSearchParams({ handle, csrfmiddlewaretoken: form.elements.csrfmiddlewaretoken.value });
    const answer = await fetch(place.dataset.check, { method: "POST", body, credentials: "same-origin" });
    if (!answer.ok || handle !== field.value) return;
    told.textContent = (await answer.json()).sentence;
  };
  field.addEventListener("input", () => {
    clearTimeout(waits);
    if (field.value.trim() === last) return;
    last = field.value.trim();
    told.textContent = "";
    if (last.length > 1) waits = setTimeout(() => ask().catch(() => {}), 350);
  });
})();
