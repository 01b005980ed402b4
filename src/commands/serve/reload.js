// Reloads the page after a build; after a broken edit, shows the diagnostics on top of the last good page.
(function () {
  "use strict";
  var shown = Number(new URL(document.currentScript.src).searchParams.get("v"));
  var box = null;

  function show(report) {
    if (box) {
      box.remove();
      box = null;
    }
    if (!report) {
      return;
    }
    box = document.createElement("pre");
    box.id = "vejviser-report";
    box.setAttribute("role", "alert");
    box.tabIndex = 0;
    box.textContent = report;
    Object.assign(box.style, {
      position: "sticky", top: "0", zIndex: "1000", margin: "0", padding: "1rem", maxHeight: "60vh", overflow: "auto",
      background: "#fff", color: "#111", borderBottom: "6px solid #b00020", font: "14px/1.4 monospace"
    });
    document.body.prepend(box);
  }

  // The policy of the pages lets them connect to nothing, and a worker has none.
  new Worker("/_vejviser/listen.js").onmessage = function (message) {
    var state = JSON.parse(message.data);
    if (state.version !== shown) {
      window.location.reload();
    } else {
      show(state.report);
    }
  };
})();
