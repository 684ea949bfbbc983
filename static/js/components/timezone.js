// Tells the server which zone the clock of this browser is in, so that days and hours are the person's own.

export function startTimezone() {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (zone) document.cookie = `timezone=${encodeURIComponent(zone)}; path=/; max-age=31536000; samesite=lax`;
}
