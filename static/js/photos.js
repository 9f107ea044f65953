// Looks at photos before they are sent, and says when one is blurred or too small. It only
// warns: whoever has no better photo sends this one. Measured as the worker does it
// (records/sandbox/shown/sharpness.py).
(() => {
  "use strict";
  const LONGEST = 1000;
  const TILES = 8;
  const LEAST = 0.006;
  const LEAST_CONTRAST = 30;
  const HIGH = 6;
  const LOW = 48;
  const SMALL_WIDTH = 1000;

  function greyOf(photo) {
    const scale = Math.min(1, LONGEST / Math.max(photo.width, photo.height));
    const wide = Math.max(1, Math.round(photo.width * scale));
    const high = Math.max(1, Math.round(photo.height * scale));
    const canvas = document.createElement("canvas");
    canvas.width = wide;
    canvas.height = high;
    const pen = canvas.getContext("2d", { willReadFrequently: true });
    pen.imageSmoothingQuality = "high";
    pen.drawImage(photo, 0, 0, wide, high);
    const { data } = pen.getImageData(0, 0, wide, high);
    const grey = new Float32Array(wide * high);
    for (let n = 0; n < grey.length; n += 1) {
      grey[n] = data[4 * n] * 0.299 + data[4 * n + 1] * 0.587 + data[4 * n + 2] * 0.114;
    }
    return { grey, wide, high };
  }

  function differences({ grey, wide, high }, step) {
    const found = new Float32Array(grey.length);
    for (let y = 1; y < high - 1; y += 1) {
      for (let x = 1; x < wide - 1; x += 1) {
        const n = y * wide + x;
        found[n] = grey[n - step] - 2 * grey[n] + grey[n + step];
      }
    }
    return { grey: found, wide, high };
  }

  function variance({ grey, wide }, left, top, across, down) {
    let sum = 0;
    let squares = 0;
    for (let y = top; y < top + down; y += 1) {
      for (let x = left; x < left + across; x += 1) {
        const value = grey[y * wide + x];
        sum += value;
        squares += value * value;
      }
    }
    const count = across * down;
    return squares / count - (sum / count) ** 2;
  }

  function variances(picture) {
    const across = Math.max(1, Math.floor(picture.wide / TILES));
    const down = Math.max(1, Math.floor(picture.high / TILES));
    const found = [];
    for (let n = 0; n < TILES * TILES; n += 1) {
      const left = Math.min((n % TILES) * across, picture.wide - across);
      const top = Math.min(Math.floor(n / TILES) * down, picture.high - down);
      found.push(variance(picture, left, top, across, down));
    }
    return found.sort((one, other) => other - one);
  }

  function isBlurred(photo) {
    const picture = greyOf(photo);
    const contrast = variances(picture)[HIGH];
    const changes = [1, picture.wide].map((step) => {
      const found = variances(differences(picture, step));
      return found[HIGH] - found[LOW];
    });
    return contrast >= LEAST_CONTRAST && Math.min(...changes) < LEAST * contrast;
  }

  async function wrongWith(file) {
    if (!file.type.startsWith("image/")) return "";
    const photo = await createImageBitmap(file).catch(() => null);
    if (!photo) return ""; // a kind this browser does not read: the worker looks
    try {
      if (photo.width < SMALL_WIDTH) return "small";
      return isBlurred(photo) ? "blurred" : "";
    } finally {
      photo.close();
    }
  }

  function line(box, file, what) {
    const item = document.createElement("li");
    const name = document.createElement("bdi");
    name.textContent = file.name;
    item.append(name, `: ${box.dataset[what]}`);
    return item;
  }

  for (const box of document.querySelectorAll("[data-photos]")) {
    const field = box.closest("form");
    let turn = 0;
    field.addEventListener("change", async (event) => {
      if (event.target.type !== "file" || event.target.webkitdirectory) return;
      const mine = (turn += 1);
      const list = box.querySelector("ul");
      const found = [];
      for (const file of event.target.files) {
        const what = await wrongWith(file);
        if (mine !== turn) return; // other files were chosen meanwhile
        if (what) found.push(line(box, file, what));
      }
      list.replaceChildren(...found);
      box.hidden = !found.length;
    });
  }
})();
