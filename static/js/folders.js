// What is in a folder that was chosen or dropped: its name, and its files with their paths.
window.sl = window.sl || {};
(() => {
  "use strict";
  const JUNK = new Set([
    ".ds_store", "thumbs.db", "desktop.ini", "__macosx", ".spotlight-v100", ".trashes",
    ".fseventsd", "$recycle.bin", "system volume information",
  ]);
  const AT_ONCE = 100;
  const PAPER = /\.(pdf|jpe?g|png|heic|heif|tiff?|webp|bmp|gif|docx?|odt|rtf|xlsx?|csv|txt)$/i;
  const MOST_PAPERS = 100; // more pictures than that are a disc's, and no papers

  // What Windows and macOS leave behind. "._x" is beside a file x on sticks of a Mac.
  const isJunk = (path) => path.split("/").some((part) => part.startsWith("._") || JUNK.has(part.toLowerCase()));

  // The root of a drive is called "D:\" or nothing.
  function nameOf(raw) {
    const name = raw.normalize("NFC").replace(/[\\/:]/g, "").trim();
    return /^[a-z]?$/i.test(name) ? "disc" : name;
  }

  // `left`: what the browser could not even open.
  function folder(raw, found, left = []) {
    const named = found.map(({ path, file }) => ({ path: path.normalize("NFC"), file }));
    const entries = named.filter(({ path }) => !isJunk(path));
    entries.sort((one, other) => (one.path < other.path ? -1 : 1)); // the same on every device
    return { name: nameOf(raw), entries, left };
  }

  // From the field; null where the browser gave single files after all, as some phones do.
  function ofField(files) {
    const paths = files.map((file) => file.webkitRelativePath);
    if (!paths.every(Boolean)) return null;
    const top = (paths[0] ?? "").split("/")[0];
    const isIn = paths.every((path) => path.startsWith(`${top}/`));
    const found = files.map((file, n) => ({ file, path: isIn ? paths[n].slice(top.length + 1) : paths[n] }));
    return folder(isIn ? top : "", found);
  }

  const asked = (deed) => new Promise((resolve, reject) => deed(resolve, reject));

  // The browser gives a hundred at a time, and none at the end.
  async function inside(directory) {
    const reader = directory.createReader();
    const all = [];
    for (;;) {
      const some = await asked((resolve, reject) => reader.readEntries(resolve, reject));
      if (!some.length) return all;
      all.push(...some);
    }
  }

  // A folder that was dropped. Stops at `most` files: nobody waits for the list of a whole drive.
  async function ofEntry(top, most, signal) {
    const [found, left, waiting] = [[], [], [[top, ""]]];
    while (waiting.length && found.length <= most) {
      signal.throwIfAborted();
      const [entry, path] = waiting.pop();
      if (isJunk(path)) continue;
      try {
        if (entry.isFile) found.push({ path, file: await asked((...done) => entry.file(...done)) });
        else for (const each of await inside(entry)) waiting.push([each, path ? `${path}/${each.name}` : each.name]);
      } catch {
        left.push(path || top.name);
      }
    }
    return folder(top.name, found, left);
  }

  // Sizes are asked of the disk one by one while the page stands still: a hundred at a time.
  async function sized(entries, signal) {
    const all = [];
    for (const { path, file } of entries) {
      if (all.length % AT_ONCE === 0) await asked((resolve) => setTimeout(resolve));
      signal.throwIfAborted();
      all.push({ path, file, size: file.size });
    }
    return all;
  }

  // Photos and letters in a folder are papers, each to be looked at by itself.
  function isPapers({ entries, left }) {
    const isFew = entries.length <= MOST_PAPERS && !left.length;
    return isFew && entries.every(({ path }) => PAPER.test(path));
  }

  window.sl.folders = { ofField, ofEntry, isPapers, sized };
})();
