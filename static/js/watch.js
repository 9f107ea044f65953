// Looks again while something on the page is being checked. Without it, a reload does the same.
(() => {
  "use strict";
  const EVERY_MS = 3000;
  const MOST_LOOKS = 40;
  let looks = 0;

  async function look() {
    const old = document.querySelector("[data-watch]");
    if (!old || (looks += 1) > MOST_LOOKS) return;
    if (!document.hidden && !old.contains(document.activeElement)) {
      try {
        const answer = await fetch(location.href, { credentials: "same-origin" });
        if (!answer.ok || answer.redirected) return;
        const page = new DOMParser().parseFromString(await answer.text(), "text/html");
        const fresh = page.getElementById(old.id);
        if (fresh) old.replaceWith(fresh);
      } catch {
        // The line broke: look again later.
      }
    }
    setTimeout(look, EVERY_MS);
  }

  setTimeout(look, EVERY_MS);
})();
