// Passkeys: the browser asks the device, and the form takes the answer home.
"use strict";

document.querySelectorAll("form[data-passkey]").forEach((form) => {
  if (!window.PublicKeyCredential?.parseRequestOptionsFromJSON) return; // too old: it stays hidden
  form.hidden = false;
  form.addEventListener("submit", async (event) => {
    if (form.elements.answer.value) return;
    event.preventDefault();
    event.stopPropagation(); // it has not been sent yet
    const problem = form.querySelector("[role=alert]");
    problem.textContent = "";
    try {
      form.elements.answer.value = JSON.stringify(await ask(form));
      form.requestSubmit();
    } catch {
      problem.textContent = problem.dataset.says;
    }
  });
});

async function ask(form) {
  if (form.dataset.passkey === "make") {
    const options = PublicKeyCredential.parseCreationOptionsFromJSON(JSON.parse(form.dataset.options));
    return navigator.credentials.create({ publicKey: options });
  }
  const question = await (await fetch(form.action)).json();
  form.elements.sealed.value = question.sealed;
  return navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(question.options) });
}
