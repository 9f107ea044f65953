// One file on its way: begun, sent in pieces, gone on with after each break, told how it ended.
// The pieces are sent by tus-js-client; what is kept of an upload is kept by the server alone.
window.sl = window.sl || {};
(() => {
  "use strict";
  const KB = 1024;
  const [LEAST_PIECE, FIRST_PIECE, MOST_PIECE] = [128 * KB, 1024 * KB, 4096 * KB];
  const [QUICK_MS, SLOW_MS] = [3000, 15000]; // a piece should take about as long
  const SILENT_MS = 60000; // a line on which nothing moves is given up and tried anew
  const WAITS = [1, 2, 4, 8, 15, 30, 60]; // seconds between tries, then always the last
  const MOMENT = 3; // tries that may fail before the person is told that the line is broken
  const [EDGE, SAMPLE, SAMPLES] = [64 * KB, 4 * KB, 14];
  const OVER = new Set(["left_out", "given_up"]);

  const token = () => document.querySelector("[name=csrfmiddlewaretoken]").value;

  function coded(text) {
    return btoa(String.fromCharCode(...new TextEncoder().encode(text)));
  }

  // Says whether it is the same file when it is chosen again: its length, both ends, and
  // samples between them. Without a safe address there is none, and it begins anew.
  async function markOf(file) {
    if (!window.crypto?.subtle) return "";
    const parts = [`${file.size} `, file.slice(0, EDGE)];
    for (let n = 1; n <= SAMPLES; n += 1) {
      const at = Math.floor((file.size * n) / (SAMPLES + 1));
      parts.push(file.slice(at, at + SAMPLE));
    }
    parts.push(file.slice(Math.max(0, file.size - EDGE)));
    const digest = await crypto.subtle.digest("SHA-256", await new Blob(parts).arrayBuffer());
    return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  }

  async function checksum(blob) {
    const digest = await crypto.subtle.digest("SHA-256", await blob.arrayBuffer());
    return `sha256 ${btoa(String.fromCharCode(...new Uint8Array(digest)))}`;
  }

  class Sending {
    // `told` is what goes with it, `onChange` is called when its state is another.
    constructor(file, told, onChange) {
      Object.assign(this, { file, told, onChange, state: "waiting", url: "" });
      Object.assign(this, { done: 0, safe: 0, piece: FIRST_PIECE });
      this.line = new window.sl.Line(file, (deed) => this.act(deed), Boolean(told.folder));
      this.draw();
    }

    get isActive() {
      return ["arriving", "broken", "busy"].includes(this.state);
    }

    become(state, text = "") {
      this.state = state;
      this.text = text;
      this.draw();
      this.onChange(this);
    }

    draw() {
      this.line.draw(this.state, this, this.text);
    }

    act(deed) {
      if (deed === "pause") this.halt("paused");
      if (deed === "go") this.become("waiting");
      if (deed === "again") this.halt("again");
      if (deed === "leave") this.leave();
    }

    // Ends what is going on now, in this state.
    halt(state) {
      const { client, end } = this;
      this.turn = null;
      client?.abort();
      end?.({});
      this.become(state);
    }

    async leave() {
      const { url } = this;
      this.halt("left_out");
      if (url) await fetch(url, { method: "DELETE", headers: this.headers() }).catch(() => {});
      document.dispatchEvent(new Event("sl:look"));
    }

    headers(more = {}) {
      return { "Tus-Resumable": "1.0.0", "X-CSRFToken": token(), ...more };
    }

    // Sends it, as often as the line breaks; resolves when it ended or stopped.
    async run() {
      const turn = (this.turn = {}); // halted, or begun once more, it is another's
      let tries = 0;
      this.become("arriving");
      while (this.turn === turn) {
        const before = this.safe;
        const how = await this.attempt(turn).catch(() => this.unanswered());
        if (this.turn !== turn) return;
        if (how.state) {
          this.become(how.state, how.text);
          return how.state === "elsewhere" ? this.afterOther() : undefined;
        }
        tries = this.safe > before ? 1 : tries + 1;
        this.broke(how, tries);
        await this.rest(how.after ?? WAITS[Math.min(tries, WAITS.length) - 1]);
      }
    }

    broke({ isBusy }, tries) {
      if (isBusy) return this.become("busy");
      this.cutAt ??= new Date();
      this.piece = Math.max(LEAST_PIECE, this.piece / 4);
      if (tries >= MOMENT || !navigator.onLine) this.become("broken");
    }

    // Something moves again.
    moved(sent) {
      if (this.cutAt) [this.brokeAt, this.from, this.cutAt] = [this.cutAt, this.safe, null];
      this.done = sent;
      if (this.state === "arriving") this.draw();
      else this.become("arriving");
    }

    // Waits, but no longer than until the device has a connection again.
    rest(seconds) {
      return new Promise((resolve) => {
        const done = () => {
          clearTimeout(timer);
          window.removeEventListener("online", done);
          resolve();
        };
        const timer = setTimeout(done, seconds * 1000);
        window.addEventListener("online", done);
        this.end = done;
      });
    }

    async attempt(turn) {
      await window.sl.client();
      const how = this.url ? null : await this.begin();
      if (how || this.turn !== turn) return how ?? {};
      return this.alone(() => this.send(turn));
    }

    // The other window ended, paused or was closed: this one looks how far the file is.
    async afterOther() {
      await navigator.locks.request(`upload ${this.url}`, () => {});
      if (this.state === "elsewhere") this.become("waiting");
    }

    // Two windows of one browser that send the same file would only hinder each other.
    alone(send) {
      if (!navigator.locks) return send();
      return navigator.locks.request(`upload ${this.url}`, { ifAvailable: true }, (lock) =>
        lock ? send() : { state: "elsewhere" },
      );
    }

    async begin() {
      this.mark ??= await markOf(this.file).catch(() => null);
      if (this.mark === null) return { state: "unread" };
      const told = Object.entries({ filename: this.file.name, mark: this.mark, ...this.told });
      const metadata = told.map(([name, value]) => `${name} ${coded(String(value))}`).join(",");
      const answer = await fetch(document.getElementById("sending").dataset.begin, {
        method: "POST",
        headers: this.headers({ "Upload-Length": this.file.size, "Upload-Metadata": metadata }),
        signal: AbortSignal.timeout?.(SILENT_MS),
      });
      const header = (name) => answer.headers.get(name);
      if (header("Upload-Result") || !answer.ok) return this.judge(answer.status, header, await answer.text());
      this.url = header("Location");
      this.note(header);
      this.onChange(this);
      return null;
    }

    note(header) {
      if (header("Upload-Expires")) this.until = new Date(header("Upload-Expires"));
      if (header("Upload-Offset")) this.done = this.safe = Number(header("Upload-Offset"));
    }

    send(turn) {
      return new Promise((resolve) => {
        let heard = Date.now();
        let begun = heard;
        const watch = setInterval(() => {
          if (Date.now() - heard < SILENT_MS) return;
          client.abort();
          end({});
        }, 2000);
        const end = (how) => {
          clearInterval(watch);
          resolve(how);
        };
        const client = new window.tus.Upload(this.file, {
          uploadUrl: this.url,
          chunkSize: this.piece,
          retryDelays: null, // we try again ourselves, for as long as the page is open
          storeFingerprintForResuming: false, // nothing about a patient stays on the device
          headers: { "X-CSRFToken": token() },
          onBeforeRequest: async (request) => {
            if (request.getMethod() !== "PATCH" || !window.crypto?.subtle) return;
            const at = Number(request.getHeader("Upload-Offset"));
            const piece = this.file.slice(at, at + client.options.chunkSize);
            request.setHeader("Upload-Checksum", await checksum(piece));
            if (this.turn !== turn) throw new Error("halted");
            begun = heard = Date.now();
          },
          onAfterResponse: (_request, answer) => this.note((name) => answer.getHeader(name)),
          onProgress: (sent) => {
            heard = Date.now();
            if (this.turn === turn) this.moved(sent);
          },
          onChunkComplete: () => this.fit(client, Date.now() - begun),
          onError: (error) => this.failed(error).then(end),
          onSuccess: ({ lastResponse }) => end(this.ended(lastResponse.getHeader("Upload-Result"))),
        });
        Object.assign(this, { client, end });
        client.start();
      });
    }

    // A piece that is cut is sent again whole: small ones for a slow line, large for a quick.
    fit(client, took) {
      this.isRenewed = false;
      if (took < QUICK_MS) this.piece = Math.min(MOST_PIECE, this.piece * 2);
      if (took > SLOW_MS) this.piece = Math.max(LEAST_PIECE, this.piece / 2);
      client.options.chunkSize = this.piece;
    }

    async failed(error) {
      const answer = error.originalResponse;
      if (!answer) return this.unanswered();
      return this.judge(answer.getStatus(), (name) => answer.getHeader(name), answer.getBody());
    }

    // No answer came: the line broke, or the file is not there any more. Of a folder it is the
    // piece that is due that tells, since the ends of its zip are in memory.
    async unanswered() {
      try {
        await this.file.slice(0, 1).arrayBuffer();
        await this.file.slice(this.safe, this.safe + this.piece).arrayBuffer();
        await this.file.slice(-1).arrayBuffer();
        return {};
      } catch {
        return { state: "unread" };
      }
    }

    ended(result) {
      this.result = result || "kept";
      if (!OVER.has(result)) return { state: "ended" };
      this.url = ""; // sent once more, it begins anew
      return { state: "gone" };
    }

    // The token of the page may be that of a session before; else it is a right that is gone.
    async renew() {
      if (this.isRenewed) return { state: "left" };
      this.isRenewed = true;
      return (await window.sl.renewToken()) ? { after: 0 } : { state: "away" };
    }

    // What to do after an answer that is not a plain yes; {} is to try again.
    async judge(status, header, text) {
      if (header("Upload-Result")) return this.ended(header("Upload-Result"));
      if (status < 400) return this.unanswered(); // a good answer, and the line broke after it
      if (status === 401) return { state: "away" };
      if (status === 403) return this.renew();
      if (status === 404) return { state: "left" };
      if (status === 410) {
        this.url = "";
        return { state: "gone" };
      }
      if (status === 413 || status === 422) return { state: "refused", text };
      if (status === 507) return { state: "full", text };
      if (status >= 500 || [408, 409, 423, 429, 460].includes(status))
        return { isBusy: status === 503, after: Number(header("Retry-After")) || undefined };
      return { state: "refused", text: window.sl.word("odd") };
    }
  }

  window.sl.Sending = Sending;
})();
