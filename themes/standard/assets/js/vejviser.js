// What a browser can add to a page that is complete without it: the print button, and on paper the full address and
// the day. Nothing is stored, nothing is fetched.
(function () {
  "use strict";

  document.querySelectorAll("[data-print]").forEach(function (button) {
    button.hidden = false;
    button.addEventListener("click", function () {
      window.print();
    });
  });

  function stamp() {
    var day = new Date().toLocaleDateString("da-DK", { day: "numeric", month: "long", year: "numeric" });
    document.querySelectorAll("[data-printed]").forEach(function (place) {
      place.textContent = "Udskrevet " + day;
    });
    document.querySelectorAll("[data-location]").forEach(function (place) {
      place.textContent = window.location.href.split("#")[0];
    });
  }

  stamp();
  window.addEventListener("beforeprint", stamp);
})();
