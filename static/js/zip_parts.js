// Makes one zip of many files without copying them: headers in memory, and between them the
// files themselves, which are read from the disc when they are sent. The same files make the
// same bytes: no time of day, no chance. docs/decisions/0029-a-folder-is-sent-as-one-zip.md
window.sl = window.sl || {};
(() => {
  "use strict";
  const PIECE = 1024 * 1024;
  const [MOST_16, MOST_32] = [0xffff, 0xffffffff]; // these values themselves say "see zip64"
  const [PLAIN, ZIP64] = [20, 45]; // the version of the format that a reader must know
  const UTF8 = 0x0800;
  const GATHERED = 400; // parts: a hundred files with their headers
  const DAY = 0x0021; // 1 January 1980: times differ between devices, and the mark would too
  const SUMS = Uint32Array.from({ length: 256 }, (_none, byte) => {
    let sum = byte;
    for (let bit = 0; bit < 8; bit += 1) sum = sum & 1 ? (sum >>> 1) ^ 0xedb88320 : sum >>> 1;
    return sum;
  });

  function sumOn(sum, piece) {
    for (let n = 0; n < piece.length; n += 1) sum = (sum >>> 8) ^ SUMS[(sum ^ piece[n]) & 0xff];
    return sum;
  }

  // CRC-32 of a file, a piece at a time. Throws where the file cannot be read to its end.
  async function sumOf({ file, size }, signal) {
    let sum = MOST_32;
    for (let at = 0; at < size; at += PIECE) {
      signal?.throwIfAborted();
      const piece = new Uint8Array(await file.slice(at, at + PIECE).arrayBuffer());
      if (piece.length !== Math.min(PIECE, size - at)) throw new Error("cut short");
      sum = sumOn(sum, piece);
    }
    return (sum ^ MOST_32) >>> 0;
  }

  // Numbers one after another, the lowest byte first: [bytes, value] each.
  function packed(...fields) {
    const made = new DataView(new ArrayBuffer(fields.reduce((sum, [bytes]) => sum + bytes, 0)));
    let at = 0;
    for (const [bytes, value] of fields) {
      if (bytes === 2) made.setUint16(at, value, true);
      if (bytes === 4) made.setUint32(at, value, true);
      if (bytes === 8) made.setBigUint64(at, BigInt(value), true);
      at += bytes;
    }
    return new Uint8Array(made.buffer);
  }

  // The extra field with the numbers that are too large for their places.
  function large(numbers) {
    if (!numbers.length) return new Uint8Array();
    return packed([2, 0x0001], [2, 8 * numbers.length], ...numbers.map((number) => [8, number]));
  }

  // What the header before a file and its line in the directory have in common.
  function facts({ size, sum, name }, more) {
    const short = Math.min(size, MOST_32);
    const version = [2, more.length ? ZIP64 : PLAIN];
    const head = [version, [2, UTF8], [2, 0], [2, 0], [2, DAY], [4, sum], [4, short], [4, short]];
    return [...head, [2, name.length], [2, more.length]];
  }

  function before(member) {
    const more = large(member.size < MOST_32 ? [] : [member.size, member.size]);
    return [packed([4, 0x04034b50], ...facts(member, more)), member.name, more];
  }

  function listed(member) {
    const sizes = member.size < MOST_32 ? [] : [member.size, member.size];
    const more = large(member.at < MOST_32 ? sizes : [...sizes, member.at]);
    const rest = [[2, 0], [2, 0], [2, 0], [4, 0], [4, Math.min(member.at, MOST_32)]];
    return [packed([4, 0x02014b50], [2, ZIP64], ...facts(member, more), ...rest), member.name, more];
  }

  function ending(count, size, at) {
    const [few, short, near] = [Math.min(count, MOST_16), Math.min(size, MOST_32), Math.min(at, MOST_32)];
    const last = packed([4, 0x06054b50], [2, 0], [2, 0], [2, few], [2, few], [4, short], [4, near], [2, 0]);
    if (count < MOST_16 && size < MOST_32 && at < MOST_32) return [last];
    const counts = [[8, count], [8, count], [8, size], [8, at]];
    const wide = packed([4, 0x06064b50], [8, 44], [2, ZIP64], [2, ZIP64], [4, 0], [4, 0], ...counts);
    return [wide, packed([4, 0x07064b50], [4, 0], [8, at + size], [4, 1]), last];
  }

  const lengthOf = (parts) => parts.reduce((sum, part) => sum + (part.size ?? part.length), 0);

  class Zip {
    constructor() {
      Object.assign(this, { gathered: [], parts: [], directory: [], at: 0, count: 0, bytes: 0 });
    }

    put(added) {
      for (const part of added) {
        this.at += part.length;
        this.parts.push(part);
      }
    }

    add({ path, file, size }, sum) {
      const member = { at: this.at, sum, size, name: new TextEncoder().encode(path) };
      this.directory.push(...listed(member));
      this.put(before(member));
      this.parts.push(file);
      this.at += size;
      this.count += 1;
      this.bytes += size;
    }

    // One part of many: the browser needs a moment for each file in it, and the page would stand
    // still while it takes them all at once.
    gather() {
      this.gathered.push(new Blob(this.parts));
      this.parts = [];
    }

    // All parts of the zip, one after another.
    end() {
      const begin = this.at;
      this.put(this.directory);
      this.put(ending(this.count, this.at - begin, begin));
      return [...this.gathered, ...this.parts];
    }
  }

  // Where a file cannot be read, can another that was read before? Else the disc is gone.
  function isGone(known) {
    const read = known?.slice(0, 1).arrayBuffer();
    return read ? read.then(() => false, () => true) : false;
  }

  // Reads each file once; `entries` are { path, file, size }. Gives the zip, and the paths that could
  // not be read and are `left` out. `onRead(files, bytes)` hears how far it is. Throws when it
  // is stopped, and when nothing can be read any more.
  async function zipped(entries, { signal, onRead } = {}) {
    const [zip, left] = [new Zip(), []];
    let [bytes, known] = [0, null];
    for (const [n, entry] of entries.entries()) {
      onRead?.(n, bytes);
      try {
        zip.add(entry, await sumOf(entry, signal));
        if (entry.size) known = entry.file;
      } catch (error) {
        if (signal?.aborted || (await isGone(known))) throw error;
        left.push(entry.path);
      }
      if (zip.parts.length >= GATHERED) zip.gather();
      bytes += entry.size;
    }
    return { zip, left };
  }

  Object.assign(window.sl, { Zip, zipped });
})();
