// The page for no network: lists the pages that are kept on this device, and loads again when the network is back.

import { notedAccount } from "../lib/outbox_store.js";

export async function startOfflinePage() {
  const list = document.querySelector("[data-kept-pages]");
  if (!list) return;
  window.addEventListener("online", reload);
  const account = await notedAccount();
  const names = (await caches.keys()).filter((name) => name.startsWith("nextset-pages-") && name.endsWith(`-${account}`));
  for (const name of names) {
    const cache = await caches.open(name);
    for (const request of (await cache.keys()).reverse().slice(0, 15)) {
      const text = await (await cache.match(request)).text();
      const title = /<title>([^<]*)<\/title>/.exec(text)?.[1].split(" · ")[0];
      list.append(item(request.url, new DOMParser().parseFromString(title ?? "", "text/html").body.textContent));
    }
  }
  list.parentElement.hidden = !list.children.length;
}

// A device may say that it is online before it is, and a page that loads again for nothing takes away what was pressed.
async function reload() {
  const answer = await fetch(location.href, { method: "HEAD", cache: "no-store" }).catch(() => null);
  if (answer) location.reload();
}

function item(url, title) {
  const link = document.createElement("a");
  link.href = url;
  link.textContent = title || new URL(url).pathname;
  const entry = document.createElement("li");
  entry.append(link);
  return entry;
}
