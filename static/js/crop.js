// Puts marks on the corners of a paper in a photo. Without it the corners are numbers.
(() => {
  "use strict";
  const SVG = "http://www.w3.org/2000/svg";
  const STEP = 1;
  const SMALL_STEP = 0.2;
  const KEYS = {
    ArrowLeft: [-1, 0],
    ArrowRight: [1, 0],
    ArrowUp: [0, -1],
    ArrowDown: [0, 1],
  };

  const within = (value) => Math.round(Math.min(100, Math.max(0, value)) * 10) / 10;

  function outline() {
    const svg = document.createElementNS(SVG, "svg");
    svg.setAttribute("viewBox", "0 0 100 100");
    svg.setAttribute("preserveAspectRatio", "none");
    svg.setAttribute("aria-hidden", "true");
    svg.append(document.createElementNS(SVG, "polygon"));
    return svg;
  }

  function corner(place) {
    const [x, y] = place.querySelectorAll("input");
    const mark = document.createElement("button");
    mark.type = "button";
    mark.className = "sl-crop__mark";
    return { x, y, mark, label: place.dataset.corner };
  }

  function set(one, x, y) {
    one.x.value = within(x);
    one.y.value = within(y);
  }

  function draw(box, svg, corners) {
    const points = corners.map((one) => [Number(one.x.value), Number(one.y.value)]);
    svg.firstChild.setAttribute("points", points.map((p) => p.join(",")).join(" "));
    corners.forEach((one, n) => {
      one.mark.style.left = `${points[n][0]}%`;
      one.mark.style.top = `${points[n][1]}%`;
      const where = box.dataset.says
        .replace("{x}", `${one.x.value}%`)
        .replace("{y}", `${one.y.value}%`);
      one.mark.setAttribute("aria-label", `${one.label}, ${where}`);
    });
  }

  function follow(box, one, redraw) {
    one.mark.addEventListener("pointerdown", (event) => {
      one.mark.setPointerCapture(event.pointerId);
      event.preventDefault();
      one.mark.focus();
    });
    one.mark.addEventListener("pointermove", (event) => {
      if (!one.mark.hasPointerCapture(event.pointerId)) return;
      const edge = box.getBoundingClientRect();
      const x = ((event.clientX - edge.left) / edge.width) * 100;
      const y = ((event.clientY - edge.top) / edge.height) * 100;
      set(one, x, y);
      redraw();
    });
    one.mark.addEventListener("keydown", (event) => {
      const way = KEYS[event.key];
      if (!way) return;
      event.preventDefault();
      const step = event.shiftKey ? SMALL_STEP : STEP;
      set(one, Number(one.x.value) + way[0] * step, Number(one.y.value) + way[1] * step);
      redraw();
    });
  }

  for (const box of document.querySelectorAll("[data-crop]")) {
    const form = box.closest("form");
    const corners = [...form.querySelectorAll("[data-corner]")].map(corner);
    const svg = outline();
    const redraw = () => draw(box, svg, corners);
    box.append(svg, ...corners.map((one) => one.mark));
    for (const one of corners) {
      follow(box, one, redraw);
      one.x.addEventListener("input", redraw);
      one.y.addEventListener("input", redraw);
    }
    form.querySelector("[data-crop-hint]").hidden = false;
    redraw();
  }
})();
