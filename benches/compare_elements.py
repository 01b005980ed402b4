#!/usr/bin/env python3
"""Compare pages of the same site built by Vejviser (theme bench) and by Hugo, element by element.

    compare_elements.py OURS HUGO

OURS and HUGO are output folders. A sample is compared: the home page, an area, a section, ten pages, the tag
list, and a tag page. Start and end tags, names of attributes, classes and all text must be the same, in the same
order; white space and the values of other attributes (addresses, ids) may differ. Differences that no template can
take away are listed with their reason (see KNOWN) and counted; any other difference is an error (exit code 1).
"""

import re
import sys
from html.parser import HTMLParser
from pathlib import Path

KNOWN = {
    "address": "Hugo links p/ from the root of the server, we link p.html relative to the page; not compared",
    "heading id": "Hugo keeps æ, ø, å in ids of headings, we write ASCII; not compared",
    "typography": "Hugo turns straight quotes, -- and ... into their typographic forms (same number of elements)",
    "bare address": "Hugo makes a link of an address in running text (www.…), CommonMark and we do not; "
                    "one <a> more on Hugo's side",
    "table frame": "our tables stand in a <div> that scrolls; one element more on our side",
    "order of tags": "Hugo sorts å as a, we sort it as aa; the tag list is compared without regard to order",
}

ADDRESS = re.compile(rb'<a href="https?:')
TYPOGRAPHY = str.maketrans({"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "‘": "'", "’": "'", "…": "...", "–": "--", "—": "---"})


class Elements(HTMLParser):
    """The tokens of a page: ("start", tag, attributes), ("end", tag), ("text", words)."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.tokens = []
        self.text = ""

    def flush(self):
        words = " ".join(self.text.split())
        if words:
            self.tokens.append(("text", words))
        self.text = ""

    def handle_starttag(self, tag, attrs):
        self.flush()
        self.tokens.append(("start", tag, tuple(sorted(attrs, key=lambda pair: pair[0]))))

    def handle_endtag(self, tag):
        self.flush()
        self.tokens.append(("end", tag))

    def handle_data(self, data):
        self.text += data

    def handle_decl(self, decl):
        self.tokens.append(("doctype", decl.lower()))


def tokens_of(path):
    parser = Elements()
    parser.feed(path.read_text("utf-8"))
    parser.close()
    parser.flush()
    return parser.tokens


def drop_pairs(tokens, tag, wanted):
    """Leave out elements `tag` whose attributes are `wanted`, with their end tags; their content stays."""
    kept, open_elements, dropped = [], [], 0
    for token in tokens:
        if token[0] == "start" and token[1] == tag:
            open_elements.append(wanted(dict(token[2])))
            if open_elements[-1]:
                dropped += 1
                continue
        if token == ("end", tag) and open_elements and open_elements.pop():
            continue
        kept.append(token)
    return kept, dropped


def normal(tokens, known):
    """Only what is compared. Adjacent texts, left by a dropped element, become one."""
    out = []
    for token in tokens:
        if token[0] == "start":
            attributes = tuple((name, value if name in ("class", "lang", "charset", "name") else "…") for name, value in token[2])
            out.append(("start", token[1], attributes))
            continue
        if token[0] == "text":
            plain = token[1].translate(TYPOGRAPHY)
            known["typography"] += plain != token[1]
            # A word that stood in a dropped link is glued to its neighbours again, so spaces do not count.
            plain = plain.replace(" ", "")
            if out and out[-1][0] == "text":
                out[-1] = ("text", out[-1][1] + plain)
                continue
            token = ("text", plain)
        out.append(token)
    return out


def pair(ours, hugo, known, is_tag_list):
    """Both token lists, ready to compare. `known` counts what was evened out."""
    ours, tables = drop_pairs(tokens_of(ours), "div", lambda attributes: attributes.get("class") == "wide")
    known["table frame"] += tables
    hugo, _ = drop_pairs(tokens_of(hugo), "a", lambda attributes: attributes.get("href", "").startswith(("http:", "https:")))
    quotes = dict.fromkeys(known, 0)
    ours, hugo = normal(ours, quotes), normal(hugo, known)
    if is_tag_list and ours != hugo:
        known["order of tags"] += 1
        ours, hugo = sorted(ours), sorted(hugo)
    return ours, hugo


def sample(ours):
    """(what it is, path from the output folder without the file's ending); the same pages for the same site."""
    listed = lambda pattern: sorted(str(path.relative_to(ours)) for path in ours.glob(pattern))
    areas, sections = listed("a*/index.html"), listed("a*/s*/index.html")
    pages, tags = listed("a*/s*/p*.html"), [name for name in listed("tags/*.html") if name != "tags/index.html"]
    if not (areas and sections and len(pages) >= 10 and tags):
        sys.exit("compare_elements.py: this is not a site of gen_corpus.py with --nav tree")
    found = [("home", "index.html"), ("area", areas[len(areas) // 2]), ("section", sections[len(sections) // 2])]
    found += [("page", pages[at * (len(pages) - 1) // 9]) for at in range(10)]
    plain = [name for name in tags if "ae" not in name and "oe" not in name and "aa" not in name]
    return found + [("tag list", "tags/index.html"), ("tag", (plain or tags)[len(plain or tags) // 2])]


def compare(ours, hugo):
    """(errors, known differences with counts, numbers of pages, elements)"""
    ours, hugo = Path(ours), Path(hugo)
    known, errors, elements = dict.fromkeys(KNOWN, 0), [], 0
    pages = sample(ours)
    for kind, name in pages:
        other = hugo / (name if name.endswith("index.html") else name.removesuffix(".html") + "/index.html")
        if not other.is_file():
            errors.append(f"{kind} {name}: Hugo has no such page")
            continue
        a, b = pair(ours / name, other, known, kind == "tag list")
        elements += sum(token[0] == "start" for token in a)
        if a == b:
            continue
        at = next((i for i, (x, y) in enumerate(zip(a, b)) if x != y), min(len(a), len(b)))
        show = lambda tokens: repr(tokens[at])[:200] if at < len(tokens) else "the end"
        errors.append(f"{kind} {name}, token {at}: ours {show(a)}, Hugo's {show(b)}")
    everywhere = [len(ADDRESS.findall(path.read_bytes())) for path in hugo.rglob("*.html")]
    known["bare address"] = f"{sum(everywhere)} on {len(everywhere)} pages of the whole site"
    return errors, known, len(pages), elements


def counted(count):
    return "" if not count else f" ({count})" if isinstance(count, str) else f" ({count} in the sample)"


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    errors, known, pages, elements = compare(sys.argv[1], sys.argv[2])
    print(f"{pages} pages, {elements} elements compared: {'equal' if not errors else f'{len(errors)} pages differ'}")
    for name, reason in KNOWN.items():
        print(f"known: {name}: {reason}{counted(known[name])}")
    for error in errors:
        print(f"error: {error}")
    sys.exit(1 if errors else 0)


if __name__ == "__main__":
    main()
