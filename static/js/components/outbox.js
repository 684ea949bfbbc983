// Sends the forms marked data-outbox through the outbox, and tries again whenever there is hope. lib/outbox.js says how.

import { cookie } from "../lib/cookies.js";
import { keep, listen, mend, send } from "../lib/outbox.js";
import { entriesOf, noteAccount } from "../lib/outbox_store.js";
import { isUuid, mixed, newUuid } from "../lib/uuid.js";
import { pageOf, sentencesOf } from "./outbox_answers.js";
import { showOutbox } from "./outbox_line.js";

const DELAYS = [3_000, 10_000, 30_000, 60_000]; // ms from a failed try to the next
const pressed = new Set(); // what was submitted on this page and has not been tried yet
const past = new WeakSet(); // forms that go past the outbox, since nothing could be kept
let account = null;
let queue = Promise.resolve();
let timer = null;
let failures = 0;

export function startOutbox() {
  account = document.documentElement.dataset.account;
  // Pages of errors do not know whose they are.
  if (account === undefined || !globalThis.indexedDB) return;
  noteAccount(account).catch(() => {});
  if (account === "guest") return;
  listen(hear);
  document.addEventListener("submit", onSubmit);
  document.addEventListener("htmx:sendError", onSendError);
  window.addEventListener("online", flush);
  window.addEventListener("pageshow", ({ persisted }) => persisted && flush());
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && flush());
  resume();
}

// What was being corrected on a page that is gone is tried again, so that it is refused in sight or accepted.
async function resume() {
  const entries = await entriesOf(account).catch(() => []);
  for (const { uuid, state } of entries) {
    if (state === "mending" && !formOf(uuid)) await mend(account, uuid, "waiting");
  }
  await flush();
}

export function flush() {
  clearTimeout(timer);
  queue = queue.then(run, run);
  return queue;
}

async function run() {
  const why = await send(account, () => cookie("csrftoken")).catch(() => "server");
  failures = why ? failures + 1 : 0;
  if (why) timer = setTimeout(flush, DELAYS[Math.min(failures, DELAYS.length) - 1]);
  if (why && why !== "elsewhere") othersWait(why);
  await showOutbox(account, why);
}

// What stands behind the one that could not go waits as well, whichever tab tried.
function othersWait(why) {
  for (const uuid of [...pressed]) hear({ what: "waiting", uuid, why, here: true });
}

function onSubmit(event) {
  const form = event.target;
  // What htmx sends itself is kept when that fails.
  if (event.defaultPrevented || !form.hasAttribute("data-outbox") || past.has(form)) return;
  if (event.submitter?.hasAttribute("data-outbox-past")) return;
  event.preventDefault();
  // Without a network nobody would say what is wrong, so the browser does.
  if (!navigator.onLine && !form.reportValidity()) return;
  take(form, event.submitter);
}

async function take(form, submitter) {
  const field = form.elements.namedItem("uuid");
  const uuid = isUuid(field?.value ?? "") ? field.value : newUuid();
  if (field) field.value = uuid;
  const action = submitter?.getAttribute("formaction") ?? form.getAttribute("action") ?? location.href;
  form.setAttribute("aria-busy", "true");
  pressed.add(uuid);
  try {
    await keep(entry(form, uuid, action, new FormData(form, submitter)));
  } catch {
    past.add(form);
    form.requestSubmit(submitter);
    return;
  }
  askForSync();
  await flush();
}

async function onSendError({ detail }) {
  const form = detail.elt.closest?.("form[data-outbox]");
  if (!form) return;
  const { path, formData } = detail.requestConfig;
  await keep(entry(form, newUuid(), path, formData)).catch(() => {});
  askForSync();
  await flush();
}

function entry(form, uuid, action, data) {
  let fields = [...data].filter(([name, value]) => name !== "csrfmiddlewaretoken" && typeof value === "string");
  if (form.hasAttribute("data-outbox-rows")) fields = renamed(fields, uuid);
  const kind = form.dataset.outbox || "set";
  const title = form.dataset.outboxTitle || document.title;
  const { pathname, search } = new URL(action, location.href);
  return { uuid, account, action: pathname + search, fields, title, kind, count: setsIn(fields) };
}

function rowsIn(fields) {
  return fields.filter(([name, value]) => name === "row" && isUuid(value)).map(([, value]) => value);
}

function renamed(fields, uuid) {
  const rows = new Map(rowsIn(fields).map((row) => [row, mixed(row, uuid)]));
  return fields.map(([name, value]) => {
    const row = name.slice(0, 36);
    if (name === "row") return [name, rows.get(value) ?? value];
    return rows.has(row) ? [rows.get(row) + name.slice(36), value] : [name, value];
  });
}

function setsIn(fields) {
  const filled = rowsIn(fields).filter((row) => fields.some(([name, value]) => name.startsWith(`${row}-`) && value));
  return Math.max(1, filled.length);
}

// Chromium sends even when the last tab is closed; the service worker answers.
function askForSync() {
  navigator.serviceWorker?.ready.then((worker) => worker.sync?.register("outbox")).catch(() => {});
}

function formOf(uuid) {
  return [...document.querySelectorAll("form[data-outbox]")].find(
    (form) => form.elements.namedItem("uuid")?.value === uuid,
  );
}

function hear({ what, uuid, why, location: address, page, json, here }) {
  if (!here) {
    showOutbox(account, null);
    if (what === "waiting") othersWait(why);
  }
  const form = formOf(uuid);
  const now = pressed.has(uuid);
  if (what !== "kept") {
    pressed.delete(uuid);
    form?.removeAttribute("aria-busy");
  }
  if (!form || what === "discarded") return;
  const details = {
    kept: () => ({}),
    waiting: () => ({ why }),
    sent: () => ({ location: address, now }),
    refused: () => ({ faults: sentencesOf(page, json), page }),
  };
  const detail = { uuid, ...details[what]() };
  if (!form.dispatchEvent(new CustomEvent(`outbox:${what}`, { bubbles: true, cancelable: true, detail }))) return;
  if (what === "sent" && now && address) location.assign(address);
  if (what === "refused" && !json) replace(form, page);
  if (what === "sent" || (what === "waiting" && why !== "signed-out")) note(form, what);
}

// Put the form that the server sent back, with what was wrong, where the form was.
function replace(form, page) {
  const sent = form.id && pageOf(page).getElementById(form.id);
  if (!sent) return;
  const put = document.importNode(sent, true);
  form.replaceWith(put);
  globalThis.htmx?.process(put);
  const wrong = put.querySelector("[role=alert], .errorlist");
  wrong?.setAttribute("tabindex", "-1");
  wrong?.focus();
}

// A form that waits gives way to its note (data-outbox-note), which says what becomes of it.
function note(form, what) {
  const box = form.parentElement.querySelector("[data-outbox-note]");
  if (!box) return;
  const was = box.hidden;
  form.hidden = true;
  box.hidden = false;
  for (const text of box.querySelectorAll("[data-when]")) text.hidden = text.dataset.when !== what;
  if (was) box.focus();
}
