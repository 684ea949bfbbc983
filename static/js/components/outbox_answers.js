// What the server said when it refused a form: sentences for people, out of a page or JSON.

export function pageOf(html) {
  return new DOMParser().parseFromString(html, "text/html");
}

export function sentencesOf(page, json) {
  const found = json ? ofJson(page) : ofPage(page);
  return [...new Set(found.map((text) => text.replace(/\s+/g, " ").trim()))].filter(Boolean).slice(0, 10);
}

function ofPage(html) {
  const main = pageOf(html).querySelector("main") ?? pageOf(html).body;
  const said = main.querySelectorAll("[role=alert] p, .errorlist li, [data-fault]");
  const heading = main.querySelector("h1");
  return said.length ? [...said].map((element) => element.textContent) : [heading?.textContent ?? ""];
}

// RFC 9457: title, detail, and what is wrong with which field.
function ofJson(text) {
  try {
    const { title, detail, errors } = JSON.parse(text);
    const named = (errors ?? []).map(({ field, message }) => (field ? `${field}: ${message}` : message));
    return [detail ?? title ?? "", ...named];
  } catch {
    return [];
  }
}
