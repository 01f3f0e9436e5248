// Parts of the page that change by themselves. Without this file the page works; it is then reloaded by hand.
"use strict";

// <div data-refresh="/url" data-every="ms" data-until="selector">: fetched anew until the selector is in it.
// What the visitor has opened or is writing in is left alone.
function keepFresh(part) {
  const busy = () => part.querySelector("details[open], textarea:focus");
  const tick = async () => {
    if (!busy() && !document.hidden) {
      try {
        const answer = await fetch(part.dataset.refresh);
        const html = answer.ok ? await answer.text() : part.innerHTML;
        if (html !== part.dataset.shown && !busy()) {
          part.innerHTML = html;
          part.dataset.shown = html;
        }
      } catch { /* the demo was stopped: what is shown stays */ }
    }
    if (!part.dataset.until || !part.querySelector(part.dataset.until)) {
      setTimeout(tick, Number(part.dataset.every));
    }
  };
  setTimeout(tick, Number(part.dataset.every));
}

document.querySelectorAll("[data-refresh]").forEach(keepFresh);
document.querySelectorAll("form[data-autosubmit]").forEach((form) => {
  form.addEventListener("change", () => form.submit());
});
