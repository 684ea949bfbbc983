// Keeps the keyboard where the person is when htmx replaces a piece of the page.

let before = null; // id of what had the focus, and the piece it sat in

function focusable(element) {
  return element.querySelector("[data-focus]") ?? element.querySelector("h1, h2, h3, button, a[href], input, select");
}

function giveFocus(element) {
  if (!element.matches("button, a[href], input, select, textarea, summary, [tabindex]")) {
    element.setAttribute("tabindex", "-1");
  }
  element.focus({ preventScroll: true });
}

export function startFocus() {
  document.addEventListener("htmx:beforeSwap", ({ detail }) => {
    const active = document.activeElement;
    before = detail.target?.contains(active) ? { id: active.id, target: detail.target.id } : null;
  });
  document.addEventListener("htmx:afterSettle", ({ detail }) => {
    const asked = detail.elt.matches?.("[data-focus]") ? detail.elt : detail.elt.querySelector?.("[data-focus]");
    if (asked) {
      giveFocus(asked);
    } else if (before && (document.activeElement === document.body || !document.activeElement)) {
      const piece = document.getElementById(before.id) ?? document.getElementById(before.target) ?? detail.elt;
      if (piece.isConnected) giveFocus(piece.id === before.id ? piece : focusable(piece) ?? piece);
    }
    before = null;
  });
}
