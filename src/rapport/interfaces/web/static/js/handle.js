/* Says beside the field whether a handle is free; the form works without it. */
"use strict";
(() => {
  const place = document.querySelector("[data-check]");
  if (!place) return;
  const field = place.querySelector("input[name=handle]");
  const told = place.querySelector("[data-told]");
  let last = field.defaultValue;
  let waits = 0;
  const ask = async () => {
    const handle = field.value;
    const body = new URLSearchParams({ handle, csrfmiddlewaretoken: field.form.elements.csrfmiddlewaretoken.value });
    const answer = await fetch(place.dataset.check, { method: "POST", body, credentials: "same-origin" });
    if (answer.ok && handle === field.value) told.textContent = (await answer.json()).sentence;
  };
  const typed = () => {
    if (field.value.trim() === last) return;
    last = field.value.trim();
    clearTimeout(waits);
    told.textContent = "";
    if (last.length > 1) waits = setTimeout(() => ask().catch(() => {}), 350);
  };
  field.addEventListener("input", typed);
  typed(); /* what was typed before this script was there */
})();
