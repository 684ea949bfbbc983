// The clock of the player: the rest counts down, then the set counts up, or down where it is timed.
// It goes by the time of day, so that a screen that was off, or a page loaded again, shows what is true.

import { announce } from "./announce.js";
import { ring } from "./alarm.js";

const TICK = 200;

function text(seconds) {
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

export class Clock {
  constructor(root, words) {
    this.root = root;
    this.words = words;
    this.label = root.querySelector("[data-clock-label]");
    this.face = root.querySelector("[data-clock-face]");
    this.bar = root.querySelector("[data-clock-bar]");
    this.toggle = root.querySelector("[data-clock-toggle]");
    this.onrest = () => {};
    root.addEventListener("click", ({ target }) => this.pressed(target));
    document.addEventListener("visibilitychange", () => this.tick());
    setInterval(() => this.tick(), TICK);
  }

  // What comes after the rest: a set that is timed for so many seconds, or one that is counted (0).
  set(seconds) {
    this.seconds = seconds;
    this.ended = false;
  }

  // Until when there is a rest, and how long it is in all (ms).
  rest(until, total, word) {
    Object.assign(this, { until, total, mode: "rest" });
    this.show(word, "rest");
    this.tick();
  }

  go(word) {
    this.mode = this.seconds ? "timed" : "count";
    this.left = this.seconds * 1000;
    this.until = null;
    this.since = Date.now();
    this.show(word, word === this.words.go ? "go" : this.mode);
    this.toggle.setAttribute("aria-pressed", "false");
    this.tick();
  }

  show(word, look) {
    this.label.textContent = word;
    this.root.dataset.mode = look;
    for (const group of this.root.querySelectorAll("[data-clock-for]")) group.hidden = group.dataset.clockFor !== this.mode;
  }

  pressed(target) {
    if (target.closest("[data-clock-skip]")) {
      this.go(this.words.set);
      this.onrest(null);
    }
    const add = target.closest("[data-clock-add]");
    if (add) {
      const more = Number(add.dataset.clockAdd) * 1000;
      this.until += more;
      this.total = Math.max(this.total + more, 1000);
      this.onrest({ until: this.until, total: this.total });
      this.tick();
    }
    if (target.closest("[data-clock-toggle]")) this.startOrPause();
  }

  startOrPause() {
    if (this.until) {
      this.left = this.until - Date.now();
      this.until = null;
    } else {
      if (this.ended) this.left = this.seconds * 1000;
      this.ended = false;
      this.until = Date.now() + this.left;
      this.show(this.words.set, "timed");
    }
    this.toggle.setAttribute("aria-pressed", String(Boolean(this.until)));
    this.tick();
  }

  tick() {
    const now = Date.now();
    if (this.mode === "rest") {
      this.draw(Math.max(0, Math.ceil((this.until - now) / 1000)), 1 - (this.until - now) / this.total);
      if (now >= this.until) this.over(() => this.go(this.words.go), this.words.restOver);
    } else if (this.mode === "timed") {
      const left = this.until ? this.until - now : this.left;
      this.draw(Math.max(0, Math.ceil(left / 1000)), 1 - left / (this.seconds * 1000));
      if (this.until && left <= 0) this.over(() => this.end(), this.words.over);
    } else if (this.mode === "count") {
      this.draw(Math.floor((now - this.since) / 1000), 0);
    }
  }

  over(then, words) {
    // Found only now that the page is looked at again, an old end rings no more.
    if (Date.now() - this.until < 5_000) ring();
    this.onrest(null);
    then();
    announce(words);
  }

  end() {
    Object.assign(this, { until: null, left: 0, ended: true });
    this.show(this.words.over, "go");
    this.toggle.setAttribute("aria-pressed", "false");
  }

  draw(seconds, part) {
    const shown = text(seconds);
    if (this.face.textContent !== shown) this.face.textContent = shown;
    const value = Math.min(1, Math.max(0, part));
    if (Math.abs(this.bar.value - value) > 0.002) this.bar.value = value;
  }
}
