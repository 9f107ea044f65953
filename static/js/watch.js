// Looks again while something on the page is being checked. Without it, a reload does the same.
(() => {
  "use strict";
  const EVERY_MS = 3000;
  const MOST_LOOKS = 40;
  let looks = 0;

  async function look() {
    const watched = [...document.querySelectorAll("[data-watch]")];
    if (!watched.length || (looks += 1) > MOST_LOOKS) return;
    const busy = watched.some((part) => part.contains(document.activeElement));
    if (!document.hidden && !busy) {
      try {
        const answer = await fetch(location.href, { credentials: "same-origin" });
        if (!answer.ok || answer.redirected) return;
        const page = new DOMParser().parseFromString(await answer.text(), "text/html");
        for (const part of watched) {
          const fresh = page.getElementById(part.id);
          if (fresh) part.replaceWith(fresh);
        }
      } catch {
        // The line broke: look again later.
      }
    }
    setTimeout(look, EVERY_MS);
  }

  setTimeout(look, EVERY_MS);
})();
