// Adds and removes rows of sets on the page itself, so that it works without a network. The buttons are those that ask the
// server for it: named "more" and "drop".

import { newUuid } from "../lib/uuid.js";

export function startRows() {
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("button[name=more], button[name=drop]");
    const list = button?.form?.querySelector("[data-rows]");
    if (!list) return;
    // With no row left there is nothing to copy: the server knows what one looks like.
    if (button.name === "drop" ? list.children.length < 2 : !list.children.length) return;
    event.preventDefault();
    if (button.name === "drop") remove(button, list);
    else add(list);
  });
}

function remove(button, list) {
  const row = button.closest("li");
  const next = row.nextElementSibling ?? row.previousElementSibling;
  row.remove();
  number(list);
  next.querySelector("input:not([type=hidden])").focus();
}

function add(list) {
  if (list.children.length >= Number(list.dataset.rowsMost)) return;
  const last = list.lastElementChild;
  const old = last.querySelector("[name=row]").value;
  const uuid = newUuid();
  const row = last.cloneNode(true);
  row.querySelector(".row-errors")?.remove();
  for (const element of row.querySelectorAll("*")) {
    for (const { name, value } of [...element.attributes]) {
      if (value.includes(old)) element.setAttribute(name, value.replaceAll(old, uuid));
    }
    element.removeAttribute("aria-invalid");
    element.removeAttribute("aria-describedby");
  }
  // A clone holds the values of the page as it was sent; what was typed since is a property.
  for (const field of row.querySelectorAll("input:not([type=hidden])")) {
    const like = last.querySelector(`[name="${field.name.replace(uuid, old)}"]`);
    field.value = like.value;
  }
  list.append(row);
  number(list);
  row.querySelector("input:not([type=hidden])").focus();
}

function number(list) {
  [...list.children].forEach((row, index) => {
    for (const element of row.querySelectorAll("[data-number]")) element.textContent = index + 1;
  });
}
