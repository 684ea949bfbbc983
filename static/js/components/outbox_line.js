// Says what waits in the outbox, and what the server refused, with ways to mend or discard it. The words are in the page.

import { cookie } from "../lib/cookies.js";
import { discard, mend } from "../lib/outbox.js";
import { entriesOf } from "../lib/outbox_store.js";
import { sentencesOf } from "./outbox_answers.js";

const LASTS = 8_000; // ms that "all sent" stays

let waited = false;

export async function showOutbox(account, why) {
  const entries = await entriesOf(account).catch(() => []);
  showWaiting(entries.filter(({ state }) => state === "waiting"), why);
  showRefused(account, entries.filter(({ state }) => state === "refused"));
}

function showWaiting(waiting, why) {
  const line = document.querySelector("[data-outbox-line]");
  if (!line) return;
  if (waiting.length) {
    waited = true;
    const what = waiting.every(({ kind }) => kind === "set") ? "set" : "entry";
    const count = waiting.reduce((sum, entry) => sum + (what === "set" ? entry.count : 1), 0);
    say(line, words(`${what}-${why === "signed-out" ? "sign-in" : "network"}`, count));
  } else if (waited) {
    waited = false;
    say(line, words("sent"));
    setTimeout(() => waited || line.replaceChildren(), LASTS);
  }
}

// The same words are not said twice: a status region would read them again.
function say(line, content) {
  if (line.textContent.trim() !== content.textContent.trim()) line.replaceChildren(content);
}

function template(name) {
  return document.querySelector(`template[data-outbox-words="${name}"]`).content.cloneNode(true);
}

function words(name, count) {
  if (count === undefined) return template(name);
  const language = document.documentElement.lang || undefined;
  const plural = new Intl.PluralRules(language).select(count) === "one" ? "one" : "other";
  const found = template(`${name}-${plural}`);
  const number = found.querySelector("[data-count]");
  if (number) number.textContent = new Intl.NumberFormat(language).format(count);
  return found;
}

function showRefused(account, refused) {
  const box = document.querySelector("[data-outbox-refused]");
  // A form on this page shows by itself what is wrong with it.
  const forms = [...document.querySelectorAll("form[data-outbox]")];
  const shown = new Set(forms.map((form) => form.elements.namedItem("uuid")?.value));
  const wanted = refused.filter(({ uuid }) => !shown.has(uuid));
  box?.replaceChildren(...wanted.map((entry) => notice(account, entry)));
}

function notice(account, entry) {
  const found = template("refused");
  found.querySelector("[data-title]").textContent = entry.title;
  const faults = sentencesOf(entry.page, entry.json).map((text) => {
    const item = document.createElement("li");
    item.textContent = text;
    return item;
  });
  found.querySelector("[data-faults]").append(...faults);
  found.querySelector("[data-mend]").addEventListener("click", () => open(account, entry));
  found.querySelector("[data-discard]").addEventListener("click", async () => {
    await discard(account, entry.uuid);
    await showOutbox(account, null);
  });
  return found;
}

// Send it as a plain form does: the server answers with the page that shows it, filled in, and what is wrong.
async function open(account, entry) {
  await mend(account, entry.uuid, "mending");
  const form = document.createElement("form");
  form.method = "post";
  form.action = entry.action;
  for (const [name, value] of [...entry.fields, ["csrfmiddlewaretoken", cookie("csrftoken")]]) {
    const field = document.createElement("input");
    field.type = "hidden";
    field.name = name;
    field.value = value;
    form.append(field);
  }
  document.body.append(form);
  HTMLFormElement.prototype.submit.call(form);
}
