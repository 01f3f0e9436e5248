// What the pages do by themselves beyond htmx. Without this file every action still works.
"use strict";

const $ = (selector, from = document) => from.querySelector(selector);
const $$ = (selector, from = document) => [...from.querySelectorAll(selector)];

// htmx sends the form token with everything that changes something.
document.addEventListener("htmx:configRequest", (event) => {
  const token = $("input[name=token]");
  if (token) event.detail.headers["X-Form-Token"] = token.value;
});

// Filters apply at once.
$$("form[data-autosubmit]").forEach((form) => form.addEventListener("change", () => form.requestSubmit()));

// A form is sent once; the second click of a double click is for nobody.
document.addEventListener("submit", (event) => {
  if (event.target.dataset.sent) event.preventDefault();
  event.target.dataset.sent = "yes";
});
window.addEventListener("pageshow", () => $$("form[data-sent]").forEach((form) => delete form.dataset.sent));

// A mail with its format, or as it came, opens below it in a sandboxed frame.
$$("a[data-frame]").forEach((link) => link.addEventListener("click", (event) => {
  event.preventDefault();
  const place = link.parentElement;
  const open = place.nextElementSibling?.matches("iframe") ? place.nextElementSibling : null;
  open?.remove();
  if (open?.getAttribute("src") === link.getAttribute("href")) return;
  const frame = document.createElement("iframe");
  frame.setAttribute("sandbox", "");
  frame.title = link.textContent;
  frame.src = link.getAttribute("href");
  place.after(frame);
}));

// What goes into another program is copied with one click; without a clipboard (plain http) it is selected.
$$("[data-copy]").forEach((datum) => {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "link";
  button.textContent = datum.dataset.copy;
  button.setAttribute("aria-label", `${datum.dataset.copy}: ${datum.textContent}`);
  button.addEventListener("click", async () => {
    getSelection().selectAllChildren(datum);
    await navigator.clipboard?.writeText(datum.textContent);
    button.classList.add("copied");
  });
  datum.after(" ", button);
});

// The box above a list ticks all of it.
$$("input[data-all]").forEach((all) => {
  const boxes = $$(`input[type=checkbox][name=${all.dataset.all}]`, all.form);
  const show = () => {
    const ticked = boxes.filter((box) => box.checked).length;
    all.checked = ticked > 0 && ticked === boxes.length;
    all.indeterminate = ticked > 0 && ticked < boxes.length;
  };
  all.addEventListener("change", () => boxes.forEach((box) => { box.checked = all.checked; }));
  boxes.forEach((box) => box.addEventListener("change", show));
  show();
});

// The way back is shown as long as it is open.
const undo = $("form.undo");
if (undo) {
  const ends = Date.now() + (undo.dataset.until - undo.dataset.now) * 1000;
  const clock = document.createElement("span");
  clock.className = "meta";
  undo.append(clock);
  const tick = () => {
    const left = Math.ceil((ends - Date.now()) / 1000);
    if (left <= 0) undo.remove();
    else { clock.textContent = `${left} s`; setTimeout(tick, 250); }
  };
  tick();
}

// --- keys ---------------------------------------------------------------------------------------

let chosen = null; // number of the case that j and k have reached
const rows = () => $$("[data-row]");
const row = () => rows().find((link) => link.dataset.row === chosen);

function choose(step) {
  const all = rows();
  if (!all.length) return;
  const place = all.findIndex((link) => link.dataset.row === chosen);
  const next = all[Math.min(all.length - 1, Math.max(0, place + step))];
  chosen = next.dataset.row;
  next.focus();
}

// The list was fetched anew: the reader's place in it stays.
document.addEventListener("htmx:afterSwap", () => { if (chosen && document.activeElement === document.body) row()?.focus(); });
document.addEventListener("focusin", (event) => { chosen = event.target.dataset?.row ?? chosen; });

function stepOnRow(step) {
  const form = $("#row-step"), link = row();
  if (!form || !link) return;
  form.action = form.dataset.action.replace("NUMBER", link.dataset.row);
  form.elements.step.value = step;
  form.elements.version.value = link.dataset.version;
  form.requestSubmit();
}

const inCase = (id) => () => $(`form#${id} button`)?.click();
const onRow = (step) => () => stepOnRow(step);
const keys = rows().length || $("#row-step")
  ? { j: () => choose(1), k: () => choose(-1), a: () => row()?.click(), p: () => row()?.click(),
      r: onRow("reject"), s: onRow("spam"), e: onRow("assign") }
  : { a: () => ($("form#sure button") ?? $("form#approve button"))?.click(), p: () => $("form#ask input[type=checkbox]")?.focus(),
      r: inCase("reject"), s: inCase("spam"), e: inCase("assign"), c: () => $("main a[href$='/cola']")?.click() };
keys["?"] = () => { const help = $("#keys"); help.open = !help.open; if (help.open) help.scrollIntoView({ block: "nearest" }); };
keys.z = () => $("form.undo button")?.click();

document.addEventListener("keydown", (event) => {
  const writing = event.target.closest("input:not([type=checkbox], [type=radio]), textarea, select");
  if (writing || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
  const act = keys[event.key];
  if (act) { event.preventDefault(); act(); }
});
