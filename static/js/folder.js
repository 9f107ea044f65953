// A folder of a disc is read and chosen as one zip, so that it is sent as any other file is.
// Without it, the page says how to pack a zip.
(() => {
  "use strict";
  const OFTEN_MS = 200; // between two looks of the page while it reads
  const MOST_NAMED = 10; // files that could not be read
  const zips = []; // what was made: name, size, lastModified
  const waiting = []; // folders still to be read: { name, found }
  let notes = []; // sentences on what became of the last ones
  let reading = null; // how far the one is that is read now
  let form = null; // was sent off while reading

  const find = (id) => document.getElementById(id);
  const { choose, folders, isSame, megabytes, word } = window.sl;

  if ("webkitdirectory" in HTMLInputElement.prototype) document.documentElement.classList.add("sl-folders");

  function note(key, values = {}) {
    notes.push(word(key, values));
    find("said").textContent = notes.at(-1);
    draw();
  }

  function draw() {
    find("folder-notes").querySelector("ul").replaceChildren(
      ...notes.map((text) => {
        const row = document.createElement("li");
        row.append(Object.assign(document.createElement("bdi"), { textContent: text }));
        return row;
      }),
    );
    find("folder-notes").hidden = !notes.length;
    const had = find("reading").contains(document.activeElement);
    find("reading").hidden = !reading;
    if (!reading && had) find("folder-button").focus();
    if (!reading) return;
    const { name, done, whole, share } = reading;
    find("reading").querySelector("p").textContent = word(form ? "reading_sent" : "reading", { name, done, whole });
    find("reading").querySelector("progress").value = share;
  }

  // Why so much is not read at all; null when it is.
  function whyNot(name, bytes) {
    const { mostBytes, roomBytes } = find("reading").dataset;
    if (bytes > mostBytes) return ["folder_big", { name, whole: megabytes(bytes), most: megabytes(mostBytes) }];
    if (bytes > roomBytes) return ["folder_room", { name, whole: megabytes(bytes), most: megabytes(roomBytes) }];
    return null;
  }

  function tellLeft(name, left) {
    const more = left.length > MOST_NAMED ? " …" : "";
    note("folder_left", { name, count: left.length, files: left.slice(0, MOST_NAMED).join(", ") + more });
  }

  // One zip of what can be read of it.
  async function pack({ name, entries: found, left }) {
    const { signal } = reading.control;
    const entries = await folders.sized(found, signal);
    const [whole, bytes] = [entries.length, entries.reduce((sum, { size }) => sum + size, 0)];
    if (!bytes) return note("folder_empty");
    const why = whyNot(name, bytes);
    if (why) return note(...why);
    let drawn = 0;
    const onRead = (done, read) => {
      if (performance.now() - drawn < OFTEN_MS) return;
      drawn = performance.now();
      Object.assign(reading, { done, whole, share: bytes ? (100 * read) / bytes : 0 });
      draw();
    };
    const { zip, left: unread } = await window.sl.zipped(entries, { signal, onRead });
    const missing = [...left, ...unread];
    if (unread.length && !zip.bytes) return note("folder_gone", { name });
    const { lastModified } = entries[0].file;
    const file = new File(zip.end(), `${name}.zip`, { type: "application/zip", lastModified });
    zips.push({ name: file.name, size: file.size, lastModified });
    choose([file]);
    if (missing.length) tellLeft(name, missing);
  }

  async function read(folder) {
    const { name, entries, left } = folder;
    const { mostFiles } = find("reading").dataset;
    if (entries.length > mostFiles) return note("folder_many", { name, most: mostFiles });
    if (!entries.length && left.length) return note("folder_gone", { name });
    if (!entries.length) return note("folder_empty");
    if (!folders.isPapers(folder)) return pack(folder);
    choose(entries.map(({ file }) => file));
    note("folder_papers", { name });
  }

  // One after another: a disc that is read in two places at once takes far longer.
  async function readAll() {
    notes = [];
    while (waiting.length) {
      const { name, found } = waiting.shift();
      const control = new AbortController();
      reading = { name, control, done: 0, whole: "…", share: 0 };
      find("said").textContent = word("reading", reading);
      draw();
      try {
        await read(await found(control.signal));
      } catch {
        note(control.signal.aborted ? "folder_stopped" : "folder_gone", { name });
      }
    }
    reading = null;
    draw();
    goOn();
  }

  // The form that was sent off meanwhile goes now, unless there is something to be read first.
  function goOn() {
    const pressed = form;
    form = null;
    if (pressed?.isConnected && !notes.length) pressed.requestSubmit();
  }

  function take(...some) {
    waiting.push(...some);
    if (!reading) readAll();
  }

  function drop(entries) {
    const { mostFiles } = find("reading").dataset;
    const found = (entry) => (signal) => folders.ofEntry(entry, Number(mostFiles), signal);
    take(...entries.map((entry) => ({ name: entry.name, found: found(entry) })));
  }

  document.addEventListener("change", ({ target }) => {
    if (target.id !== "id_folder") return;
    const files = [...target.files]; // none: the folder is empty
    target.value = ""; // ready for the next disc
    const folder = folders.ofField(files);
    if (folder) take({ name: folder.name, found: async () => folder });
    else choose(files);
  });
  document.addEventListener("click", ({ target }) => {
    if (target.closest?.("#folder-button")) find("id_folder").click();
    if (target.closest?.("#reading button")) reading?.control.abort();
  });
  document.addEventListener(
    "submit",
    (event) => {
      if (!reading || !event.target.matches("[data-uploads]")) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      form = event.target;
      draw();
    },
    { capture: true }, // before uploads.js
  );
  document.addEventListener("sl:chosen", draw); // the form may be another
  window.addEventListener("beforeunload", (event) => reading && event.preventDefault());

  Object.assign(window.sl, { dropFolders: drop, isFolder: (file) => zips.some((zip) => isSame(zip, file)) });
})();
