// The line of one file that is on its way, and the words for it. Used by uploads.js.
window.sl = window.sl || {};
(() => {
  "use strict";
  const MB = 1024 * 1024;
  const { lang } = document.documentElement;
  // Days and hours as the other pages write them: 7 December, 14:02, with the digits 0 to 9.
  const LANGUAGE = `${lang === "en" ? "en-GB" : lang}-u-nu-latn-hc-h23`;
  const DOES = {
    // which buttons stand beside which state
    pause: ["arriving", "broken", "busy"],
    go: ["paused", "full", "away", "gone"],
    enter: ["away"],
    again: ["refused", "unread"],
    leave: ["paused", "waiting", "broken", "busy", "full", "away", "elsewhere", "refused", "unread", "gone", "left"],
  };

  function word(name, values = {}) {
    const words = document.getElementById("sending-words").content;
    const sentence = (key) => words.querySelector(`[data-word="${key}"]`);
    const found = sentence(name) ?? sentence(name.replace(/_folder$/, "")) ?? sentence("arriving");
    return found.textContent.replace(/\{(\w+)\}/g, (gap, key) => values[key] ?? gap);
  }

  // "58" or "2.1", as records/templatetags/upload_words.py writes it.
  function megabytes(bytes) {
    const size = bytes / MB;
    return size >= 10 ? size.toFixed(0) : Math.max(size, bytes ? 0.1 : 0).toFixed(1);
  }

  function moment(at, parts) {
    return new Intl.DateTimeFormat(LANGUAGE, parts).format(at);
  }

  class Line {
    constructor(file, act, isFolder) {
      const made = document.getElementById("sending-line").content.cloneNode(true);
      this.part = made.querySelector("li");
      Object.assign(this, { file, isFolder });
      this.find("[data-name]").textContent = file.name;
      this.find("progress").setAttribute("aria-label", file.name);
      for (const of of this.part.querySelectorAll("[data-of]")) of.textContent = `: ${file.name}`;
      this.part.addEventListener("click", (event) => {
        const button = event.target.closest("button[data-do]");
        if (button) act(button.dataset.do);
      });
    }

    find(what) {
      return this.part.querySelector(what);
    }

    // `facts`: done (bytes), until, brokeAt (moments), from (bytes); `text` instead of our words.
    draw(state, facts, text = "") {
      const bar = this.find("progress");
      bar.value = this.file.size ? (100 * facts.done) / this.file.size : 0;
      bar.classList.toggle("sl-bar--paused", state !== "arriving");
      bar.hidden = DOES.again.includes(state) || state === "left";
      this.find("[data-text]").textContent = text || this.sentence(state, facts);
      if (state === this.state) return;
      this.state = state;
      const had = this.part.contains(document.activeElement);
      for (const chip of this.part.querySelectorAll("[data-chip]"))
        chip.hidden = !chip.dataset.chip.split(" ").includes(state);
      for (const deed of this.part.querySelectorAll("[data-do]"))
        deed.hidden = !DOES[deed.dataset.do].includes(state);
      if (had && !document.activeElement.checkVisibility?.()) this.find("[data-do]:not([hidden])")?.focus();
    }

    sentence(state, { done, until, brokeAt, from }) {
      const isMended = state === "arriving" && brokeAt;
      const name = isMended ? "mended" : state;
      return word(this.isFolder ? `${name}_folder` : name, {
        done: megabytes(done),
        whole: megabytes(this.file.size),
        from: megabytes(from),
        time: brokeAt ? moment(brokeAt, { hour: "2-digit", minute: "2-digit" }) : "",
        day: until ? moment(until, { day: "numeric", month: "long" }) : "",
      });
    }
  }

  Object.assign(window.sl, { word, megabytes, Line });
})();
