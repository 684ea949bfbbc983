// Registers the service worker, and says so when a page is one that was kept.

export function startInstall() {
  const { worker, kept } = document.documentElement.dataset;
  if (kept) sayKept(kept);
  if (!worker || !("serviceWorker" in navigator)) return;
  // After the page: what it shows comes first.
  if (document.readyState === "complete") register(worker);
  else window.addEventListener("load", () => register(worker), { once: true });
}

async function register(worker) {
  const hadNone = !navigator.serviceWorker.controller;
  try {
    await navigator.serviceWorker.register(worker, { scope: "/", type: "module", updateViaCache: "none" });
  } catch {
    // A browser without workers made of modules, or no network just now: the site works without.
    return;
  }
  const { active } = await navigator.serviceWorker.ready;
  if (hadNone) active.postMessage({ keep: location.href });
}

function sayKept(moment) {
  const line = document.querySelector("[data-kept-line]");
  if (!line) return;
  const time = line.querySelector("time");
  const language = document.documentElement.lang || undefined;
  time.dateTime = moment;
  time.textContent = new Date(moment).toLocaleString(language, { dateStyle: "medium", timeStyle: "short" });
  line.hidden = false;
}
