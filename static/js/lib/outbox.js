// Forms that are never lost: kept on the device first, sent when the network is there, removed when the server has them.
//
// A form takes part with the attribute data-outbox; components/outbox.js does the rest:
//
//   <form method="post" action="…" data-outbox="set" data-outbox-title="Goblet squat">
//     <input type="hidden" name="uuid" value="">
//
// * The POST must be idempotent on that uuid (filled here when it is empty) or on UUIDs inside the form. It answers 2xx
//   or a redirect when it has accepted, and 4xx (422 with the form's page, or JSON) when it refuses.
// * The server asks profiles.outbox.moment_of(request) for when the button was pressed.
// * data-outbox-title is what people call it, else the page's title; data-outbox="feedback" counts as no set.
// * data-outbox-rows (fresh forms only): every field "row" holds a UUID that other fields' names begin with; a page kept
//   on the device may be sent twice, so each sending of a fresh form names its rows anew.
// * A button with data-outbox-past goes past the outbox.
//
// The form gets bubbling events, also for what another tab or a later page sends; detail always has uuid:
//   outbox:kept     it is on the device
//   outbox:waiting  it could not be sent now; detail.why is "network", "signed-out" or "server"
//   outbox:sent     the server has it; detail.location is where it would lead, detail.now whether it went at once.
//                   Unless prevented, a form that went at once follows detail.location.
//   outbox:refused  the server will not have it; detail.faults are its sentences, detail.page its HTML. Unless
//                   prevented, the form is replaced by the one of the same id in that page.
//
// This module knows no page: the service worker runs it as well.

import { entriesOf, update } from "./outbox_store.js";
import { newUuid } from "./uuid.js";

const PATIENCE = 20_000; // ms for one try
const CLAIM = 30_000; // ms after which a sender that has died no longer counts
export const channel = globalThis.BroadcastChannel ? new BroadcastChannel("nextset-outbox") : null;

export async function keep(entry) {
  const fields = JSON.stringify(entry.fields);
  const kept = await update(entry.uuid, (old) => {
    if (old && old.account !== entry.account) return undefined;
    const same = old && old.state === "waiting" && JSON.stringify(old.fields) === fields;
    const made = old?.made ?? new Date().toISOString();
    const version = same ? old.version : newUuid();
    return { ...entry, made, order: old?.order ?? Date.now(), version, state: "waiting", claim: same ? old.claim : 0 };
  });
  if (!kept) throw new Error("The UUID belongs to somebody else's entry.");
  tell({ what: "kept", uuid: entry.uuid });
}

export async function discard(account, uuid) {
  await update(uuid, (entry) => (entry?.account === account ? null : undefined));
  tell({ what: "discarded", uuid });
}

// Somebody corrects what was refused, on a page that holds it; or has left that page, and it is to be tried again.
export function mend(account, uuid, state) {
  return update(uuid, (entry) => (entry?.account === account ? { ...entry, state } : undefined));
}

// Send what waits, the oldest first, and stop at the first that cannot go now: sets keep their order. The answer is why
// it stopped: null when nothing waits any more, else "network", "signed-out", "server" or "elsewhere" (another tab sends).
export async function send(account, token) {
  for (;;) {
    const [first] = (await entriesOf(account)).filter((entry) => entry.state === "waiting");
    if (!first) return null;
    const entry = await claimed(first.uuid);
    if (entry === "gone") continue;
    if (!entry) return "elsewhere";
    const outcome = await tried(entry, await token());
    if (await settled(entry, outcome)) tell({ ...outcome, uuid: entry.uuid });
    if (outcome.what === "waiting") return outcome.why;
  }
}

async function claimed(uuid) {
  const now = Date.now();
  let gone = false;
  const entry = await update(uuid, (found) => {
    gone = !found || found.state !== "waiting";
    return gone || found.claim > now ? undefined : { ...found, claim: now + CLAIM };
  });
  return gone ? "gone" : entry;
}

async function tried(entry, token) {
  const body = new URLSearchParams(entry.fields);
  const headers = { "X-CSRFToken": token, "Outbox-Account": entry.account, "Outbox-Made": entry.made };
  const options = { method: "POST", body, headers, credentials: "same-origin", redirect: "manual", cache: "no-store" };
  let response;
  let page = "";
  try {
    response = await fetch(entry.action, { ...options, signal: AbortSignal.timeout?.(PATIENCE) });
    page = response.ok ? "" : await response.text();
  } catch {
    return { what: "waiting", why: "network" };
  }
  // Without this header it was not the app that answered: a network's own sign-in page, say, or a proxy.
  if (!response.headers.has("Outbox-Heard")) return { what: "waiting", why: "network" };
  if (response.ok) return { what: "sent", location: response.headers.get("Outbox-Location") };
  if (response.status === 401 || response.status === 403) return { what: "waiting", why: "signed-out" };
  if (response.status >= 500 || [408, 425, 429].includes(response.status)) return { what: "waiting", why: "server" };
  return { what: "refused", page, json: /json/.test(response.headers.get("Content-Type") ?? "") };
}

// Write down what became of an entry; whether that still holds for what is kept now.
async function settled(entry, outcome) {
  let holds = false;
  await update(entry.uuid, (found) => {
    // Changed while it was on its way: what is there now is still to be sent.
    holds = found?.version === entry.version;
    if (!holds) return found && { ...found, claim: 0 };
    if (outcome.what === "sent") return null;
    if (outcome.what === "waiting") return { ...found, claim: 0 };
    return { ...found, claim: 0, state: "refused", page: outcome.page, json: outcome.json };
  });
  return holds;
}

const listeners = new Set();

// Hear of what becomes of entries, here and in other tabs: {what, uuid, …, here}.
export function listen(listener) {
  listeners.add(listener);
}

function tell(news) {
  for (const listener of listeners) listener({ ...news, here: true });
  channel?.postMessage(news);
}

channel?.addEventListener("message", ({ data }) => {
  for (const listener of listeners) listener({ ...data, here: false });
});
