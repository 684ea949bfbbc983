// Goes through the sets of a session without loading a page. The forms are sent by the outbox, which keeps them on the
// device first: a set counts as done as soon as it is kept. Where there is no outbox they are sent as any form is.

import { newUuid } from "../lib/uuid.js";
import { startAlarm } from "./alarm.js";
import { announce } from "./announce.js";
import { Clock } from "./clock.js";

const SETTLING = 400; // ms
let root, turns, clock, kept;

export function startPlayer() {
  root = document.querySelector("[data-player]");
  if (!root) return;
  document.documentElement.classList.add("is-scripted");
  // The page goes exercise by exercise; alternated ones take turns.
  turns = [...root.querySelectorAll("[data-turn]")].sort((one, other) => one.dataset.index - other.dataset.index);
  startAlarm();
  kept = remembered();
  for (const turn of turns) {
    if (turn.dataset.state === "open" && kept.states[turn.dataset.turn]) mark(turn, kept.states[turn.dataset.turn]);
  }
  const { wordGo: go, wordSet: set, wordOver: over, wordRestOver: restOver } = root.dataset;
  clock = new Clock(root.querySelector("[data-clock]"), { go, set, over, restOver });
  clock.onrest = (rest) => remember({ rest });
  const asked = new URLSearchParams(location.search).has("set") || root.querySelector("[data-turn] [role=alert]");
  show(asked ? turns.find((turn) => !turn.hidden) : nextOpen(), { isFirst: true });
  root.addEventListener("click", onClick);
  root.addEventListener("submit", onSubmit);
  root.addEventListener("outbox:kept", onKept);
  root.addEventListener("outbox:sent", onSent);
  root.addEventListener("outbox:waiting", onWaiting);
  root.addEventListener("outbox:refused", onRefused);
}

// What this device knows beyond the page, which may have been kept from before: states of sets, and a rest that goes on.
function key() {
  return `nextset-player-${root.dataset.session}`;
}

function remembered() {
  try {
    return { states: {}, rest: null, ...JSON.parse(localStorage.getItem(key())) };
  } catch {
    return { states: {}, rest: null };
  }
}

function remember(changes) {
  Object.assign(kept, changes);
  try {
    localStorage.setItem(key(), JSON.stringify(kept));
  } catch {
    // Nothing can be kept here: the page in front of the person still knows.
  }
}

function forget() {
  try {
    localStorage.removeItem(key());
  } catch {
    // There was nothing.
  }
}

function nextOpen(after = -1) {
  const open = turns.filter((turn) => turn.dataset.state === "open");
  return open.find((turn) => Number(turn.dataset.index) > after) ?? open[0] ?? null;
}

function mark(turn, state) {
  turn.dataset.state = state;
  for (const part of turn.querySelectorAll("[data-turn-done]")) part.hidden = state !== "done";
  for (const part of turn.querySelectorAll("[data-turn-open]")) part.hidden = state === "done";
  turn.querySelector("[data-turn-skipped]").hidden = state !== "skipped";
}

// Show one set, or the end; with a rest before it the clock counts that first.
function show(turn, { isFirst = false, rest = null } = {}) {
  for (const other of turns) other.hidden = other !== turn;
  for (const station of root.querySelectorAll("[data-station]")) station.hidden = !turn || !station.contains(turn);
  root.querySelector("[data-player-end]").hidden = Boolean(turn);
  root.querySelector("[data-clock]").hidden = !turn;
  count();
  const heading = (turn?.closest("[data-station]") ?? root.querySelector("[data-player-end]")).querySelector("h1");
  if (!isFirst) {
    heading.focus({ preventScroll: true });
    window.scrollTo(0, 0);
    announce(turn ? `${heading.innerText}. ${turn.querySelector(".turn-count").innerText}` : heading.innerText);
  }
  if (!turn) return;
  if (!isFirst) settle(turn);
  renew(turn);
  clock.set(Number(turn.dataset.seconds));
  const going = isFirst && turn.dataset.state === "open" && kept.rest?.until > Date.now() ? kept.rest : null;
  const pause = rest ?? going;
  const { wordRest, wordReady, wordSet } = root.dataset;
  if (pause) clock.rest(pause.until, pause.total, "rest" in turn.dataset ? wordRest : wordReady);
  else clock.go(wordSet);
}

