// − and + beside a number: data-step-for names the field, data-step-sign is 1 or -1; the field says how far
// (data-step-by) and where nothing begins (data-step-from). Without script the buttons ask the server.

function stepped(field, sign) {
  const by = Number(field.dataset.stepBy);
  const lowest = field.min === "" ? -Infinity : Number(field.min);
  const highest = field.max === "" ? Infinity : Number(field.max);
  const value = field.value === "" ? Number(field.dataset.stepFrom ?? by) : field.valueAsNumber + sign * by;
  return Math.min(highest, Math.max(lowest, Number(value.toFixed(3))));
}

export function startSteppers() {
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-step-for]");
    if (!button) return;
    event.preventDefault();
    const field = document.getElementById(button.dataset.stepFor);
    field.value = String(stepped(field, Number(button.dataset.stepSign)));
    field.dispatchEvent(new Event("change", { bubbles: true }));
  });
}
