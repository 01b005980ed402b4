// A way through all screens and all formats of a pack within the page itself, for a hundred packs in a minute: a step waits
// for the screen that it asked for and for nothing else, and what would be saved as a file is handed over here.

/** What the page's script is given before it runs. */
const install = () => {
  const until = async (holds, what) => {
    for (const end = performance.now() + 10_000; !holds(); await new Promise((done) => setTimeout(done, 1))) {
      if (performance.now() > end) throw new Error(`never: ${what}; the page shows ${document.body.innerText.slice(0, 500)}`);
    }
    return holds();
  };
  const main = () => document.querySelector("[data-packs]");
  const at = (place) => main().querySelector(`[data-at="${place}"]`);

  // What is saved, and what is copied.
  const saved = [];
  const blobs = new Map();
  const { createObjectURL } = URL;
  URL.createObjectURL = (blob) => {
    const address = createObjectURL.call(URL, blob);
    blobs.set(address, blob);
    return address;
  };
  const { click } = HTMLElement.prototype;
  HTMLAnchorElement.prototype.click = function () {
    if (this.download) saved.push({ name: this.download, blob: blobs.get(this.href) });
    else click.call(this);
  };
  navigator.clipboard.write = async ([item]) => void saved.push({ name: "copied", blob: await item.getType("text/plain") });
  window.confirm = () => true;
  window.print = () => saved.push({ name: "printed", blob: new Blob([]) });
  const pressed = async (button, what) => {
    saved.length = 0;
    button.click();
    await until(() => saved.length, what);
    return saved[0];
  };
  const textOf = async ({ name, blob }) => ({ name, text: await blob.text() });

  /** The list of the packs. It is drawn anew where a message stands on it. */
  const list = async () => {
    if (location.hash !== "#pakker" || told()) {
      location.hash = "#pakke/-";
      await until(() => main().querySelector("h1 + .notice"), "the screen of no pack");
      location.hash = "#pakker";
    }
    return until(() => at("file"), "the field for files");
  };

  const told = () => main().querySelector("[data-trouble]")?.textContent;
  const taking = () => main().querySelector('[data-at="take"]:not([hidden])');

  /** The passphrase of the file that was offered last: the pack has it too. */
  let secret;

  /** Offers a file. Returns what the page said of it if it was refused. */
  const offer = async (text, passphrase) => {
    const field = await list();
    const given = new DataTransfer();
    given.items.add(new File([text], "pakke.vejviser.json"));
    field.files = given.files;
    field.dispatchEvent(new Event("change"));
    secret = passphrase;
    if (passphrase) {
      await until(() => told() || main().querySelector("[name=passphrase]"), "an answer to the sealed file");
      const asking = main().querySelector("[name=passphrase]");
      if (asking) {
        asking.value = passphrase;
        asking.form.requestSubmit();
      }
    }
    await until(() => told() || taking(), "an answer to the file");
    return told() ?? "";
  };

  const menu = (screen) => main().querySelector(`nav [data-screen="${screen}"]`);

  /** What there is on a screen that no text may become. */
  const markup = () => {
    const foreign = [...main().querySelectorAll("script, style, iframe, frame, object, embed, base, meta, link, svg, math, img, form[action]")];
    // The codes on paper are ours: a path on a rectangle.
    const isCode = (element) => element.matches(".code svg") && [...element.children].map(({ localName }) => localName).join() === "rect,path";
    const wrong = foreign.filter((element) => !isCode(element));
    const listening = [...main().querySelectorAll("*")].filter(({ attributes }) => [...attributes].some(({ name }) => /^on|^style$|^srcdoc$/.test(name)));
    const leading = [...main().querySelectorAll("a[href]")].filter(({ protocol, host }) => protocol !== location.protocol || host !== location.host);
    return [...wrong, ...listening, ...leading].map(({ outerHTML }) => outerHTML.slice(0, 300));
  };

  const open = () => {
    for (const details of main().querySelectorAll("details")) details.open = true;
  };

  /** All that a screen shows: its text, what stands in its fields, and what must not be there. */
  const look = () => {
    const values = Array.from(main().querySelectorAll("textarea, input:not([type=file])"), ({ value }) => value);
    return { text: main().textContent, values, markup: markup() };
  };

  /** Takes the offered file in, and sees every screen. */
  const walk = async (screens) => {
    taking().click();
    await until(() => told() || menu("")?.ariaCurrent === "page", "the pack");
    if (told()) throw new Error(`not taken in: ${told()}`);
    const shown = {};
    for (const [screen, name] of screens) {
      menu(screen).click();
      await until(() => menu(screen)?.ariaCurrent === "page", name);
      if (screen === "udskriv") {
        at("notes").click();
        await pressed(at("print"), "the paper");
      }
      if (screen === "skriv") at("only").click();
      open();
      // A group of questions is drawn when it is opened, and so is what is behind "Andre kilder" and "Anvisninger".
      await until(() => [...main().querySelectorAll("[data-visit] details > [data-at=inside]")].every((one) => one.firstChild), `the cards of ${name}`);
      open();
      shown[name] = look();
    }
    await list();
    open();
    return { ...shown, "Alle pakker": look() };
  };

  const button = (as) => main().querySelector(`[data-as="${as}"]`);

  /** The parts of a Word document as text; one that is no UTF-8 or no XML is an error. */
  const wordOf = async ({ blob }) => {
    const zip = new window.PizZip(new Uint8Array(await blob.arrayBuffer()));
    return Object.keys(zip.files).filter((name) => /^word\/(document|header\d*|footer\d*)\.xml$/.test(name)).map((name) => {
      const xml = new TextDecoder("utf-8", { fatal: true }).decode(zip.files[name].asUint8Array());
      const read = new DOMParser().parseFromString(xml, "application/xml");
      if (read.querySelector("parsererror")) throw new Error(`${name} is no XML: ${read.querySelector("parsererror").textContent}`);
      return Array.from(read.getElementsByTagName("w:p"), (part) => part.textContent).join("\n");
    }).join("\n");
  };

  /** The screen of a pack by its name in the address. */
  const screenOf = async (id, screen) => {
    location.hash = `#pakke/${id}/${screen}`;
    const asking = () => secret && main().querySelector("form > label > [name=passphrase]");
    await until(() => asking() || menu(screen)?.ariaCurrent === "page", screen);
    if (menu(screen)?.ariaCurrent === "page") return;
    asking().value = secret;
    asking().form.requestSubmit();
    await until(() => menu(screen)?.ariaCurrent === "page", screen);
  };

  /** A pack in every format. */
  const formats = async (id) => {
    await screenOf(id, "plan");
    const calendar = await textOf(await pressed(at("calendar"), "the calendar"));
    await screenOf(id, "skriv");
    if (at("only").checked) at("only").click();
    const made = { calendar };
    for (const as of ["txt", "html", "md", "csv"]) made[as] = await textOf(await pressed(button(as), as));
    made.copied = await textOf(await pressed(at("copy"), "the copy"));
    // A page that stands alone makes no documents.
    if (at("docx")) made.word = await wordOf(await pressed(at("docx"), "the document"));
    return made;
  };

  /** A pack as the files that have no lock: for a colleague, and as a page that stands alone, where there can be one. */
  const files = async (id) => {
    await screenOf(id, "aflever");
    main().querySelector("[name=by]").value ||= "Anna";
    const { text } = await textOf(await pressed(at("plain"), "the plain file"));
    at("with")?.click();
    return { text, alone: at("with") && (await textOf(await pressed(at("file"), "the one file"))).text };
  };

  /** Deletes all packs, as somebody would: into the bin, and out of it. */
  const removeAll = async () => {
    await list();
    const first = (place) => main().querySelector(`[data-at="${place}"] > li`);
    // Into the bin, and from there for good.
    for (const place of ["packs", "binned"]) {
      for (let item = first(place); item; item = first(place)) {
        const gone = item;
        gone.querySelector('[data-at="remove"]').click();
        await until(() => !gone.isConnected, "the list without the pack");
      }
    }
  };

  window.walking = { offer, walk, formats, files, removeAll, taking, until };
};

/** Gets a page ready, from its next address on. */
export const prepare = (page) => page.addInitScript(install);

export const offer = (page, text, passphrase) => page.evaluate(([given, secret]) => window.walking.offer(given, secret), [text, passphrase]);

export const walk = (page, screens) => page.evaluate((all) => window.walking.walk(all), screens);

export const formats = (page, id) => page.evaluate((pack) => window.walking.formats(pack), id);

export const filesOf = (page, id) => page.evaluate((pack) => window.walking.files(pack), id);

export const removeAll = (page) => page.evaluate(() => window.walking.removeAll());

/** Waits on a page that stands alone until it offers its pack. */
export const offered = (page) => page.evaluate(() => window.walking.until(() => window.walking.taking(), "the pack in the file").then(() => true));
