// Opens the links marked data-dialog over the page instead of leaving it. Without this file every one of them leads to a full page that works alike.
(function () {
  "use strict";

  // What is shown listens at once: htmx would wait 20 ms, and what a quick hand typed meanwhile would not be heard.
  if (window.htmx) window.htmx.config.defaultSettleDelay = 0;

  function box() {
    let dialog = document.getElementById("bo-dialog");
    if (dialog) return dialog;
    dialog = document.createElement("dialog");
    dialog.id = "bo-dialog";
    dialog.setAttribute("aria-labelledby", "dialog-title");
    dialog.innerHTML =
      '<button type="button" class="bo-dialog-close" data-close aria-label="Fermer">×</button>' +
      '<p id="bo-dialog-trouble" class="bo-alert bo-alert-wrong" role="alert" hidden></p>' +
      '<div id="bo-dialog-body" hx-boost="true" hx-target="#bo-dialog-body" hx-swap="innerHTML show:none" hx-push-url="false"></div>';
    document.body.appendChild(dialog);
    window.htmx.process(dialog);
    return dialog;
  }

  function trouble(text) {
    const place = document.getElementById("bo-dialog-trouble");
    if (!place) return;
    place.hidden = !text;
    place.textContent = text;
  }

  function open(url) {
    const dialog = box();
    trouble("");
    window.htmx.ajax("GET", url, { target: "#bo-dialog-body", swap: "innerHTML" }).then(function () {
      if (!dialog.open) dialog.showModal();
      // The first thing to fill in, or the title: never the button that closes.
      const first = dialog.querySelector("[autofocus]") || dialog.querySelector("#dialog-title");
      if (!first) return;
      if (first.id === "dialog-title") first.tabIndex = -1;
      first.focus();
    });
  }

  document.addEventListener("click", function (event) {
    const close = event.target.closest("#bo-dialog [data-close]");
    if (close) {
      event.preventDefault();
      document.getElementById("bo-dialog").close();
      return;
    }
    const link = event.target.closest("a[data-dialog]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0 || !window.htmx) return;
    event.preventDefault();
    const url = new URL(link.href);
    if (!url.searchParams.has("next")) url.searchParams.set("next", location.pathname + location.search);
    open(url.pathname + url.search);
  });

  // A refusal (403, 404) is an answer to read, not a silence.
  document.addEventListener("htmx:beforeSwap", function (event) {
    if (!event.target.closest || !event.target.closest("#bo-dialog")) return;
    trouble("");
    if (event.detail.xhr.status === 403) event.detail.shouldSwap = true;
  });
  document.addEventListener("htmx:responseError", function (event) {
    if (event.detail.xhr.status === 403) return;
    trouble(
      event.detail.xhr.status === 404
        ? "Cet élément n’existe plus. Fermez cette fenêtre et rechargez la page."
        : "Nous n’avons pas pu enregistrer. Votre saisie est gardée. Réessayez."
    );
  });
  document.addEventListener("htmx:sendError", function () {
    trouble("Pas de connexion. Votre saisie est gardée. Réessayez.");
  });

  // Two presses are one: the second finds the button asleep.
  document.addEventListener("submit", function (event) {
    const form = event.target;
    if (form.method !== "post" || !form.closest(".bo-sheet, #bo-dialog, [data-once]")) return;
    if (form.dataset.sent) {
      event.preventDefault();
      event.stopImmediatePropagation();
      return;
    }
    form.dataset.sent = "1";
    setTimeout(function () { delete form.dataset.sent; }, 3000);
  }, true);
})();

// A button that writes its word where the cursor is; without this file the words are typed.
document.addEventListener("click", function (event) {
  const button = event.target.closest("button[data-insert]");
  const field = button && document.getElementById(button.dataset.insertInto);
  if (!field) return;
  field.setRangeText(button.dataset.insert, field.selectionStart, field.selectionEnd, "end");
  field.focus();
  field.dispatchEvent(new Event("input", { bubbles: true }));
});
