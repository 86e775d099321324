/* Rapport: names offered below the search box, and results as one types. Refinements only: both are plain forms. */
"use strict";
(() => {
  /* The combobox pattern of WAI-ARIA: the keyboard stays in the box, the arrows walk through the list. */
  const form = document.querySelector("form.find[data-completes]");
  const box = form?.querySelector("input");
  const list = document.getElementById("q-list");
  const said = document.getElementById("q-said");
  let at = -1, timer = 0, asked = 0, shown = "";

  const options = () => [...list.children];
  const mark = (place) => {
    at = place;
    for (const [number, option] of options().entries()) {
      option.setAttribute("aria-selected", String(number === at));
      if (number === at) option.scrollIntoView({ block: "nearest" });
    }
    if (at < 0) box.removeAttribute("aria-activedescendant");
    else box.setAttribute("aria-activedescendant", options()[at].id);
  };
  const close = () => {
    list.hidden = true;
    box.setAttribute("aria-expanded", "false");
    mark(-1);
  };
  const open = () => {
    if (!list.children.length) return;
    list.hidden = false;
    box.setAttribute("aria-expanded", "true");
  };

  const make = (tag, name, text) => {
    const node = document.createElement(tag);
    if (name) node.className = name;
    if (text) node.textContent = text;
    return node;
  };
  const face = (one) => {
    const node = make("span", `avatar m h${one.hue}`, one.initials);
    node.setAttribute("aria-hidden", "true");
    if (one.picture) {
      const picture = make("img");
      picture.src = one.picture;
      picture.alt = "";
      picture.width = picture.height = 40;
      node.append(picture);
    }
    return node;
  };
  const offer = (one, number) => {
    const option = make("li");
    option.id = `q-option-${number}`;
    option.setAttribute("role", "option");
    option.setAttribute("aria-selected", "false");
    option.dataset.url = one.url;
    const words = make("span", "words"), head = make("span", "naming");
    const name = make("bdi", "name", one.name);
    head.append(name);
    if (one.near) head.append(" ", make("span", "degree", one.near));
    if (one.common) head.append(" ", make("span", "tiny soft", one.common));
    words.append(head);
    if (one.headline) {
      const line = make("bdi", "headline", one.headline);
      words.append(line);
    }
    option.append(face(one), words);
    return option;
  };
  const everything = (typed, number) => {
    const option = make("li", "all", form.dataset.all.replace("{words}", typed));
    option.id = `q-option-${number}`;
    option.setAttribute("role", "option");
    option.setAttribute("aria-selected", "false");
    option.dataset.url = `${form.action}?${new URLSearchParams({ q: typed })}`;
    return option;
  };

  const complete = async (typed) => {
    const turn = ++asked;
    let found = [];
    try {
      const answer = await fetch(`${form.dataset.completes}?${new URLSearchParams({ q: typed })}`, { headers: { Accept: "application/json" } });
      if (!answer.ok) return;
      found = (await answer.json()).items ?? [];
    } catch {
      return;
    }
    if (turn !== asked || box.value.trim() !== typed || document.activeElement !== box) return;
    shown = typed;
    list.replaceChildren(...found.map(offer), everything(typed, found.length));
    said.textContent = found.length === 1 ? form.dataset.one : form.dataset.many.replace("{count}", found.length);
    mark(-1);
    open();
  };

  if (form && box && list && said) {
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", form.getAttribute("aria-label"));
    box.setAttribute("role", "combobox");
    box.setAttribute("aria-expanded", "false");
    box.setAttribute("aria-controls", list.id);
    box.setAttribute("aria-autocomplete", "list");
    box.addEventListener("input", () => {
      clearTimeout(timer);
      const typed = box.value.trim();
      asked += 1;
      if (typed.length < 2) {
        list.replaceChildren();
        shown = "";
        close();
      } else {
        timer = setTimeout(complete, 200, typed);
      }
    });
    box.addEventListener("focus", () => {
      if (shown && shown === box.value.trim()) open();
    });
    box.addEventListener("blur", () => setTimeout(close, 150));
    list.addEventListener("mousedown", (event) => event.preventDefault()); // the box keeps the keyboard
    list.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) location.assign(option.dataset.url);
    });
    box.addEventListener("keydown", (event) => {
      const count = options().length;
      if (event.isComposing) return;
      if (event.key === "Escape" && !list.hidden) {
        event.preventDefault();
        event.stopPropagation();
        close();
      } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && count) {
        event.preventDefault();
        if (list.hidden) open();
        const step = event.key === "ArrowDown" ? 1 : -1;
        mark(at < 0 && step < 0 ? count - 1 : (at + step + count + 1) % (count + 1) === count ? -1 : (at + step + count + 1) % (count + 1));
      } else if (event.key === "Enter" && !list.hidden && at >= 0) {
        event.preventDefault();
        location.assign(options()[at].dataset.url);
      } else if (event.key === "Tab") {
        close();
      }
    });
  }

  /* What was typed before the page listened counts as well. */
  document.addEventListener("htmx:after:init", (event) => {
    const early = event.target.closest?.("form[data-live]")?.querySelector("input[type=search]");
    if (early && early.value !== early.defaultValue) early.dispatchEvent(new Event("input", { bubbles: true }));
  });

  /* Results as one types: the address follows, so that it can be kept and sent; how many fit is said. */
  document.addEventListener("htmx:after:swap", () => {
    const live = document.querySelector("form[data-live]");
    const found = live && document.getElementById(live.dataset.live);
    if (!found) return;
    const words = new URLSearchParams([...new FormData(live)].filter(([, value]) => value !== ""));
    const address = new URL(live.action);
    address.search = words;
    if (!new URLSearchParams(location.search).has("cursor")) history.replaceState(history.state, "", address);
    const line = found.querySelector("[data-said]")?.textContent.trim() ?? "";
    const status = document.getElementById("said");
    if (status && status.textContent !== line) status.textContent = line;
    for (const tab of document.querySelectorAll(".tabs a[href*='kind=']")) {
      const there = new URL(tab.href);
      there.searchParams.set("q", live.elements.q.value);
      tab.href = there;
    }
  });
})();
