// − and + beside a number: data-step-for names the field, data-step-sign is 1 or -1. The field says how far
// (data-step-by), between what (data-step-least, data-step-most), where nothing begins (data-step-from) and which sign
// decimals follow (data-step-comma). Without script the buttons ask the server.

function numberIn(field) {
  return Number(field.value.trim().replace(",", "."));
}

function stepped(field, sign) {
  const { stepBy, stepFrom, stepLeast, stepMost } = field.dataset;
  const value = field.value.trim() === "" ? Number(stepFrom ?? stepBy) : (numberIn(field) || 0) + sign * Number(stepBy);
  return Math.min(Number(stepMost), Math.max(Number(stepLeast), Number(value.toFixed(3))));
}

export function startSteppers() {
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-step-for]");
    if (!button) return;
    event.preventDefault();
    const field = document.getElementById(button.dataset.stepFor);
    field.value = String(stepped(field, Number(button.dataset.stepSign))).replace(".", field.dataset.stepComma);
    field.dispatchEvent(new Event("change", { bubbles: true }));
  });
}
