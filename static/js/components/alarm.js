// Sound and vibration when a time is over: off until the person switches it on, then kept on this device.

const KEY = "nextset-player-alarm";
let context = null;

function isOn() {
  return read() === "on";
}

function read() {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}

function write(value) {
  try {
    localStorage.setItem(KEY, value);
  } catch {
    // A browser that keeps nothing asks again the next time.
  }
}

// Browsers let a page sound only after a touch.
function wake() {
  const Audio = globalThis.AudioContext;
  if (!isOn() || !Audio) return;
  context ??= new Audio();
  context.resume();
}

function tone(start, pitch, length) {
  const source = context.createOscillator();
  const volume = context.createGain();
  source.frequency.value = pitch;
  volume.gain.setValueAtTime(0.4, start);
  volume.gain.exponentialRampToValueAtTime(0.001, start + length);
  source.connect(volume).connect(context.destination);
  source.start(start);
  source.stop(start + length);
}

export function ring() {
  if (!isOn()) return;
  navigator.vibrate?.([200, 100, 200]);
  if (context?.state !== "running") return;
  tone(context.currentTime, 660, 0.2);
  tone(context.currentTime + 0.25, 880, 0.4);
}

export function startAlarm() {
  const button = document.querySelector("[data-player-alarm]");
  button.setAttribute("aria-pressed", String(isOn()));
  button.addEventListener("click", () => {
    write(isOn() ? "off" : "on");
    button.setAttribute("aria-pressed", String(isOn()));
    wake();
    ring();
  });
  document.addEventListener("pointerdown", wake);
}
