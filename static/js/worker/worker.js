// The service worker: pages that were opened stay readable without a network, and what waits is sent when it is back.
// Addresses, files and their version come from the server (workout_app/installing.py).

import { startAssets } from "./assets.js";
import { startPages } from "./pages.js";
import { sendOutbox } from "./sync.js";

export function startWorker(facts) {
  const assets = startAssets(facts);
  const pages = startPages(facts);

  self.addEventListener("install", (event) => {
    event.waitUntil(assets.fill().then(() => self.skipWaiting()));
  });

  self.addEventListener("activate", (event) => {
    event.waitUntil(takeOver());
  });

  async function takeOver() {
    await self.registration.navigationPreload?.enable();
    await self.clients.claim();
    await pages.renew();
    await assets.drop();
  }

  self.addEventListener("fetch", (event) => {
    const { request } = event;
    const address = new URL(request.url);
    if (address.origin !== location.origin) return;
    if (request.method === "POST" && address.pathname === facts.signOut) event.waitUntil(pages.forget());
    if (request.method !== "GET") return;
    if (request.mode === "navigate") pages.answer(event, address);
    else assets.answer(event, address);
  });

  self.addEventListener("sync", (event) => {
    if (event.tag === "outbox") event.waitUntil(sendOutbox());
  });

  self.addEventListener("message", (event) => {
    // A page that was loaded before there was a worker asks to be kept as well.
    if (event.data?.keep) event.waitUntil(pages.fetchAndKeep(event.data.keep).catch(() => {}));
  });
}
