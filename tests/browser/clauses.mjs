// What EN 301 549 asks of the portal, and the answer to each clause: the tests that hold it, or why it does not apply, or what only
// people can test. `conformance.mjs` makes docs/accessibility.md and a page of the portal of it.
//
// Clause 9 is numbered as in V4.1.1: 9 and the number in WCAG 2.2, and 9.7. The others have the numbers of V3.2.1.

/** Tests by what they look at: its Danish name, and the exact titles by file. */
export const PROOFS = {
  axe: ["axe på alle slags sider og på besøgspakkens skærme", {
    "axe.test.mjs": [
      "no violation, light", "no violation, dark", "no violation, at 320 px", "no violation on the screens of a visit pack, light",
      "no violation on the screens of a visit pack, dark", "no violation on the screens of a visit pack, at 320 px",
    ],
    "search.test.mjs": [
      "axe finds nothing wrong with what the script makes, light", "axe finds nothing wrong with what the script makes, dark",
      "axe finds nothing wrong with what the script makes, in forced colours",
    ],
    "accessibility.test.mjs": ["axe finds nothing wrong with the messages and menus of the screens"],
  }],
  markup: ["gyldig HTML og vores egne regler for den", {
    "html.test.mjs": ["the Nu checker finds no error on any page, without and with a base URL", "every page keeps the house rules"],
  }],
  contrast: ["kontrast i lyse og mørke farver", {
    "accessibility.test.mjs": ["light: text and edges have contrast", "dark: text and edges have contrast"],
  }],
  "more contrast": ["højere kontrast, når du har valgt det", {
    "accessibility.test.mjs": [
      "more contrast: text and edges have enhanced contrast", "more contrast, dark: text and edges have enhanced contrast",
    ],
  }],
  "forced colours": ["systemets egne farver", {
    "accessibility.test.mjs": [
      "forced colours: they are used for everything, and what is chosen is marked by more than colour", "forced colours: the focus can be seen",
    ],
  }],
  movement: ["intet bevæger sig", { "accessibility.test.mjs": ["less movement: nothing moves"] }],
  spacing: ["større afstand i tekst", {
    "accessibility.test.mjs": [
      "text spacing: nothing is cut off or lies over something else",
      "text spacing on a phone: nothing is cut off or lies over something else",
    ],
  }],
  "larger text": ["dobbelt så stor tekst", {
    "accessibility.test.mjs": ["text of twice the size: nothing is cut off or lies over something else"],
  }],
  zoom: ["400 % forstørrelse", {
    "accessibility.test.mjs": [
      "400 %: nothing has to be moved sideways, and nothing is cut off", "400 %: what stays in view leaves room for the rest",
    ],
    "pack-screens.test.mjs": ["no screen has to be moved sideways, at 320 px", "no screen has to be moved sideways, on a phone"],
  }],
  focus: ["fokus kan ses og er ikke dækket", {
    "accessibility.test.mjs": [
      "the focus can be seen, and nothing lies over it", "dark: the focus can be seen",
      "the focus can be seen, and nothing lies over it, on a phone",
    ],
  }],
  keyboard: ["med tastaturet alene", {
    "journey.test.mjs": ["prepare an inspection with the keyboard alone"],
    "pack-screens.test.mjs": ["with the keyboard alone: make a pack, go from question to question, write, save, and see where the focus is"],
    "search.test.mjs": ["typing suggests, and the keyboard chooses"],
    "examples.test.mjs": ["with the keyboard alone"],
  }],
  "tab order": ["rækkefølgen med tabulator, og ud igen", {
    "accessibility.test.mjs": ["Tab goes through a screen in the order in which it is read", "Tab goes through a screen and out again"],
  }],
  keys: ["ingen genveje på én tast, der ikke kan slås fra", {
    "search.test.mjs": ["no single key does anything: who dictates or types amiss stays where they are"],
    "accessibility.test.mjs": ["the key for the help stays off on other screens"],
  }],
  targets: ["størrelsen af det, man trykker på", {
    "axe.test.mjs": ["no violation, light", "no violation on the screens of a visit pack, at 320 px"],
    "pack-screens.test.mjs": ["on the visit every target is 44 px wide and high"],
  }],
  gestures: ["ingen træk, fagter eller bevægelser", {
    "accessibility.test.mjs": ["no script wants a gesture, a drag, a held button or a moved device"],
  }],
  media: ["ingen lyd, video eller billeder af tekst", { "html.test.mjs": ["no page has sound, video, a frame or text in a picture"] }],
  titles: ["hver side og skærm har sin titel", {
    "html.test.mjs": ["titles tell pages apart"],
    "accessibility.test.mjs": ["titles tell the screens of a pack apart"],
  }],
  skipping: ["spring til indholdet", { "journey.test.mjs": ["the skip link comes first, is seen when focused, and leads past the menus"] }],
  menus: ["samme menuer og hjælp på alle sider", { "html.test.mjs": ["menus and help are the same on every page, in the same order"] }],
  ways: ["menu, søgning og liste fra A til Å", {
    "journey.test.mjs": ["find a retningslinje from the home page"],
    "search.test.mjs": [
      "results stand by page, with path, kind, edition, marked words and a count",
      "the list from A to Å is in Danish order and its letters lead to their places",
    ],
  }],
  "plain pages": ["det samme uden JavaScript", { "axe.test.mjs": ["without JavaScript the same can be read"] }],
  messages: ["beskeder bliver læst op", {
    "pack-cockpit.test.mjs": ["saving is read out when typing rests, not while it goes on"],
    "examples.test.mjs": ["choices combine, are counted aloud and stand in the address"],
  }],
  mistakes: ["fejl bliver sagt med ord", {
    "passphrase.test.mjs": ["a pack gets a passphrase that was typed twice alike, and no other"],
    "pack-lock.test.mjs": ["a locked pack opens with its passphrase and with no other"],
    "pack-report.test.mjs": ["what is wrong with a template is said in Danish, with the field's name, and it is not kept"],
    "pack-handover.test.mjs": ["a file that is not sound, not ours or not for this edition is refused whole"],
  }],
  undoing: ["det slettede kan hentes tilbage", {
    "pack-bin.test.mjs": ["a deleted pack comes back with one button, with all its notes", "what was deleted can be saved as a file before it goes"],
  }],
  repeating: ["intet skal skrives to gange", { "pack-plan.test.mjs": ["what the pack knows of the visit need not be written again"] }],
  pasting: ["adgangssætningen kan sættes ind", { "accessibility.test.mjs": ["a passphrase can be pasted"] }],
  locking: ["en pakke, der låser sig selv, advarer først og mister intet", {
    "pack-lock.test.mjs": ["a locked pack is locked again by a button and after a quarter of an hour without use, with a warning and everything stored"],
  }],
  telling: ["denne side", {
    "conformance.test.mjs": ["the page of the portal has every clause with its answer, and every page leads to it"],
  }],
  paper: ["PDF fra browseren har overskrifter mærket op", {
    "print.test.mjs": ["the checklist of Sundhed og trivsel: 33 questions on at most 8 tagged sheets"],
  }],
  word: ["dokumenter til Word har sprog, titel, overskrifter og tabeller mærket op", {
    "word-documents.test.mjs": [
      "the template names its language and title, skips no heading, and is legible: rapportskabelon",
      "the template names its language and title, skips no heading, and is legible: brevskabelon",
      "a report and a letter have headings, tables with heads, and paragraphs that can be read aloud",
    ],
  }],
  languages: ["engelsk står der kun i navne på metoder", { "html.test.mjs": ["English is in the names of methods alone"] }],
};

