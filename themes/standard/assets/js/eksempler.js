// Picks examples by what they have in common. The choice stands in the address behind #, so that it can be shared and is
// there after a reload; behind ? it would not work from a folder. The page is complete without this file.
(function () {
  "use strict";

  var form = document.querySelector("[data-filter]");
  if (!form) return;
  var status = form.querySelector("[data-count]");
  var selects = Array.prototype.slice.call(form.querySelectorAll("select"));
  var groups = Array.prototype.slice.call(document.querySelectorAll("[data-group]"));
  var total = document.querySelectorAll("[data-group] li").length;

  function fits(card) {
    return selects.every(function (select) {
      var values = (card.getAttribute("data-" + select.name) || "").split(" ");
      return !select.value || values.indexOf(select.value) >= 0;
    });
  }

  function show() {
    var count = 0;
    var chosen = selects.some(function (select) { return select.value; });
    document.querySelectorAll("[data-unfiltered]").forEach(function (part) { part.hidden = chosen; });
    groups.forEach(function (group) {
      var shown = 0;
      group.querySelectorAll("li").forEach(function (card) {
        card.hidden = !fits(card);
        if (!card.hidden) shown += 1;
      });
      group.hidden = shown === 0;
      count += shown;
    });
    status.textContent = "Viser " + count + " af " + total + " eksempler." + (count ? "" : " Fjern et valg for at se flere.");
  }

  function remember() {
    var chosen = selects.filter(function (select) { return select.value; });
    var parts = chosen.map(function (select) { return select.name + "=" + select.value; });
    var address = location.href.split("#")[0];
    history.replaceState(null, "", parts.length ? address + "#" + parts.join("&") : address);
  }

  // An address that names a place on the page, as the skip link does, leaves the choice as it is.
  function recall() {
    var written = location.hash.slice(1);
    if (written && written.indexOf("=") < 0 && status.textContent) return;
    var chosen = new URLSearchParams(written);
    selects.forEach(function (select) {
      select.value = chosen.get(select.name) || "";
      if (select.selectedIndex < 0) select.value = "";
    });
    show();
  }

  form.addEventListener("change", function () {
    show();
    remember();
  });
  form.addEventListener("reset", function () {
    // The fields are empty only after this event.
    setTimeout(function () {
      show();
      remember();
    });
  });
  form.addEventListener("submit", function (event) { event.preventDefault(); });
  window.addEventListener("hashchange", recall);
  form.hidden = false;
  recall();
})();
