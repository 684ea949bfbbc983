// Styles, scripts and pictures: kept as a whole, under the version they belong to.

export function startAssets({ version, files, offline, isHashed }) {
  const name = `nextset-files-${version}`;
  const ours = new Set(files);

  async function fill() {
    const cache = await caches.open(name);
    await cache.addAll([...files, new Request(offline, { credentials: "same-origin", cache: "reload" })]);
  }

  // Files of earlier versions, once pages no longer need them.
  async function drop() {
    for (const other of await caches.keys()) {
      if (other.startsWith("nextset-files-") && other !== name) await caches.delete(other);
    }
  }

  function answer(event, address) {
    if (!ours.has(address.pathname)) return;
    event.respondWith(isHashed ? keptFirst(event.request) : freshFirst(event.request));
  }

  async function keptFirst(request) {
    return (await caches.match(request)) ?? fetch(request);
  }

  async function freshFirst(request) {
    try {
      return await fetch(request);
    } catch {
      return (await caches.match(request)) ?? Response.error();
    }
  }

  return { fill, drop, answer };
}
