// Looks again for the person while a case summary or a packet is being built. Without it a link does.
const PAUSE = 3000;

async function look(panel) {
  const answer = await fetch(panel.dataset.summaries, { credentials: "same-origin" });
  if (!answer.ok || answer.redirected) return null;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  return page.querySelector(`#${panel.id} ol`);
}

function watch(panel) {
  if (!panel.querySelector("[data-busy]")) return;
  setTimeout(async () => {
    const list = await look(panel).catch(() => null);
    if (list) panel.querySelector("ol").replaceWith(list);
    watch(panel);
  }, PAUSE);
}

for (const panel of document.querySelectorAll("[data-summaries]")) watch(panel);
