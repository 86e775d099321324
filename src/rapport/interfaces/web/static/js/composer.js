/* Rapport: what one writes is kept as it is typed, and names and topics are completed. Refinements only. */
"use strict";
(() => {
  /* Kept as one types: a moment after the last key, and when the page goes. What another tab kept is not written over. */
  const PAUSE = 1500;
  const timers = new WeakMap();
  let leaving = 0; // what is sent as the page goes may have arrived, though nobody is left to hear so
  const forget = (form) => {
    clearTimeout(timers.get(form));
    timers.delete(form);
  };
  const keepIn = (form, pause) => {
    clearTimeout(timers.get(form));
    timers.set(form, setTimeout(() => (forget(form), keep(form)), pause));
  };
  const keep = async (form) => {
    const body = new FormData(form);
    for (const [name, value] of [...body]) if (value instanceof File) body.delete(name); // files go when it is published
    const said = form.querySelector("[data-kept]");
    if (form.dataset.stopped || !`${body.get("text") ?? ""}${body.get("title") ?? ""}`.trim()) return;
    if (form.dataset.keeping) {
      form.dataset.again = "yes";
      return;
    }
    form.dataset.keeping = "yes";
    try {
      const answer = await fetch(form.dataset.keeps, { method: "POST", body, headers: { Accept: "application/json" }, keepalive: body.get("text").length < 20000 });
      const told = await answer.json();
      if (answer.ok) {
        form.elements.namedItem("draft").value = told.draft;
        form.elements.namedItem("version").value = told.version;
        if (said) said.textContent = told.said;
      } else {
        if (answer.status === 409 || answer.status === 404) form.dataset.stopped = "yes";
        if (said) said.textContent = told.sentence || said.dataset.unkept;
      }
    } catch {
      if (said) said.textContent = said.dataset.unkept; // nobody answered, or the door did
      if (Date.now() - leaving > 2 * PAUSE) keepIn(form, 10 * PAUSE);
    } finally {
      delete form.dataset.keeping;
      if (form.dataset.again) {
        delete form.dataset.again;
        keep(form);
      }
    }
  };
  document.addEventListener("input", (event) => {
    const form = event.target.closest?.("form[data-keeps]");
    if (form) keepIn(form, PAUSE);
  });
  const keepNow = () => {
    leaving = Date.now();
    for (const form of document.querySelectorAll("form[data-keeps]")) {
      if (!timers.has(form)) continue;
      forget(form);
      keep(form);
    }
  };
  addEventListener("pagehide", keepNow);
  document.addEventListener("click", (event) => {
    if (event.target.closest?.("a[href]")) keepNow(); // before the page it leads to is asked for
  });
  /* What is sent while it is being kept waits for the name of its draft: without it the draft would stay behind. */
  document.addEventListener("submit", (event) => {
    const form = event.target, until = Date.now() + 3000;
    forget(form);
    form.dataset.stopped = "yes";
    if (!form.dataset.keeping) return;
    event.preventDefault();
    event.stopPropagation();
    const send = () => {
      if (form.dataset.keeping && Date.now() < until) return setTimeout(send, 50);
      delete form.dataset.keeping;
      form.requestSubmit(event.submitter);
    };
    send();
  }, true);
  addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll("form[data-keeps]")) delete form.dataset.stopped;
  });

  /* Times in the writer's own zone. A form that was refused names the zone in which its time was typed already. */
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  for (const input of document.querySelectorAll("form[data-keeps] input[type=datetime-local]")) {
    const named = input.form.elements.namedItem("zone");
    if (!zone || !named) break;
    const typed = named.value;
    named.value = zone;
    if (input.value && !typed) {
      const moment = new Date(`${input.value}Z`), local = new Date(moment - moment.getTimezoneOffset() * 60000);
      input.value = local.toISOString().slice(0, 16);
    }
    const hint = document.getElementById(`${input.id}-hint`);
    if (hint) hint.textContent = hint.textContent.replace(/[^:]*$/, ` ${zone}`);
  }
  for (const shown of document.querySelectorAll("time[data-zoned]")) {
    const at = new Date(shown.dateTime), spoken = document.documentElement.lang;
    const parts = { day: "numeric", month: "long", hour: "2-digit", minute: "2-digit", hour12: false, timeZoneName: "short" };
    if (at.getFullYear() !== new Date().getFullYear()) parts.year = "numeric";
    shown.textContent = new Intl.DateTimeFormat(spoken === "en" ? "en-GB" : spoken, parts).format(at);
  }

  /* Names after @ and topics after #: the keyboard stays in the text, the arrows walk through the list. */
  const NEAR = /(^|[\s([{"'])([@#＃])([^\s@#＃]{0,50})$/u;
  let box = null, list = null, at = -1, asked = 0, timer = 0;
  const options = () => (list ? [...list.children] : []);
  const close = () => {
    asked += 1;
    clearTimeout(timer);
    list?.remove();
    list = null;
    at = -1;
    if (box) {
      box.removeAttribute("aria-activedescendant");
      box.removeAttribute("aria-controls");
    }
  };
  const mark = (place) => {
    at = place;
    for (const [number, option] of options().entries()) option.setAttribute("aria-selected", String(number === at));
    if (at < 0) box.removeAttribute("aria-activedescendant");
    else {
      box.setAttribute("aria-activedescendant", options()[at].id);
      options()[at].scrollIntoView({ block: "nearest" });
    }
  };
  const typed = () => (box.selectionStart === box.selectionEnd ? NEAR.exec(box.value.slice(0, box.selectionStart)) : null);
  const take = (option) => {
    const found = typed();
    if (!found) return close();
    const start = box.selectionStart - found[3].length - 1;
    box.setRangeText(`${option.dataset.written} `, start, box.selectionStart, "end");
    close();
    box.dispatchEvent(new Event("input", { bubbles: true }));
    close();
  };
  const show = (items, label) => {
    list?.remove();
    list = document.createElement("ul");
    list.className = "names";
    list.id = "names-list";
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", label);
    for (const [number, one] of items.entries()) {
      const option = document.createElement("li");
      option.id = `names-${number}`;
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", "false");
      option.dataset.written = one.written;
      const words = document.createElement("span"), name = document.createElement("bdi"), more = document.createElement("span");
      words.className = "words";
      name.className = "name";
      name.textContent = one.name;
      more.className = "tiny soft";
      more.textContent = one.more;
      words.append(name, " ", more);
      option.append(words);
      list.append(option);
    }
    list.addEventListener("mousedown", (event) => event.preventDefault());
    list.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) take(option);
    });
    box.after(list);
    box.setAttribute("aria-controls", list.id);
    at = -1;
    mark(0);
  };
  const complete = async (found, turn) => {
    const address = found[2] === "@" ? "/complete/mentions" : "/complete/hashtags";
    try {
      const answer = await fetch(`${address}?${new URLSearchParams({ q: found[3] })}`, { headers: { Accept: "application/json" } });
      if (!answer.ok || turn !== asked) return;
      const told = await answer.json();
      if (turn !== asked) return;
      if (told.items.length) show(told.items, told.label);
      else close();
    } catch {
      close();
    }
  };
  document.addEventListener("input", (event) => {
    if (!event.target.matches?.("textarea[data-names]")) return;
    box = event.target;
    box.setAttribute("aria-autocomplete", "list");
    const found = typed();
    asked += 1;
    clearTimeout(timer);
    if (found) timer = setTimeout(complete, 150, found, asked);
    else close();
  });
  document.addEventListener("keydown", (event) => {
    const count = options().length;
    if (!count || event.target !== box || event.isComposing) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") mark((at + (event.key === "ArrowDown" ? 1 : count - 1)) % count);
    else if ((event.key === "Enter" || event.key === "Tab") && at >= 0) take(options()[at]);
    else if (event.key === "Escape") close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }, true);
  document.addEventListener("focusout", (event) => {
    if (event.target === box) setTimeout(close, 150);
  });
})();
