// What the pages do by themselves beyond htmx. Without this file every action still works.
"use strict";

// htmx sends the form token with everything that changes something.
document.addEventListener("htmx:configRequest", (event) => {
  const token = document.querySelector("input[name=token]");
  if (token) event.detail.headers["X-Form-Token"] = token.value;
});