const NO_MEDIA = { by: ["media"], none: ["there is neither sound nor video", "der er hverken lyd eller video"] };
const PEOPLE_READ = ["people with screen readers have not tried it", "ingen med skærmlæser har prøvet det endnu"];
const PEOPLE_JUDGE = ["whether words say enough is for people to judge", "om ordene siger nok, må mennesker vurdere"];
const NO_HARDWARE = { none: ["the portal has no hardware", "der følger intet udstyr med"] };

/** Each clause: number, title, our Danish title, answer. */
export const CLAUSES = [
  ["5.2", "Activation of accessibility features", "Tilgængelighed kan slås til", {
    none: ["nothing has to be switched on: the browser's settings are followed", "intet skal slås til: siden følger din browser"],
  }],
  ["5.3", "Biometrics", "Biometri", { none: ["no body is recognized", "ingen bliver genkendt på krop eller stemme"] }],
  ["5.4", "Preservation of accessibility information during conversion", "Opmærkning følger med til andre formater", {
    by: ["paper", "word"],
  }],
  ["5.5–5.9", "Operable parts, locking and toggle controls, key repeat, double-strike, simultaneous actions", "Knapper og taster på udstyr", NO_HARDWARE],
  ["6", "ICT with two-way voice communication", "Samtale med tale", { none: ["nobody can talk through the portal", "man kan ikke tale sammen på siden"] }],
  ["7", "ICT with video capabilities", "Video", NO_MEDIA],
  ["9.1.1.1", "Non-text content", "Indhold, der ikke er tekst", { by: ["axe", "media"] }],
  ["9.1.2.1", "Audio-only and video-only (pre-recorded)", "Ren lyd og ren video", NO_MEDIA],
  ["9.1.2.2", "Captions (pre-recorded)", "Undertekster", NO_MEDIA],
  ["9.1.2.3", "Audio description or media alternative (pre-recorded)", "Synstolkning eller tekst i stedet", NO_MEDIA],
  ["9.1.2.4", "Captions (live)", "Undertekster, direkte", NO_MEDIA],
  ["9.1.2.5", "Audio description (pre-recorded)", "Synstolkning", NO_MEDIA],
  ["9.1.3.1", "Info and relationships", "Opbygning kan aflæses", { by: ["axe", "markup"], people: PEOPLE_READ }],
  ["9.1.3.2", "Meaningful sequence", "Rækkefølgen giver mening", { by: ["tab order", "plain pages"], people: PEOPLE_READ }],
  ["9.1.3.3", "Sensory characteristics", "Ingen henvisning til form og sted alene", { people: PEOPLE_JUDGE }],
  ["9.1.3.4", "Orientation", "Skærmen kan vendes", { by: ["zoom", "focus"], people: ["no device has been turned", "ingen enhed er vendt"] }],
  ["9.1.3.5", "Identify input purpose", "Felter om dig selv er mærket", {
    by: ["axe"], people: ["axe sees a wrong mark, not a missing one", "axe ser et forkert mærke, ikke et, der mangler"],
  }],
  ["9.1.4.1", "Use of colour", "Farve er aldrig alene om at vise noget", { by: ["axe", "forced colours"], people: PEOPLE_JUDGE }],
  ["9.1.4.2", "Audio control", "Lyd kan slås fra", NO_MEDIA],
  ["9.1.4.3", "Contrast (minimum)", "Kontrast i tekst", { by: ["axe", "contrast"] }],
  ["9.1.4.4", "Resize text", "Tekst kan gøres større", { by: ["larger text", "zoom"] }],
  ["9.1.4.5", "Images of text", "Ingen billeder af tekst", { by: ["media"] }],
  ["9.1.4.10", "Reflow", "Ingen rulning til siden", { by: ["zoom"] }],
  ["9.1.4.11", "Non-text contrast", "Kontrast i felter og knapper", {
    by: ["contrast", "focus"], people: ["boxes and dots that the browser draws have not been measured", "hak og prikker, som browseren tegner, er ikke målt"],
  }],
  ["9.1.4.12", "Text spacing", "Afstand i tekst", { by: ["spacing"] }],
  ["9.1.4.13", "Content on hover or focus", "Indhold, der dukker op", {
    by: ["keyboard", "focus"], people: ["the browser itself shows the titles of links in the table of coverage", "browseren viser selv etiketterne i tabellen over dækning"],
  }],
  ["9.2.1.1", "Keyboard", "Alt kan gøres med tastatur", { by: ["keyboard", "focus"] }],
  ["9.2.1.2", "No keyboard trap", "Man kan altid komme videre", { by: ["tab order"] }],
  ["9.2.1.4", "Character key shortcuts", "Genveje på én tast", { by: ["keys"] }],
  ["9.2.2.1", "Timing adjustable", "Tid kan ændres", {
    by: ["locking", "undoing"],
  }],
  ["9.2.2.2", "Pause, stop, hide", "Bevægelse kan stoppes", { by: ["movement"] }],
  ["9.2.3.1", "Three flashes or below threshold", "Intet blinker", { by: ["movement", "media"] }],
  ["9.2.4.1", "Bypass blocks", "Spring over menuer", { by: ["skipping"] }],
  ["9.2.4.2", "Page titled", "Sider har titler", { by: ["titles", "markup"] }],
  ["9.2.4.3", "Focus order", "Fokus flytter sig i en god rækkefølge", { by: ["tab order", "keyboard"] }],
  ["9.2.4.4", "Link purpose (in context)", "Links siger, hvor de fører hen", { by: ["axe"], people: PEOPLE_JUDGE }],
  ["9.2.4.5", "Multiple ways", "Flere veje til hver side", { by: ["ways", "menus"] }],
  ["9.2.4.6", "Headings and labels", "Overskrifter og ledetekster", { by: ["axe"], people: PEOPLE_JUDGE }],
  ["9.2.4.7", "Focus visible", "Fokus kan ses", { by: ["focus", "forced colours"] }],
  ["9.2.4.11", "Focus not obscured (minimum)", "Fokus er ikke dækket", { by: ["focus"] }],
  ["9.2.5.1", "Pointer gestures", "Fagter", { by: ["gestures"] }],
  ["9.2.5.2", "Pointer cancellation", "Tryk kan fortrydes", { by: ["gestures"] }],
  ["9.2.5.3", "Label in name", "Navnet har det, der står på knappen", { by: ["axe"] }],
  ["9.2.5.4", "Motion actuation", "Bevægelse af enheden", { by: ["gestures"] }],
  ["9.2.5.7", "Dragging movements", "Træk", { by: ["gestures"] }],
  ["9.2.5.8", "Target size (minimum)", "Størrelsen af det, man trykker på", { by: ["targets"] }],
  ["9.3.1.1", "Language of page", "Sidens sprog", { by: ["markup"] }],
  ["9.3.1.2", "Language of parts", "Ord på andre sprog", {
    by: ["languages"], people: ["words of other languages than English are not looked for", "andre sprog end engelsk leder ingen test efter"],
  }],
  ["9.3.2.1", "On focus", "Fokus ændrer intet", { by: ["focus", "tab order"] }],
  ["9.3.2.2", "On input", "Et valg fører ikke andre steder hen", { by: ["keyboard"], people: PEOPLE_JUDGE }],
  ["9.3.2.3", "Consistent navigation", "Menuer står ens", { by: ["menus"] }],
  ["9.3.2.4", "Consistent identification", "Det samme hedder det samme", { by: ["menus"], people: PEOPLE_JUDGE }],
  ["9.3.2.6", "Consistent help", "Hjælp står samme sted", { by: ["menus"] }],
  ["9.3.3.1", "Error identification", "Fejl bliver sagt med ord", { by: ["mistakes"] }],
  ["9.3.3.2", "Labels or instructions", "Felter har ledetekster", { by: ["axe"], people: PEOPLE_JUDGE }],
  ["9.3.3.3", "Error suggestion", "Forslag, når noget er forkert", { by: ["mistakes"], people: PEOPLE_JUDGE }],
  ["9.3.3.4", "Error prevention (legal, financial, data)", "Fejl kan fortrydes", { by: ["undoing"] }],
  ["9.3.3.7", "Redundant entry", "Intet skal skrives to gange", { by: ["repeating"], people: PEOPLE_JUDGE }],
  ["9.3.3.8", "Accessible authentication (minimum)", "Adgang uden at skulle huske", { by: ["pasting"] }],
  ["9.4.1.2", "Name, role, value", "Navn, rolle og værdi", { by: ["axe", "markup"], people: PEOPLE_READ }],
  ["9.4.1.3", "Status messages", "Beskeder", { by: ["messages"], people: PEOPLE_READ }],
  ["9.6", "WCAG conformance requirements", "Hele sider, og intet i vejen", {
    by: ["axe", "plain pages"], people: ["people with other aids have not tried it", "ingen med andre hjælpemidler har prøvet det endnu"],
  }],
  ["9.7", "User preferences", "Dine egne indstillinger", {
    by: ["contrast", "more contrast", "forced colours", "movement", "larger text"],
    people: ["tests have asked Chromium only, and no operating system", "det er kun prøvet i Chromium og ikke i hvert styresystem"],
  }],
  ["10", "Non-web documents", "Dokumenter", {
    by: ["paper", "word"], people: [
      "a template of somebody else's is up to them, and nobody has read a document with a screen reader",
      "jeres egen skabelon må I selv prøve, og ingen med skærmlæser har læst dokumenterne",
    ],
  }],
  ["11.7", "User preferences (software)", "Dine egne indstillinger i programmer", {
    none: ["the portal runs in a browser: see 9.7", "siden kører i en browser: se 9.7"],
  }],
  ["11.8", "Authoring tools", "Værktøj til at skrive i", {
    by: ["axe", "word"], people: [
      "a visit pack is such a tool where it makes reports and letters; whether what is written is clear is for people to judge",
      "besøgspakken er sådan et værktøj, når den laver rapport og brev. Om det skrevne er klart, må mennesker vurdere",
    ],
  }],
  ["12.1.1", "Accessibility and compatibility features", "Vejledningen fortæller om tilgængelighed", { by: ["telling"] }],
  ["12.1.2", "Accessible documentation", "Vejledningen er tilgængelig", { by: ["axe"] }],
  ["12.2", "Support services", "Hjælp fra mennesker", {
    open: ["that is up to whoever publishes the portal; this one names no contact", "det afhænger af den, der lægger siden op. Her er ikke oplyst en kontakt"],
  }],
];
