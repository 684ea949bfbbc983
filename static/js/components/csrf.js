// Gives htmx requests Django's token. A form carries its own; this serves lone buttons.

import { cookie } from "../lib/cookies.js";

const SAFE = new Set(["get", "head", "options"]);

function token() {
  const field = document.querySelector("input[name=csrfmiddlewaretoken]");
  return field ? field.value : cookie("csrftoken");
}

export function startCsrf() {
  document.addEventListener("htmx:configRequest", ({ detail }) => {
    if (!SAFE.has(detail.verb)) detail.headers["X-CSRFToken"] = token();
  });
}
