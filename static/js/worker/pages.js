// Pages: from the network while there is one, else as they were when last opened. They are kept for one person only: the
// server says with every page whose it is, and the pages of anybody else go at once.

import { noteAccount, notedAccount } from "../lib/outbox_store.js";

const MOST_PAGES = 60;
const MOST_BYTES = 400_000;
const PATIENCE = 6_000; // ms before a kept page is better than waiting
const RENEWED = 20;
const PREFIX = "nextset-pages-";
// A proxy in front of an app that is down.
const NOT_THERE = [502, 503, 504];

export function startPages({ version, offline, home, picks, members, guests }) {
  const cacheName = (account) => `${PREFIX}${version}-${account}`;

  function isKept(pathname, account) {
    const prefixes = account === "guest" ? guests : members;
    return prefixes.some((prefix) => (prefix === home ? pathname === home : pathname.startsWith(prefix)));
  }

  function answer(event, address) {
    event.respondWith(page(event, address));
  }

  async function page(event, address) {
    const fresh = Promise.resolve(event.preloadResponse).then((response) => response ?? fetch(event.request));
    event.waitUntil(fresh.then((response) => seen(event.request.url, response.clone())).catch(() => {}));
    let response;
    try {
      response = await Promise.race([fresh, patience()]);
      if (!NOT_THERE.includes(response.status)) return response;
    } catch {
      // No network, or one that is too slow to wait for if there is anything else to show.
    }
    const old = await kept(event.request.url);
    return old ?? response ?? fresh.catch(() => instead(address));
  }

  async function instead(address) {
    if (address.pathname === home && (await kept(new URL(picks, location.origin).href))) return Response.redirect(picks);
    return (await caches.match(offline)) ?? Response.error();
  }

  // Note whose page came, forget everybody else's, and keep it if it is one to keep.
  async function seen(url, response) {
    const account = response.headers.get("Nextset-Account");
    if (!account) return;
    await noteAccount(account);
    await forget(account);
    if (response.status !== 200 || response.redirected || !isKept(new URL(url).pathname, account)) return;
    if (/no-store/.test(response.headers.get("Cache-Control") ?? "")) return;
    const body = await response.blob();
    if (body.size > MOST_BYTES) return;
    const headers = new Headers(response.headers);
    headers.set("Nextset-Kept", new Date().toISOString());
    const cache = await caches.open(cacheName(account));
    // Deleted first, so that what was opened last stands last.
    await cache.delete(url);
    await cache.put(url, new Response(body, { headers }));
    const all = await cache.keys();
    for (const request of all.slice(0, Math.max(0, all.length - MOST_PAGES))) await cache.delete(request);
    await inLanguageOf(response);
  }

  // The page for no network speaks the language of the last page.
  async function inLanguageOf(response) {
    const language = response.headers.get("Content-Language");
    const old = await caches.match(offline);
    if (!old || !language || old.headers.get("Content-Language") === language) return;
    const cache = await caches.open(`nextset-files-${version}`);
    await cache.add(new Request(offline, { credentials: "same-origin", cache: "reload" }));
  }

  // The page as it was, marked with when that was; the query only matters when the same one is there.
  async function kept(url) {
    const account = await notedAccount();
    if (!account || !(await caches.has(cacheName(account)))) return undefined;
    const cache = await caches.open(cacheName(account));
    const found = (await cache.match(url)) ?? (await cache.match(url, { ignoreSearch: true }));
    if (!found) return undefined;
    const text = await found.text();
    const marked = text.replace("<html ", `<html data-kept="${found.headers.get("Nextset-Kept")}" `);
    return new Response(marked, { headers: found.headers });
  }

  async function forget(account) {
    for (const name of await caches.keys()) {
      if (name.startsWith(PREFIX) && !(account && name.endsWith(`-${account}`))) await caches.delete(name);
    }
  }

  async function fetchAndKeep(url) {
    const response = await fetch(url, { credentials: "same-origin", headers: { Accept: "text/html" } });
    await seen(url, response);
  }

  // Pages of an earlier version name files that are going away: fetch the latest of them anew.
  async function renew() {
    for (const name of await caches.keys()) {
      if (!name.startsWith(PREFIX) || name.startsWith(`${PREFIX}${version}-`)) continue;
      const requests = await (await caches.open(name)).keys();
      for (const { url } of requests.slice(-RENEWED)) await fetchAndKeep(url).catch(() => {});
      await caches.delete(name);
    }
  }

  return { answer, forget, fetchAndKeep, renew };
}

function patience() {
  return new Promise((_resolve, reject) => {
    setTimeout(() => reject(new Error("too slow")), PATIENCE);
  });
}
