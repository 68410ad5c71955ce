// A tap that did not arrive is told where it was made: nothing was saved. The rest is htmx; without any script the forms post and come back.
(function () {
  "use strict";

  function tell(text) {
    const place = document.getElementById("sheet-trouble");
    if (!place) return;
    place.hidden = !text;
    place.textContent = text;
  }

  document.addEventListener("htmx:beforeRequest", function (event) {
    if (event.target.closest("#attendance")) tell("");
  });
  document.addEventListener("htmx:sendError", function () {
    tell("Pas de connexion : la dernière présence n’est pas enregistrée. Touchez-la de nouveau.");
  });
  document.addEventListener("htmx:responseError", function () {
    tell("La dernière présence n’est pas enregistrée. Rechargez la page, puis réessayez.");
  });
})();
