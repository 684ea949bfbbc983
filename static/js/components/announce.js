// Tells screen readers what changed. Three ways to be heard: an element with data-announce in what
// htmx swapped in, the response header HX-Trigger: {"announce": "words"}, or announce("words").

export function announce(words) {
  const region = document.getElementById("announcer");
  if (!region || !words) return;
  // Emptied first, so that the same words twice are read twice.
  region.textContent = "";
  setTimeout(() => {
    region.textContent = words;
  }, 50);
}

export function startAnnouncements() {
  document.addEventListener("htmx:afterSettle", ({ detail }) => {
    const spoken = detail.elt.matches?.("[data-announce]") ? detail.elt : detail.elt.querySelector?.("[data-announce]");
    if (spoken) announce(spoken.dataset.announce);
  });
  document.addEventListener("announce", ({ detail }) => announce(detail.value ?? detail));
}
