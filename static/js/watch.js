// Looks again while something on the page is being checked, and when asked to by an event.
// Without it, a reload does the same.
(() => {
  "use strict";
  const EVERY_MS = 3000;
  const MOST_LOOKS = 40;
  let looks = 0;
  let timer = 0;
  let isLooking = false;
  let isAskedAgain = false;

  function renew(page) {
    for (const part of document.querySelectorAll("[data-fresh], [data-watch]")) {
      const fresh = page.getElementById(part.id);
      if (fresh && !part.contains(document.activeElement)) part.replaceWith(fresh);
    }
    document.dispatchEvent(new Event("sl:fresh"));
  }

  async function look() {
    clearTimeout(timer);
    if (isLooking) {
      isAskedAgain = true;
      return;
    }
    isLooking = true;
    let isCut = false;
    try {
      const answer = await fetch(location.href, { credentials: "same-origin" });
      if (!answer.ok || answer.redirected) return;
      renew(new DOMParser().parseFromString(await answer.text(), "text/html"));
    } catch {
      isCut = true; // look again later
    } finally {
      isLooking = false;
    }
    if (isAskedAgain) {
      isAskedAgain = false;
      look();
    } else {
      lookLater(isCut);
    }
  }

  function lookLater(isCut = false) {
    const isNeeded = isCut || document.querySelector("[data-watch]");
    if (!isNeeded || (looks += 1) > MOST_LOOKS) return;
    timer = setTimeout(() => (document.hidden ? lookLater(isCut) : look()), EVERY_MS);
  }

  document.addEventListener("sl:look", () => {
    looks = 0;
    look();
  });
  lookLater();
})();
