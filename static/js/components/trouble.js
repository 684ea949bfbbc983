// Says so when an htmx request fails: which kind, what is safe, what to do. The words are in the page.

function show(kind) {
  const box = document.getElementById("trouble");
  if (!box) return;
  for (const text of box.querySelectorAll("[data-trouble]")) text.hidden = text.dataset.trouble !== kind;
  box.hidden = false;
}

export function startTrouble() {
  document.addEventListener("htmx:sendError", ({ detail }) => {
    // What the outbox keeps is not lost, and it says so itself. What a page fetches by itself nobody has asked for.
    const isAsked = Boolean(detail.requestConfig?.triggeringEvent);
    if (isAsked && !detail.elt.closest?.("form[data-outbox]")) show("send");
  });
  document.addEventListener("htmx:timeout", () => show("send"));
  document.addEventListener("htmx:responseError", ({ detail }) => {
    show(detail.xhr.status === 403 ? "forbidden" : "server");
  });
  document.addEventListener("htmx:afterOnLoad", ({ detail }) => {
    if (detail.successful) document.getElementById("trouble").hidden = true;
  });
}
