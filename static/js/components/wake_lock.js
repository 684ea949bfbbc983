// Keeps the screen on while the player is open, where the browser can.

async function hold() {
  if (document.visibilityState !== "visible") return;
  try {
    await navigator.wakeLock.request("screen");
  } catch {
    // A phone that saves its battery says no: the clock is right again as soon as the screen is on.
  }
}

export function startWakeLock() {
  if (!document.querySelector("[data-player]") || !navigator.wakeLock) return;
  hold();
  document.addEventListener("visibilitychange", hold);
}
