/* Choosing a part of a picture by dragging; without this the sliders alone say which. Nothing is sent before the form. */
"use strict";
(() => {
  for (const form of document.querySelectorAll("form[data-crop]")) {
    const canvas = form.querySelector("canvas.crop");
    const [file, zoom, across, down] = ["picture", "zoom", "across", "down"].map((name) => form.elements[name]);
    let picture = null;

    /* The same square as kernel/media/rules.py takes. */
    const side = () => Math.min(picture.width, picture.height) / Number(zoom.value);
    const draw = () => {
      if (!picture) return;
      const left = (picture.width - side()) * Number(across.value);
      const top = (picture.height - side()) * Number(down.value);
      const paper = canvas.getContext("2d");
      paper.fillStyle = "white";
      paper.fillRect(0, 0, canvas.width, canvas.height);
      paper.imageSmoothingQuality = "high";
      paper.drawImage(picture, left, top, side(), side(), 0, 0, canvas.width, canvas.height);
    };
    const show = (shown) => {
      for (const part of form.querySelectorAll("[data-crop-only]")) part.hidden = !shown;
    };
    const open = async () => {
      picture = null;
      if (file.files.length) {
        try {
          picture = await createImageBitmap(file.files[0]);
        } catch {
          /* what the browser cannot read, the answer to the form says in a sentence */
        }
      }
      [zoom.value, across.value, down.value] = ["1", "0.5", "0.5"];
      show(picture !== null);
      draw();
    };
    file.addEventListener("change", open);
    for (const slider of [zoom, across, down]) slider.addEventListener("input", draw);

    /* Dragging moves the picture under the frame. */
    const within = (value) => String(Math.min(Math.max(value, 0), 1));
    let held = null;
    canvas.addEventListener("pointerdown", (event) => {
      held = { x: event.clientX, y: event.clientY, across: Number(across.value), down: Number(down.value) };
      canvas.setPointerCapture(event.pointerId);
    });
    canvas.addEventListener("pointermove", (event) => {
      if (!held || !picture) return;
      const scale = side() / canvas.clientWidth;
      const spare = { x: picture.width - side(), y: picture.height - side() };
      if (spare.x > 0) across.value = within(held.across - ((event.clientX - held.x) * scale) / spare.x);
      if (spare.y > 0) down.value = within(held.down - ((event.clientY - held.y) * scale) / spare.y);
      draw();
    });
    for (const end of ["pointerup", "pointercancel"]) canvas.addEventListener(end, () => { held = null; });
    if (file.files.length) open();
  }
})();
