/* Rapport: refinements only; every page works without this file. No eval, no markup from text. */
"use strict";
(() => {
  const inside = (node, selector) => (node instanceof Element ? node.closest(selector) : null);

  /* Menus close on Escape, on a press elsewhere, and when another opens. */
  const closeMenus = (except) => {
    for (const menu of document.querySelectorAll("details.menu[open]")) {
      if (menu !== except && !(except && menu.contains(except))) menu.open = false;
    }
  };
  document.addEventListener("click", (event) => {
    const menu = inside(event.target, "details.menu");
    closeMenus(menu);
    if (menu && inside(event.target, "a.item")) menu.open = false;
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      const menu = document.querySelector("details.menu[open]");
      if (menu) {
        const back = menu.contains(document.activeElement);
        closeMenus(null);
        if (back) menu.querySelector("summary").focus();
        event.preventDefault();
      }
    } else if (event.key === "/" && !event.ctrlKey && !event.metaKey && !event.altKey) {
      if (inside(event.target, "input, textarea, select, [contenteditable]")) return;
      const search = document.getElementById("words") ?? document.getElementById("q");
      if (search && !document.querySelector("dialog:modal")) {
        event.preventDefault();
        search.focus();
      }
    }
  });

  /* What is greyed says why and does nothing. */
  document.addEventListener("click", (event) => {
    if (inside(event.target, '[aria-disabled="true"]')) event.preventDefault();
  }, true);

  /* A comment that stands on another page of its thread is looked for there. */
  const findComment = () => {
    const found = /^#comment-(\d+)$/.exec(location.hash);
    if (!found || document.getElementById(found[0].slice(1)) || !document.getElementById("thread")) return;
    const there = new URL(location.href);
    if (there.searchParams.get("comment") === found[1]) return;
    there.search = `?comment=${found[1]}`;
    location.replace(there);
  };
  addEventListener("hashchange", findComment);
  findComment();

  /* A form is sent once. */
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.dataset.sent) event.preventDefault();
    else if (!form.hasAttribute("hx-post") && form.method === "post") {
      form.dataset.sent = "yes";
      setTimeout(() => delete form.dataset.sent, 4000);
    }
  });
  addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
  });

  /* Toasts leave after eight seconds, unless someone is at them. */
  const leave = (toast) => {
    if (toast.matches(":hover, :focus-within")) setTimeout(leave, 2000, toast);
    else toast.remove();
  };
  const begun = new WeakSet();
  const watchToasts = () => {
    for (const toast of document.querySelectorAll("#toasts > .toast")) {
      if (!begun.has(toast)) {
        begun.add(toast);
        setTimeout(leave, 8000, toast);
      }
    }
  };

  /* Other scripts have something to say. */
  const say = (sentence) => {
    const toast = document.createElement("div");
    const words = document.createElement("span");
    toast.className = "toast";
    words.textContent = sentence;
    toast.append(words);
    document.getElementById("toasts").append(toast);
    watchToasts();
  };
  document.addEventListener("rapport:say", (event) => say(event.detail));

  /* A link goes to the clipboard, and a toast says so. */
  document.addEventListener("click", (event) => {
    const link = inside(event.target, "a[data-copied]");
    if (!link || !navigator.clipboard) return;
    event.preventDefault();
    navigator.clipboard.writeText(link.href).then(() => say(link.dataset.copied));
  });

  /* The note's counter: "127 characters left", in the language of the page. */
  const count = (area) => {
    const shown = document.getElementById(area.dataset.counts);
    if (!shown) return;
    const left = Number(shown.dataset.limit) - [...area.value.replace(/\r\n?/g, "\n")].length;
    const words = left === 1 || left === -1 ? shown.dataset.one : shown.dataset.many;
    shown.textContent = words.replace("{count}", new Intl.NumberFormat(document.documentElement.lang).format(left));
    shown.classList.toggle("over", left < 0);
  };
  /* What is typed, as it will look. */
  const preview = (area) => {
    for (const shown of document.querySelectorAll("[data-previews]")) {
      if (shown.dataset.previews === area.id) shown.textContent = area.value.trim();
    }
  };
  document.addEventListener("input", (event) => {
    if (inside(event.target, "textarea[data-counts]")) {
      count(event.target);
      preview(event.target);
    }
  });
  const watchCounters = (root) => {
    for (const area of root.querySelectorAll("textarea[data-counts]")) {
      count(area);
      preview(area);
    }
  };

  /* A fact of the coach goes into the note, at its end. */
  document.addEventListener("click", (event) => {
    const fact = inside(event.target, "button[data-adds]");
    const area = fact && document.getElementById(fact.dataset.into);
    if (!area) return;
    area.value = `${area.value.trimEnd()} ${fact.dataset.adds}`.trimStart();
    area.dispatchEvent(new Event("input", { bubbles: true }));
    area.focus();
  });

  /* A dialog's page, brought into #dialogs by htmx, opens over this one and gives focus back. */
  let opener = null;
  const typed = new Map(); // words of dialogs that were closed, for when they are opened again
  document.addEventListener("click", (event) => {
    const link = inside(event.target, "[data-dialog]");
    if (link) opener = inside(link, "details.menu")?.querySelector("summary") ?? link;
  });
  const openDialog = () => {
    const dialog = document.querySelector("#dialogs > dialog");
    if (!dialog || dialog.matches(":modal")) return;
    dialog.classList.remove("alone");
    dialog.removeAttribute("open");
    const name = (area) => `${area.form?.action} ${area.name}`;
    for (const area of dialog.querySelectorAll("textarea")) area.value = typed.get(name(area)) ?? area.value;
    dialog.addEventListener("close", () => {
      for (const area of dialog.querySelectorAll("textarea")) {
        if (area.value === area.defaultValue) typed.delete(name(area));
        else typed.set(name(area), area.value);
      }
      dialog.remove();
      opener?.focus();
    });
    dialog.addEventListener("submit", () => document.dispatchEvent(new CustomEvent("rapport:sent", { detail: opener })));
    dialog.showModal();
    dialog.querySelector("[autofocus], textarea, input:not([type=hidden])")?.focus();
    watchCounters(dialog);
  };
  document.addEventListener("click", (event) => {
    const dialog = inside(event.target, "dialog");
    if (!dialog || !dialog.matches(":modal")) return;
    if (inside(event.target, "[data-close]") || event.target === dialog) {
      event.preventDefault();
      dialog.close();
    }
  });

  /* The theme shows at once when it is chosen. */
  document.addEventListener("change", (event) => {
    const choice = inside(event.target, "[data-theme-choice] input, select[data-theme-choice]");
    if (!choice) return;
    const theme = choice.value;
    if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
    else delete document.documentElement.dataset.theme;
  });

  /* Where tabs scroll, the current one is in sight, and so is that with the focus: browsers leave half of it hidden. */
  const showTab = (tab) => {
    const list = tab.parentElement, inner = tab.getBoundingClientRect(), outer = list.getBoundingClientRect();
    if (inner.right > outer.right) list.scrollLeft += inner.right - outer.right;
    else if (inner.left < outer.left) list.scrollLeft += inner.left - outer.left;
  };
  const showTabs = () => {
    for (const tab of document.querySelectorAll(".tabs > [aria-current], .section-nav > [aria-current]")) showTab(tab);
  };
  document.addEventListener("focusin", (event) => {
    if (event.target.matches(".tabs > *, .section-nav > *")) showTab(event.target);
  });

  const look = () => {
    showTabs();
    watchToasts();
    watchCounters(document);
    openDialog();
  };
  document.addEventListener("htmx:after:swap", look);
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", look);
  else look();

  /* A slider says in words where it stands. */
  for (const slider of document.querySelectorAll("input[type=range][data-levels]")) {
    const levels = slider.dataset.levels.split("|");
    const say = () => slider.setAttribute("aria-valuetext", levels[slider.value] ?? "");
    slider.addEventListener("input", say);
    say();
  }
})();