// The second half of a double tap is not meant for the next set.
function settle(turn) {
  const foot = turn.querySelector(".player-foot");
  foot.classList.add("is-settling");
  setTimeout(() => foot.classList.remove("is-settling"), SETTLING);
}

// A set that is done can be corrected: under a UUID of its own.
function renew(turn) {
  if (turn.dataset.state !== "open") turn.querySelector("[data-player-log]").elements.namedItem("uuid").value = newUuid();
}

function count() {
  const through = turns.filter((turn) => turn.dataset.state !== "open").length;
  document.querySelector("[data-player-progress]").value = through;
  document.querySelector("[data-player-through]").textContent = through;
}

function onClick(event) {
  const link = event.target.closest("[data-player-to]");
  if (!link) return;
  event.preventDefault();
  remember({ rest: null });
  show(turns[Number(link.dataset.playerTo) - 1] ?? null);
}

// What only the server can do is not tried without a network: the page would be gone.
function onSubmit(event) {
  const { target } = event;
  if (target.hasAttribute("data-needs-network") && !navigator.onLine) {
    event.preventDefault();
    document.dispatchEvent(new CustomEvent("htmx:sendError"));
  } else if (target.matches("[data-player-log]") && !event.submitter?.hasAttribute("data-outbox-past")) {
    // Without an outbox the next page goes on with this rest.
    remember({ rest: restAfter(target.closest("[data-turn]")) });
  }
}

// The rest after a set that has just been done; none after a correction, or where nothing comes any more.
function restAfter(turn) {
  const next = nextOpen(Number(turn.dataset.index));
  const wait = turn.dataset.state === "open" && next ? Number(next.dataset.wait) * 1000 : 0;
  return wait ? { until: Date.now() + wait, total: wait } : null;
}

function onKept({ target }) {
  if (target.matches("[data-player-finish]")) {
    show(null);
    return;
  }
  const turn = target.closest("[data-turn]");
  if (!turn) return;
  const state = target.matches("[data-player-skip]") ? "skipped" : "done";
  const rest = state === "done" ? restAfter(turn) : null;
  mark(turn, state);
  remember({ states: { ...kept.states, [turn.dataset.turn]: state }, rest });
  if (state === "done") carry(turn);
  show(nextOpen(Number(turn.dataset.index)), { rest });
}

// The load of a set is the load of those that follow.
function carry(turn) {
  const weight = turn.querySelector("input[name=weight]");
  if (!weight) return;
  for (const later of turn.closest("[data-station]").querySelectorAll('[data-turn][data-state="open"]')) {
    later.querySelector("input[name=weight]").value = weight.value;
  }
}

// The player goes on by itself; only its end leads to another page, whoever has sent it: this page or the worker.
function onSent(event) {
  event.preventDefault();
  if (!event.target.matches("[data-player-finish]")) return;
  forget();
  location.assign(event.detail.location ?? root.dataset.summary);
}

function onWaiting(event) {
  event.preventDefault();
  if (!event.target.matches("[data-player-finish]")) return;
  show(null);
  root.querySelector("[data-player-online]").hidden = true;
  root.querySelector("[data-player-offline]").hidden = false;
}

// The form comes back with what was wrong: show it again.
function onRefused({ target }) {
  const turn = target.closest("[data-turn]");
  if (!turn || !target.matches("[data-player-log]")) return;
  const { [turn.dataset.turn]: _gone, ...states } = kept.states;
  mark(turn, "open");
  remember({ states, rest: null });
  show(turn);
}
