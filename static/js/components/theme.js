// Light, dark, or what the system says. The choice is a cookie, so that the server writes it into
// <html> and a page never flashes in the wrong colours.

const YEAR = 365 * 24 * 60 * 60;

function apply(choice) {
  if (choice) document.documentElement.dataset.theme = choice;
  else delete document.documentElement.dataset.theme;
  for (const button of document.querySelectorAll("[data-theme-choice]")) {
    button.setAttribute("aria-pressed", String(button.dataset.themeChoice === choice));
  }
}

function remember(choice) {
  const age = choice ? YEAR : 0;
  const secure = location.protocol === "https:" ? "; Secure" : "";
  document.cookie = `theme=${choice}; Path=/; Max-Age=${age}; SameSite=Lax${secure}`;
}

export function startTheme() {
  const control = document.querySelector("[data-theme-switch]");
  if (!control) return;
  control.hidden = false;
  apply(document.documentElement.dataset.theme ?? "");
  control.addEventListener("click", ({ target }) => {
    const button = target.closest("[data-theme-choice]");
    if (!button) return;
    apply(button.dataset.themeChoice);
    remember(button.dataset.themeChoice);
  });
}
