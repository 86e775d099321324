/* Rapport: the picture of one's network answers the pointer. Refinements only: the lists below it say the same. */
"use strict";
(() => {
  const figure = document.querySelector(".picture");
  if (!figure) return;
  const svg = figure.querySelector("svg"), shown = svg.querySelector(".shown");
  const caption = figure.querySelector("figcaption"), who = caption.querySelector(".who");
  const whole = svg.getAttribute("viewBox").split(" ").map(Number);
  let box = [...whole], people = [], near = [], held = -1;

  const draw = (name, values, css) => {
    const element = document.createElementNS("http://www.w3.org/2000/svg", name);
    for (const [key, value] of Object.entries(values)) element.setAttribute(key, value);
    if (css) element.setAttribute("class", css);
    shown.append(element);
  };

  /* One person: their ties as lines, their name beside the picture. */
  const show = (place) => {
    if (place === held) return;
    held = place;
    shown.replaceChildren();
    who.replaceChildren();
    if (place < 0) return;
    const [x, y, , handle, name] = people[place];
    for (const other of near[place]) draw("line", { x1: x, y1: y, x2: people[other][0], y2: people[other][1] });
    for (const other of near[place]) draw("circle", { cx: people[other][0], cy: people[other][1], r: 0.3 }, "end");
    draw("circle", { cx: x, cy: y, r: 0.8 });
    const link = document.createElement("a");
    link.href = `/@${handle}`;
    link.textContent = name;
    link.dir = "auto";
    who.append(link, ` · ${near[place].length}`);
  };
  const at = (event) => {
    const point = new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse());
    let best = -1, least = 2.2;
    people.forEach(([x, y], place) => {
      const far = (x - point.x) ** 2 + (y - point.y) ** 2;
      if (far < least) [best, least] = [place, far];
    });
    return [best, point];
  };

  /* Nearer and farther, around a point or the middle. */
  const zoom = (by, point) => {
    const [x, y, width, height] = box;
    const middle = point ?? { x: x + width / 2, y: y + height / 2 };
    const scale = Math.min(1, Math.max(0.04, (width / whole[2]) * by)) / (width / whole[2]);
    box = scale * width >= whole[2] - 0.001 ? [...whole]
      : [middle.x - (middle.x - x) * scale, middle.y - (middle.y - y) * scale, width * scale, height * scale];
    svg.setAttribute("viewBox", box.join(" "));
    svg.classList.toggle("near", box[2] < whole[2]);
  };
  caption.addEventListener("click", (event) => {
    const by = event.target.closest("[data-zoom]")?.dataset.zoom;
    if (by) zoom({ in: 0.6, out: 1 / 0.6, all: 1e6 }[by]);
  });
  svg.addEventListener("wheel", (event) => {
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    zoom(event.deltaY > 0 ? 1.2 : 1 / 1.2, at(event)[1]);
  }, { passive: false });

  /* Dragging moves what is near; a click or a tap keeps a person. */
  let from = null, moved = false;
  svg.addEventListener("pointerdown", (event) => { from = at(event)[1]; moved = false; });
  svg.addEventListener("pointermove", (event) => {
    const [best, point] = at(event);
    if (from && event.buttons && box[2] < whole[2]) {
      moved = moved || Math.hypot(point.x - from.x, point.y - from.y) > 0.5;
      box[0] += from.x - point.x;
      box[1] += from.y - point.y;
      svg.setAttribute("viewBox", box.join(" "));
    } else if (best >= 0) show(best);
  });
  addEventListener("pointerup", () => { from = null; });
  svg.addEventListener("click", (event) => {
    if (!moved) show(at(event)[0]);
  });

  /* By keyboard: an arrow goes to the nearest person on its side, Enter to the page of whom is shown. */
  const SIDES = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  const nearest = (far) => {
    let best = -1, least = Infinity;
    people.forEach(([x, y], place) => {
      const distance = place === held ? Infinity : far(x, y);
      if (distance < least) [best, least] = [place, distance];
    });
    return best;
  };
  const step = ([across, down]) => {
    const [x, y] = held < 0 ? [box[0] + box[2] / 2, box[1] + box[3] / 2] : people[held];
    const best = nearest((toX, toY) => {
      const along = (toX - x) * across + (toY - y) * down, aside = Math.abs((toX - x) * down + (toY - y) * across);
      return held < 0 ? along ** 2 + aside ** 2 : along > 0 && aside <= 2 * along ? along + 2 * aside : Infinity;
    });
    if (best < 0) return;
    show(best);
    const [toX, toY] = people[best];
    if (toX > box[0] && toX < box[0] + box[2] && toY > box[1] && toY < box[1] + box[3]) return;
    box = [toX - box[2] / 2, toY - box[3] / 2, box[2], box[3]];
    svg.setAttribute("viewBox", box.join(" "));
  };
  svg.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !people.length) return;
    if (event.key in SIDES) step(SIDES[event.key]);
    else if (event.key === "Enter") who.querySelector("a")?.click();
    else if (event.key === "Escape") show(-1);
    else return;
    event.preventDefault();
  });

  /* A name in the lists shows its dot. */
  const named = (event) => {
    const handle = event.target.closest?.("[data-person]")?.dataset.person;
    const place = handle ? people.findIndex((one) => one[3] === handle) : -1;
    if (place >= 0) show(place);
  };
  document.addEventListener("pointerover", named);
  document.addEventListener("focusin", named);

  fetch(figure.dataset.people, { headers: { Accept: "application/json" } })
    .then((answer) => (answer.ok ? answer.json() : Promise.reject(new Error(String(answer.status)))))
    .then((told) => {
      people = told.people;
      near = people.map(() => []);
      for (let place = 0; place < told.ties.length; place += 2) {
        near[told.ties[place]].push(told.ties[place + 1]);
        near[told.ties[place + 1]].push(told.ties[place]);
      }
      figure.classList.add("answers");
      svg.setAttribute("role", "application");
      svg.setAttribute("aria-label", `${svg.getAttribute("aria-label")}. ${svg.dataset.keys}`);
      svg.setAttribute("tabindex", "0");
    })
    .catch(() => {}); // the picture stays as it is, and so do the lists
})();
