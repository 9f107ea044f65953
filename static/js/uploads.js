// Sends the files of a form in pieces, a few at a time, while the page stays as it is.
// Without it, the form sends them whole.
(() => {
  "use strict";
  const AT_ONCE = 3;
  const place = document.getElementById("sending");
  const list = place.querySelector("ul");
  const said = document.getElementById("said");
  const sendings = [];
  const ended = new Set(); // ids of uploads that are not unfinished any more
  let client = null;

  // The library is fetched when it is needed, and again when the line was broken.
  window.sl.client = () => {
    client ??= new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = place.dataset.client;
      script.onload = resolve;
      script.onerror = () => {
        client = null;
        script.remove();
        reject(new Error("no client"));
      };
      document.head.append(script);
    });
    return client;
  };

  // Somebody who signed in again in another window goes on here with a new token.
  window.sl.renewToken = async () => {
    const answer = await fetch(location.href, { credentials: "same-origin" });
    if (!answer.ok || answer.redirected) return false;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.querySelector("[name=csrfmiddlewaretoken]").value;
    for (const field of document.querySelectorAll("[name=csrfmiddlewaretoken]")) field.value = fresh;
    return true;
  };

  function begin() {
    const waiting = sendings.filter((each) => each.state === "waiting");
    waiting.sort((one, other) => one.file.size - other.file.size);
    const free = AT_ONCE - sendings.filter((each) => each.isActive).length;
    for (const sending of waiting.slice(0, Math.max(0, free))) sending.run();
  }

  function changed(sending) {
    const { state } = sending;
    if (state === "ended") tell(sending);
    if (["ended", "left_out", "again"].includes(state)) drop(sending);
    if (state === "again") document.getElementById(sending.told.folder ? "folder-button" : "id_files")?.focus();
    if (["refused", "unread", "left", "away", "full"].includes(state))
      said.textContent = window.sl.word("stopped", { name: sending.file.name });
    hideOwn();
    begin();
  }

  const idOf = ({ url }) => url.split("/").at(-2);

  function tell({ file, result, url }) {
    ended.add(idOf({ url }));
    const words = { kept: "kept", twice: "known", named: "known" };
    said.textContent = window.sl.word(words[result] ?? "not_kept", { name: file.name });
    history.replaceState(null, "", `?sent=${place.dataset.since}`);
    document.dispatchEvent(new Event("sl:look"));
  }

  function drop(sending) {
    sendings.splice(sendings.indexOf(sending), 1);
    const had = sending.line.part.contains(document.activeElement);
    sending.line.part.remove();
    place.hidden = !sendings.length;
    if (had) (place.hidden ? document.getElementById("main") : place).focus();
  }

  function show(files, told, isDocument) {
    const id = isDocument ? `${Date.now()}-${Math.random().toString(36).slice(2)}` : "";
    files.forEach((file, page) => {
      const paged = id ? { document: id, page } : {};
      const folder = window.sl.isFolder(file) ? { folder: "yes" } : {};
      const sending = new window.sl.Sending(file, { ...told, ...paged, ...folder }, changed);
      sendings.push(sending);
      list.append(sending.line.part);
    });
    place.hidden = false;
    place.focus();
    begin();
  }

  // The server lists what has not arrived; what is on its way here has a line here.
  function hideOwn() {
    const own = new Set([...ended, ...sendings.map(idOf)]);
    for (const row of document.querySelectorAll("[data-upload]")) row.hidden = own.has(row.dataset.upload);
    const rows = [...document.querySelectorAll("[data-upload]")];
    const section = document.querySelector("#unfinished > section");
    if (section) section.hidden = rows.every((row) => row.hidden);
  }

  // Asks whether what stands beside the files is clear. True: the form is fresh again.
  async function check(form) {
    const beside = new FormData(form);
    beside.delete("files");
    beside.set("do", "check");
    const answer = await fetch(form.action, {
      method: "POST",
      body: new URLSearchParams(beside),
      signal: AbortSignal.timeout?.(30000),
    });
    if (answer.redirected) {
      location.assign(answer.url); // signed out: what was typed is kept there
      return false;
    }
    if (answer.status === 403 && (await window.sl.renewToken())) return check(form);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.getElementById("add");
    if (!fresh) return true; // not told what is wrong with it: each file will say
    if (answer.status === 422) fresh.querySelector("#id_files").files = form.querySelector("#id_files").files;
    document.title = page.title;
    document.getElementById("errors")?.remove();
    document.getElementById("add").replaceWith(fresh);
    const errors = page.getElementById("errors");
    if (errors) document.querySelector("main h1").before(errors);
    errors?.focus();
    document.dispatchEvent(new Event("sl:chosen"));
    return answer.ok;
  }

  // The answers beside the files as the server reads them; only what would break it is coded.
  function answersOf(form) {
    const plain = [...new FormData(form)].filter(([, value]) => typeof value === "string" && value);
    const kept = plain.filter(([name]) => !["csrfmiddlewaretoken", "kept_for", "do"].includes(name));
    return kept.map(([name, value]) => `${name}=${value.replace(/[%&+=;#]/g, encodeURIComponent)}`).join("&");
  }

  async function take(form) {
    const field = form.querySelector("#id_files");
    const [files, answers] = [[...field.files], answersOf(form)];
    const isDocument = form.elements.one_document?.checked && files.length > 1;
    const { record } = form.dataset;
    form.dataset.busy = "yes";
    try {
      const isClear = !form.dataset.uploads || (await check(form).catch(() => true));
      if (!isClear) return;
      if (form.isConnected) {
        field.value = "";
        document.dispatchEvent(new Event("sl:chosen"));
      }
      show(files, record ? { record } : { form: answers }, isDocument || Boolean(record));
    } finally {
      delete form.dataset.busy;
    }
  }

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.matches("[data-leave]")) {
      event.preventDefault();
      document.activeElement.blur(); // what has the focus is not renewed
      fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)) })
        .catch(() => {})
        .then(() => document.dispatchEvent(new Event("sl:look")));
    }
    if (!form.matches("[data-uploads]") || !form.querySelector("#id_files").files.length) return;
    event.preventDefault();
    if (!form.dataset.busy) take(form);
  });

  document.addEventListener("click", (event) => {
    if (!event.target.closest("[data-look]")) return;
    event.preventDefault();
    document.activeElement.blur();
    document.dispatchEvent(new Event("sl:look"));
  });
  document.addEventListener("sl:fresh", hideOwn);
  window.addEventListener("beforeunload", (event) => {
    if (sendings.some((each) => each.isActive || each.state === "waiting")) event.preventDefault();
  });
})();
