// Picks examples by what they have in common. The choice stands in the address behind #, so that it can be shared and is
// there after a reload; behind ? it would not work from a folder. The page is complete without this file.

const filterExamples = (form) => {
  const status = form.querySelector("[data-count]");
  const selects = [...form.querySelectorAll("select")];
  const total = document.querySelectorAll("[data-group] li").length;

  const chosen = () => selects.filter(({ value }) => value);
  const fits = (card) => chosen().every(({ name, value }) => (card.dataset[name] ?? "").split(" ").includes(value));

  const show = () => {
    let count = 0;
    each("[data-unfiltered]", (part) => (part.hidden = chosen().length > 0));
    each("[data-group]", (group) => {
      let shown = 0;
      for (const card of group.querySelectorAll("li")) {
        card.hidden = !fits(card);
        if (!card.hidden) shown += 1;
      }
      group.hidden = shown === 0;
      count += shown;
    });
    status.textContent = `Viser ${count} af ${total} eksempler.${count ? "" : " Fjern et valg for at se flere."}`;
  };

  const change = () => {
    show();
    const parts = chosen().map(({ name, value }) => `${name}=${value}`);
    history.replaceState(null, "", address() + (parts.length ? `#${parts.join("&")}` : ""));
  };

  // An address that names a place on the page, as the skip link does, leaves the choice as it is.
  const recall = () => {
    const written = location.hash.slice(1);
    if (written && !written.includes("=") && status.textContent) return;
    const found = new URLSearchParams(written);
    for (const select of selects) {
      select.value = found.get(select.name) ?? "";
      if (select.selectedIndex < 0) select.value = "";
    }
    show();
  };

  form.onchange = change;
  // The fields are empty only after this event.
  form.onreset = () => setTimeout(change);
  form.onsubmit = (event) => event.preventDefault();
  window.addEventListener("hashchange", recall);
  form.hidden = false;
  recall();
};
each("[data-filter]", filterExamples);
