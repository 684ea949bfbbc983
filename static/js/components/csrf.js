// Gives htmx requests Django's token. A form carries its own; this serves lone buttons.

const SAFE = new Set(["get", "head", "options"]);

function token() {
  const field = document.querySelector("input[name=csrfmiddlewaretoken]");
  if (field) return field.value;
  const cookie = document.cookie.split("; ").find((part) => part.startsWith("csrftoken="));
  return cookie ? decodeURIComponent(cookie.slice("csrftoken=".length)) : "";
}

export function startCsrf() {
  document.addEventListener("htmx:configRequest", ({ detail }) => {
    if (!SAFE.has(detail.verb)) detail.headers["X-CSRFToken"] = token();
  });
}
