// A form with data-autosubmit sends itself when a choice changes; its button, marked
// data-autosubmit-button, is then not needed and hides.

function hideButtons(root) {
  for (const button of root.querySelectorAll("form[data-autosubmit] [data-autosubmit-button]")) button.hidden = true;
}

export function startAutoSubmit() {
  hideButtons(document);
  document.addEventListener("htmx:afterSettle", ({ detail }) => hideButtons(detail.elt.parentElement ?? document));
  document.addEventListener("change", ({ target }) => {
    const form = target.form;
    if (form?.hasAttribute("data-autosubmit")) form.requestSubmit();
  });
}
