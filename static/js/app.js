// Small comforts. Every page works without this file.
(() => {
  const all = (selector) => document.querySelectorAll(selector);

  // An error summary takes the focus, so that it is read first.
  document.querySelector(".problems")?.focus();

  // Copy: <button type="button" hidden data-copy="ID" data-done="Copied">, with a role=status beside it.
  for (const button of all("[data-copy]")) {
    const field = document.getElementById(button.dataset.copy);
    const status = button.parentElement.querySelector("[role=status]");
    if (!field) continue;
    button.hidden = false;
    button.addEventListener("click", async () => {
      let done = true;
      try {
        await navigator.clipboard.writeText(field.value);
      } catch {
        field.select(); // without https there is no clipboard object
        done = document.execCommand("copy");
      }
      if (!status) return;
      status.textContent = "";
      setTimeout(() => { status.textContent = (done ? button.dataset.done : button.dataset.manual) || ""; }, 50);
    });
  }
  for (const field of all("textarea.code[readonly]")) field.addEventListener("focus", () => field.select());

  for (const button of all("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => print());
  }

  // Show a password: <button type="button" hidden data-reveal="ID" data-other="Hide password">Show password</button>
  for (const button of all("[data-reveal]")) {
    const field = document.getElementById(button.dataset.reveal);
    if (!field) continue;
    button.hidden = false;
    const flip = (show) => {
      if ((field.type === "text") === show) return;
      field.type = show ? "text" : "password";
      [button.textContent, button.dataset.other] = [button.dataset.other, button.textContent];
    };
    button.addEventListener("click", () => flip(field.type === "password"));
    field.form?.addEventListener("submit", () => flip(false));
  }

  // One press, one request. The server guards itself too; this only spares people the wait.
  const held = new Set();
  const free = () => { for (const button of held) button.disabled = false; held.clear(); };
  document.addEventListener("submit", (event) => {
    const button = event.submitter;
    setTimeout(() => { // after the form's data, the button's own value included, has been read
      if (event.defaultPrevented || !button) return;
      button.disabled = true;
      held.add(button);
      setTimeout(free, 8000); // a download leaves us on this page
    });
  });
  addEventListener("pageshow", free);
})();
