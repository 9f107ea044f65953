// Comfort for choosing files: photos one after another, drop, paste, and the list of what is
// chosen. Without it, the fields of the form do the same job.
window.sl = window.sl || {};
(() => {
  "use strict";
  const field = () => document.getElementById("id_files");
  let listed = []; // what stands in the list: choosing once more adds to it

  function isSame(one, other) {
    return one.name === other.name && one.size === other.size && one.lastModified === other.lastModified;
  }

  function put(files) {
    const all = new DataTransfer();
    for (const file of files) all.items.add(file);
    field().files = all.files;
    draw();
  }

  function add(files, before = [...field().files]) {
    const fresh = [...files].filter((file) => !before.some((other) => isSame(file, other)));
    put([...before, ...fresh]);
    if (fresh.length) say(window.sl.word("chosen", { name: fresh.map((file) => file.name).join(", ") }));
  }

  function say(text) {
    document.getElementById("said").textContent = text;
  }

  function draw() {
    const list = document.getElementById("chosen");
    const files = [...field().files];
    listed = files;
    list.hidden = !files.length;
    list.replaceChildren(
      ...files.map((file) => {
        const name = document.createElement("bdi");
        name.textContent = file.name;
        const out = document.createElement("button");
        out.type = "button";
        out.className = "sl-linklike";
        out.textContent = window.sl.word("take_out");
        const of = document.createElement("span");
        of.className = "visually-hidden";
        of.textContent = `: ${file.name}`;
        out.append(of);
        out.addEventListener("click", () => {
          put([...field().files].filter((other) => !isSame(other, file)));
          field().focus();
        });
        const size = document.createElement("bdi");
        size.textContent = window.sl.word("size", { whole: window.sl.megabytes(file.size) });
        const row = document.createElement("li");
        row.append(name, " ", size, " ", out);
        return row;
      }),
    );
  }

  document.addEventListener("change", (event) => {
    // The browser puts what was chosen in the place of what was there.
    if (event.target.id === "id_files") event.target.multiple ? add(event.target.files, listed) : draw();
    if (event.target.id !== "id_photo" || !event.target.files.length) return;
    add(event.target.files);
    event.target.value = ""; // ready for the next photo
  });

  // Dropped beside the box, a file would take the place of the page.
  for (const kind of ["dragover", "drop"])
    document.addEventListener(kind, (event) => {
      if (!event.dataTransfer?.types.includes("Files") || !field()) return;
      event.preventDefault();
      const box = event.target.closest?.(".sl-upload");
      event.dataTransfer.dropEffect = box ? "copy" : "none";
      mark(kind === "drop" ? null : box);
      if (kind === "drop" && box) drop(event.dataTransfer);
    });
  document.addEventListener("dragleave", (event) => event.relatedTarget || mark(null));

  function mark(box) {
    field().closest(".sl-upload").classList.toggle("sl-upload--over", box !== null && box !== undefined);
  }

  function drop(given) {
    const folders = [...given.items].filter((item) => item.webkitGetAsEntry?.()?.isDirectory);
    const named = new Set(folders.map((item) => item.getAsFile()?.name));
    const entries = folders.map((item) => item.webkitGetAsEntry());
    add([...given.files].filter((file) => !named.has(file.name)));
    if (entries.length) window.sl.dropFolders(entries);
  }

  document.addEventListener("paste", (event) => {
    const files = event.clipboardData?.files;
    if (!field() || !files?.length || event.target.closest?.("input, textarea")) return;
    event.preventDefault();
    add(files);
  });

  document.addEventListener("sl:chosen", draw);
  Object.assign(window.sl, { choose: add, isSame });
})();
