//! Sites made for Zola: one test or one line of a test for every row of `docs/zola.md`.

#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod common;

use common::Site;

/// A site with `config` and one page for every `(path, text)`.
fn site(config: &str, pages: &[(&str, &str)]) -> Site {
    let site = Site::new();
    site.write("config.toml", config);
    for (path, text) in pages {
        site.write(&format!("content/{path}"), text);
    }
    site
}

fn page(front: &str, body: &str) -> String {
    format!("+++\ntitle = \"Side\"\n{front}\n+++\n\n{body}\n")
}

/// The mistakes of a run, as "severity code file:line".
fn told(site: &Site) -> Vec<String> {
    let found = site.run(&["check", "--format", "json"]).diagnostics();
    found.iter().map(|found| format!("{} {} {}:{}", found.severity, found.code, found.file, found.line)).collect()
}

/// The `<main>` of a built page, without quotation marks.
fn main_of(site: &Site, path: &str) -> String {
    common::expected::main_part(&site.read(&format!("public/{path}"))).replace('"', "")
}

fn is_there(site: &Site, path: &str) -> bool {
    site.public().join(path).is_file()
}

/// Every documented key at once: one warning for those that do nothing, and no error.
#[test]
fn every_documented_key_is_known() {
    let config = r#"base_url = "https://example.org"
title = "T"
description = "D"
default_language = "en"
output_dir = "public"
preserve_dotfiles_in_output = false
compile_sass = true
minify_html = false
ignored_content = []
ignored_static = []
generate_feeds = true
exclude_paginated_pages_in_sitemap = "none"
feed_filenames = ["atom.xml"]
feed_limit = 20
hard_link_static = false
author = "A"
taxonomies = [{ name = "tags", feed = true, paginate_by = 5, paginate_path = "side", render = true }]
taxonomy_root = "blog"
build_search_index = false
generate_sitemap = true
generate_robots_txt = true
[markdown]
render_emoji = false
external_links_class = "x"
external_links_target_blank = false
external_links_no_follow = false
external_links_no_referrer = false
external_links_external = true
smart_punctuation = false
definition_list = false
lazy_async_image = false
bottom_footnotes = false
github_alerts = false
insert_anchor_links = "none"
[markdown.highlighting]
error_on_missing_language = false
style = "inline"
theme = "x"
light_theme = "x"
dark_theme = "x"
extra_grammars = []
extra_themes = []
[link_checker]
skip_prefixes = []
skip_anchor_prefixes = []
internal_level = "error"
external_level = "error"
[slugify]
paths = "on"
taxonomies = "on"
anchors = "on"
paths_keep_dates = false
[search]
include_title = true
index_format = "elasticlunr_javascript"
[translations]
title = "x"
[languages.fr]
title = "x"
[extra]
author = "x"
"#;
    let section = r#"+++
title = "S"
description = "D"
draft = false
sort_by = "none"
weight = 0
template = "section.html"
page_template = "page.html"
paginate_by = 0
paginate_path = "page"
paginate_reversed = false
insert_anchor_links = "none"
in_search_index = true
render = true
redirect_to = ""
transparent = false
aliases = []
generate_feeds = false
[extra]
+++
"#;
    let a_page = r#"+++
title = "P"
description = "D"
date = 2012-10-02T15:00:00Z
updated = 2013-10-02
weight = 0
draft = false
render = true
slug = "p"
aliases = []
authors = ["a"]
in_search_index = true
template = "page.html"
[taxonomies]
tags = ["rust"]
[extra]
+++
"#;
    let section = section.replace("redirect_to = \"\"\n", "");
    let site = site(config, &[("s/_index.md", &section), ("s/p.md", a_page)]);
    let found = told(&site);
    let no_effect = |line: &&String| line.starts_with("warning no-effect");
    assert_eq!(found.iter().filter(no_effect).count(), 2, "{found:?}");
    assert!(!found.iter().any(|line| line.starts_with("error")), "{found:?}");
    site.build();
    assert!(is_there(&site, "blog/tags/rust.html") && is_there(&site, "atom.xml") && is_there(&site, "sitemap.xml"));
}

#[test]
fn files_that_are_asked_not_to_be_made() {
    let off = "base_url = \"https://example.org\"\ngenerate_sitemap = false\ngenerate_robots_txt = false\n\
               feed_filenames = [\"rss.xml\"]\noutput_dir = \"ud\"\ntaxonomies = [{ name = \"tags\", render = false }]\n";
    let site = site(off, &[("p.md", &page("[taxonomies]\ntags = [\"a\"]", ""))]);
    site.run(&["build"]).ended(0);
    let built = |path: &str| site.root().join("ud").join(path).is_file();
    assert!(built("index.html") && built("p.html"));
    for path in ["sitemap.xml", "robots.txt", "atom.xml", "rss.xml", "tags/index.html", "tags/a.html"] {
        assert!(!built(path), "{path}");
    }
    let page = site.read("ud/p.html");
    assert!(!page.contains("tags/a"), "{page}");
}

#[test]
fn ignored_files_stay_at_home() {
    let config = "ignored_content = [\"*/hemmelig.md\", \"*.xlsx\"]\nignored_static = [\"gammelt\"]\n";
    let site = site(config, &[("a/hemmelig.md", &page("", "")), ("a/p.md", &page("", ""))]);
    site.write("content/a/tal.xlsx", "x");
    site.write("content/a/tal.csv", "x");
    site.write("static/gammelt/x.txt", "x");
    site.write("static/nyt.txt", "x");
    site.build();
    assert!(is_there(&site, "a/p.html") && is_there(&site, "a/tal.csv") && is_there(&site, "nyt.txt"));
    assert!(!is_there(&site, "a/hemmelig.html") && !is_there(&site, "a/tal.xlsx") && !is_there(&site, "gammelt/x.txt"));
    site.write("config.toml", "ignored_content = [\"[\"]\n");
    assert!(told(&site).contains(&"error invalid-value config.toml:1".to_owned()));
}

#[test]
fn long_lists_are_divided() {
    let front = "paginate_by = 2\nsort_by = \"weight\"";
    let mut pages = vec![("blog/_index.md".to_owned(), page(front, "Velkommen."))];
    for number in 1..=5 {
        let front = format!("weight = {number}\n[taxonomies]\ntags = [\"a\"]");
        pages.push((format!("blog/p{number}.md"), page(&front, "").replace("Side", &format!("Nr. {number}"))));
    }
    pages.push(("til.md".to_owned(), page("", "[x](/blog/page/2/) [y](/blog/page/3.html)")));
    let pages: Vec<(&str, &str)> = pages.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let config = "base_url = \"https://example.org\"\ntaxonomies = [{ name = \"tags\", paginate_by = 3, paginate_path = \"side\" }]\n";
    let site = site(config, &pages);
    site.build();
    let (first, second, third) =
        (main_of(&site, "blog/index.html"), main_of(&site, "blog/page/2.html"), main_of(&site, "blog/page/3.html"));
    let names = |main: &str| (1..=5).filter(|number| main.contains(&format!("Nr. {number}"))).collect::<Vec<_>>();
    assert_eq!([names(&first), names(&second), names(&third)], [vec![1, 2], vec![3, 4], vec![5]]);
    assert!(first.contains("Velkommen.") && !second.contains("Velkommen."));
    assert!(first.contains("Side 1 af 3") && first.contains("href=page/2.html") && !first.contains("rel=prev"));
    assert!(second.contains("href=../index.html") && second.contains("href=3.html"), "{second}");
    assert!(second.contains("href=../p3.html"), "{second}");
    assert!(!third.contains("rel=next") && !is_there(&site, "blog/page/4.html"));
    assert!(site.read("public/blog/page/2.html").contains("<title>Side, side 2"));
    assert!(is_there(&site, "tags/a/side/2.html") && main_of(&site, "tags/a.html").contains("Side 1 af 2"));
    assert!(main_of(&site, "til.html").contains("href=blog/page/2.html"));
    let sitemap = site.read("public/sitemap.xml");
    assert!(sitemap.contains("blog/page/2.html") && sitemap.contains("tags/a/side/2.html"));
    site.write("config.toml", format!("exclude_paginated_pages_in_sitemap = \"all\"\n{config}"));
    site.remove("content/til.md");
    site.write("content/blog/_index.md", page("paginate_by = 4\npaginate_reversed = true\npaginate_path = \"\"", ""));
    site.run(&["build", "--allow-removals"]).ended(0);
    assert!(!site.read("public/sitemap.xml").contains("/2.html"));
    assert_eq!(names(&main_of(&site, "blog/index.html")), [2, 3, 4, 5]);
    assert_eq!(names(&main_of(&site, "blog/2.html")), [1]);
    for (wrong, line) in [("paginate_by = -1", 3), ("paginate_by = 1\npaginate_path = \"../x\"", 4)] {
        site.write("content/blog/_index.md", page(wrong, ""));
        assert!(told(&site).contains(&format!("error invalid-value content/blog/_index.md:{line}")), "{wrong}");
    }
}

#[test]
fn sections_are_sorted() {
    let fronts = [
        ("a", "date = 2020-01-01\nupdated = 2024-01-01\nweight = 3\nslug = \"z\""),
        ("b", "date = 2022-01-01\nweight = 1"),
        ("c", "date = 2021-01-01\nweight = 2"),
    ];
    let order = |sort_by: &str| {
        let site = site("", &[("s/_index.md", &page(&format!("sort_by = \"{sort_by}\""), ""))]);
        for (name, front) in fronts {
            site.write(&format!("content/s/{name}.md"), page(front, "").replace("Side", &format!("Titel {name}")));
        }
        site.build();
        let main = main_of(&site, "s/index.html");
        let mut found: Vec<(usize, &str)> =
            ["a", "b", "c"].iter().map(|name| (main.find(&format!("Titel {name}")).expect("listed"), *name)).collect();
        found.sort_unstable();
        found.into_iter().map(|(_, name)| name).collect::<String>()
    };
    let sorts = ["date", "update_date", "title", "title_bytes", "weight", "slug", "permalink", "none"];
    assert_eq!(sorts.map(order), ["bca", "abc", "abc", "abc", "bca", "bca", "bca", "bca"]);
}

/// Titles in the order of a Danish dictionary, and of their bytes.
#[test]
fn titles_are_sorted_as_readers_expect() {
    let titles = ["Del 10", "Del 2", "abe", "Zebra", "Ål", "Øl"];
    let order = |sort_by: &str| {
        let site = site("", &[("s/_index.md", &page(&format!("sort_by = \"{sort_by}\""), ""))]);
        for (at, title) in titles.iter().enumerate() {
            site.write(&format!("content/s/{at}.md"), page("", "").replace("Side", title));
        }
        site.build();
        let main = main_of(&site, "s/index.html");
        let mut found = titles.to_vec();
        found.sort_by_key(|title| main.find(&format!(">{title}<")).expect("listed"));
        found
    };
    assert_eq!(order("title"), ["abe", "Del 2", "Del 10", "Zebra", "Øl", "Ål"]);
    assert_eq!(order("title_bytes"), ["Del 10", "Del 2", "Zebra", "abe", "Ål", "Øl"]);
}

/// Letters that Zola writes otherwise, and those of other scripts.
#[test]
fn addresses_and_anchors_of_zola_are_found() {
    let body = "[a](/tags/lob/) [b](/tags/ri-ben) [c](/blog/page/1/) [d](/en-mappe/bla/) [e](../a-b/) [f](/om/Os/) \
        [g](/lister/bla/page/2/) [h](/blog/side-om-ol/)\n\n\
        [1](#mal) [2](#mal-1) [3](#mal-2) [4](#ri-ben) [5](/p/#lob)\n\n## Mål\n\n## Mål\n\n## Mål\n\n## 日本\n\n## Løb";
    let config = "compile_sass = true\ntaxonomies = [{ name = \"tags\" }, { name = \"lister\", paginate_by = 1 }]\n";
    let pages: &[(&str, &str)] = &[
        ("p.md", &page("[taxonomies]\ntags = [\"løb\", \"日本\"]\nlister = [\"blå\"]", body)),
        ("en-mappe/blå.md", &page("[taxonomies]\nlister = [\"blå\"]", "")),
        ("a_b.md", &page("", "")),
        ("q.md", &page("path = \"om/Os\"", "")),
        ("blog/_index.md", &page("paginate_by = 1", "")),
        ("blog/2021-05-04T10:00:00Z-side-om-øl.md", &page("", "")),
    ];
    let site = site(config, pages);
    assert_eq!(told(&site).iter().filter(|line| !line.contains("no-effect")).count(), 0, "{:?}", told(&site));
    site.build();
    let main = main_of(&site, "p.html");
    let links = [
        "tags/loeb.html",
        "tags/ri-ben.html",
        "blog/index.html",
        "en-mappe/blaa.html",
        "a-b.html",
        "om/os.html",
        "lister/blaa/page/2.html",
        "blog/side-om-oel.html",
        "#maal",
        "#maal-2",
        "#maal-3",
        "#ri-ben",
        "#loeb",
    ];
    for link in links {
        assert!(main.contains(&format!("href={link}")), "{link}: {main}");
    }
}

/// A term of symbols has the address that Zola gives it, and the pages with it link there.
#[test]
fn terms_of_symbols_are_linked() {
    let site = site(
        "compile_sass = true\ntaxonomies = [{ name = \"tags\" }]\n",
        &[("p.md", &page("[taxonomies]\ntags = [\"🚀\"]", ""))],
    );
    site.build();
    let listed: Vec<_> = std::fs::read_dir(site.path("public/tags")).expect("a list of terms").flatten().collect();
    let names: Vec<_> = listed.iter().map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    let term = names.iter().find(|name| *name != "index.html").expect("a page of the term");
    let page = site.read("public/p.html");
    assert!(page.contains(&format!("href=tags/{term}")), "{term}: {page}");
}

#[test]
fn dates_in_names_are_those_of_the_calendar() {
    let site = site("", &[("2021-13-01-p.md", &page("", "")), ("2021-02-28-q/index.md", &page("", ""))]);
    assert_eq!(told(&site), ["warning invalid-value content/2021-13-01-p.md:1"]);
    site.build();
    assert!(is_there(&site, "2021-13-01-p.html") && is_there(&site, "q/index.html"));
}

#[test]
fn headings_link_to_themselves() {
    let body = "## En & to\n\n## Med [link](https://example.org)";
    let mut main = ["left", "right", "heading", "none"].map(|place| {
        let section = page(&format!("insert_anchor_links = \"{place}\""), body);
        let site = site(
            "[markdown]\ninsert_anchor_links = \"right\"\n",
            &[("s/_index.md", &section), ("s/p.md", &page("", body)), ("q.md", &page("", body))],
        );
        site.build();
        assert_eq!(main_of(&site, "q.html").matches("zola-anchor").count(), 2, "the site's own choice");
        let (section, page) = (main_of(&site, "s/index.html"), main_of(&site, "s/p.html"));
        assert_eq!(section.matches("zola-anchor").count(), page.matches("zola-anchor").count());
        page.replace('\n', "")
    });
    let link = "<a class=zola-anchor href=#en-to aria-label=Link til En & to>#</a>";
    for text in &mut main {
        *text = text.replace("&amp;", "&");
    }
    assert!(main[0].contains(&format!("id=en-to>{link} En & to</h2>")), "{}", main[0]);
    assert!(main[1].contains(&format!("En & to {link}</h2>")), "{}", main[1]);
    assert!(main[2].contains("<a class=zola-anchor href=#en-to>En & to</a></h2>"), "{}", main[2]);
    assert!(main[2].contains("link</a> <a class=zola-anchor href=#med-link"), "no link in a link: {}", main[2]);
    assert!(!main[3].contains("zola-anchor"));
}

#[test]
fn boxes_are_told_from_quotations() {
    let body = "> [!NOTE]\n> En *note*.\n\n> [!WARNING]\n> En advarsel.\n\n> Et citat.";
    let site = site("", &[("p.md", &page("", body))]);
    site.build();
    let main = main_of(&site, "p.html");
    assert!(main.contains("<blockquote class=markdown-alert-note>\n<p class=alert-title>Bemærk</p>"), "{main}");
    assert!(main.contains("markdown-alert-warning") && main.contains("Advarsel") && !main.contains("[!"), "{main}");
    assert!(main.contains("<blockquote>"), "{main}");
}

#[test]
fn code_is_highlighted_where_it_is_asked_for() {
    let body = "```rust,linenos\nlet x = \"<b>\"; // y\n```\n\n```intet-sprog\nx < y\n```\n\n```\nz\n```";
    let pages: &[(&str, &str)] = &[("p.md", &page("", body))];
    for on in [
        "highlight_code = true\n",
        "[markdown]\nhighlight_code = true\n",
        "[markdown.highlighting]\ntheme = \"x\"\nstyle = \"class\"\n",
    ] {
        let site = site(on, pages);
        site.build();
        let main = main_of(&site, "p.html");
        assert!(main.contains("<pre tabindex=0>\n<code class=language-rust>") && main.contains("z-storage"), "{main}");
        assert!(main.contains("x &lt; y") && !main.contains("style="), "{main}");
        assert!(site.read("public/p.html").contains("assets/kode.css") && is_there(&site, "assets/kode.css"));
    }
    let site = site("[markdown]\nrender_emoji = false\n", pages);
    site.build();
    assert!(!main_of(&site, "p.html").contains("z-storage") && !is_there(&site, "assets/kode.css"));
}

#[test]
fn print_has_its_own_characters_where_it_is_asked_for() {
    let body = "Et \"ord\" ... og\n\nOrd\n: forklaring";
    let site = site("[markdown]\nsmart_punctuation = true\ndefinition_list = true\n", &[("p.md", &page("", body))]);
    site.build();
    let main = main_of(&site, "p.html");
    assert!(main.contains("“ord” …") && main.contains("<dt>Ord") && main.contains("<dd>forklaring"), "{main}");
}

/// Zola looks at links to files of `content/` only.
#[test]
fn links_are_as_strict_as_zola_is() {
    let body = "[a](./LICENSE) [b](/nej/) [c](#nej) ![d](nej.png)\n\n[e](@/nej.md)";
    let pages: &[(&str, &str)] = &[("p.md", &page("", body))];
    let levels = |site: &Site| {
        let found = told(site);
        found.into_iter().filter(|line| line.contains("p.md")).collect::<Vec<_>>()
    };
    let others = ["warning broken-link content/p.md:6"; 2].map(str::to_owned).to_vec();
    let site_of = |config: &str| site(config, pages);
    let strict = levels(&site_of("[link_checker]\ninternal_level = \"error\"\n"));
    assert_eq!(
        strict.iter().filter(|line| line.starts_with("error")).collect::<Vec<_>>(),
        ["error broken-link content/p.md:8"]
    );
    assert_eq!(strict.iter().filter(|line| line.contains("warning broken-link")).cloned().collect::<Vec<_>>(), others);
    let lenient = levels(&site_of("[link_checker]\ninternal_level = \"warn\"\n"));
    assert!(lenient.len() == 5 && lenient.iter().all(|line| line.starts_with("warning")), "{lenient:?}");
    let plain = levels(&site_of(""));
    assert!(plain.len() == 5 && plain.iter().all(|line| line.starts_with("error")), "{plain:?}");
}

/// A page without an address cannot be linked to, and the message says so.
#[test]
fn pages_that_are_not_published_are_named() {
    let body = "[a](@/skjult.md)\n\n[b](skjult.md)\n\n[c](@/skjulte.md)";
    let site = site("", &[("p.md", &page("", body)), ("skjult.md", &page("render = false", ""))]);
    let found = site.run(&["check", "--format", "json"]).diagnostics();
    let texts: Vec<&str> =
        found.iter().filter(|found| found.code == "broken-link").map(|found| found.text.as_str()).collect();
    assert_eq!(texts.len(), 3, "{found:?}");
    assert!(texts[..2].iter().all(|text| text.contains("render = false")), "{texts:?}");
    assert!(texts[2].contains("does not lead to a page"), "{texts:?}");
}

/// What the portal's kinds keep as errors.
#[test]
fn habits_of_blogs_are_warnings() {
    let body = "# Titel\n\n### For dybt\n\n![](https://example.org/x.png)\n\n<img src=\"https://example.org/y.png\">";
    let site = site(
        "compile_sass = true\ntaxonomies = [{ name = \"tags\" }]\n",
        &[
            ("p.md", &page("aliases = [\"/p.html\", \"gammel/p/\"]\n[taxonomies]\ntags = [\"Rust\", \"rust\"]", body)),
            ("q.md", &page("[taxonomies]\ntags = [\"rust\"]", "a\u{c}b")),
            ("b/index.md", &page("path = \"andet/sted\"", "![x](x.png)")),
            ("b.zh-CN/index.md", &page("", "")),
        ],
    );
    site.write("content/b/x.png", "x");
    let found = told(&site);
    assert!(found.iter().all(|line| line.starts_with("warning")), "{found:?}");
    assert!(found.contains(&"warning case-collision content/p.md:5".to_owned()), "{found:?}");
    assert!(
        !found.iter().any(|line| line.starts_with("warning no-effect content")),
        "its own address is no alias: {found:?}"
    );
    site.build();
    assert!(is_there(&site, "andet/sted/index.html") && is_there(&site, "andet/sted/x.png"));
    assert!(is_there(&site, "gammel/p/index.html") && main_of(&site, "tags/rust.html").matches("<li>").count() == 2);
}

#[test]
fn the_configuration_is_called_config_toml() {
    let site = site("", &[]);
    site.remove("config.toml");
    site.write("zola.toml", "title = \"T\"\n");
    assert_eq!(told(&site), ["warning no-effect zola.toml:1"]);
}

#[test]
fn a_site_has_one_language() {
    let pages: &[(&str, &str)] =
        &[("p.md", &page("", "")), ("p.fr.md", &page("", "")), ("p.zh-CN.md", &page("", "[x](@/nej.md)"))];
    let site = site("[languages.fr]\n", pages);
    let errors: Vec<String> = told(&site).into_iter().filter(|line| line.starts_with("error")).collect();
    assert_eq!(errors, ["error translation content/p.fr.md:1"]);
    site.write("config.toml", "[languages.fr]\n[check]\ntranslation = \"warn\"\n");
    site.build();
    assert!(is_there(&site, "p.html") && !is_there(&site, "p-fr.html"));
    site.write("content/_index.fr.md", page("", ""));
    site.write("config.toml", "default_language = \"en\"\n[languages.fr]\n");
    site.write("content/om.en.md", page("", ""));
    let errors: Vec<String> = told(&site).into_iter().filter(|line| line.starts_with("error")).collect();
    assert_eq!(errors, ["error translation content/_index.fr.md:1", "error translation content/om.en.md:1"]);
    site.remove("content/om.en.md");
    site.write("config.toml", "[languages.fr]\n[check]\ntranslation = \"warn\"\n");
    // One that stands alone is a translation where the site says that it has the language.
    site.write("content/kun.fr.md", page("", ""));
    site.write("content/kun.de.md", page("", ""));
    site.build();
    assert!(!is_there(&site, "kun.fr.html") && is_there(&site, "kun.de.html"));
}

/// The templates of the standard theme for the portal's kinds have names that themes of Zola have too.
#[test]
fn templates_of_other_kinds_are_not_used() {
    let site =
        site("", &[("t/_index.md", &page("page_template = \"theme.html\"", "")), ("t/p.md", &page("", "Indhold."))]);
    assert!(told(&site).contains(&"warning template content/t/_index.md:3".to_owned()));
    site.build();
    assert!(main_of(&site, "t/p.html").contains("Indhold."));
}

#[test]
fn shortcodes_are_run() {
    let body = "Før {{ hilsen(navn=\"Bo\") }} efter.\n\n{{ hilsen(navn='Ib', gange=2, stort=true) }}\n\n\
        {% ramme(titel=`T`) %}\nEn *tekst* med {{ hilsen(navn=\"indeni\") }}\n{% end %}\n\n\
        {{ afsnit(titel=\"Nyt\") }}\n\n- {{ tal() }}\n- {{ tal() }}\n\n`{{ hilsen(navn=\"kode\") }}`\n\n\
        Skriv {{/* hilsen(navn=\"x\") */}}.\n\n[hen]({{ adresse() }}) ![billede]({{ adresse(fil=\"x.png\") }})\n\n\
        <div>\n{{ hilsen(navn=\"blok\") }}\n</div>\n\n[nej](@/nej.md)";
    let site = site("[extra]\nby = \"Odense\"\n", &[("p.md", &page("", body))]);
    site.write("static/x.png", "x");
    let template = |name: &str, text: &str| site.write(&format!("templates/shortcodes/{name}"), text);
    template("hilsen.html", "<b>Hej {{ navn }}{% if stort %}!{% endif %}</b>");
    template(
        "ramme.html",
        "<aside><h3>{{ titel }}</h3>{{ body | markdown | safe }}<p>{{ page.title }}, {{ config.extra.by }}</p></aside>",
    );
    template("afsnit.md", "## {{ titel }}\n\nTekst i *{{ lang }}*.");
    template("tal.html", "{{ nth }}");
    template("adresse.html", "{{ get_url(path=fil | default(value=\"@/_index.md\")) }}");
    let found = site.run(&["check", "--format", "json"]).diagnostics();
    let [one] = found.as_slice() else { panic!("{found:?}") };
    let line = page("", body).lines().position(|line| line.contains("nej.md")).expect("there") as u64 + 1;
    assert_eq!((one.code.as_str(), one.line, one.column), ("broken-link", line, 1), "places are those of the file");
    site.write("content/p.md", page("", body.trim_end_matches("[nej](@/nej.md)")));
    site.build();
    let main = main_of(&site, "p.html").replace('\n', "");
    assert!(main.contains("<p>Før <b>Hej Bo</b> efter."), "{main}");
    assert!(main.contains("<b>Hej Ib!</b>") && !main.contains("<p><b>Hej Ib!"), "alone, it is no paragraph: {main}");
    assert!(main.contains("<aside><h3>T</h3><p>En <em>tekst</em> med <b>Hej indeni</b></p>"), "{main}");
    assert!(main.contains("Side, Odense"), "{main}");
    assert!(main.contains(">Nyt</h2>") && main.contains("<em>da</em>"), "{main}");
    assert!(main.contains("<li>1") && main.contains("<li>2"), "{main}");
    assert!(main.contains("<code>{{ hilsen(navn=") && main.contains("Skriv {{ hilsen(navn="), "{main}");
    assert!(main.contains("index.html") && main.contains("x.png") && main.contains("Hej blok"), "{main}");
    assert!(!main.contains(['\u{e013}', '\u{e014}']), "{main}");
}

#[test]
fn shortcodes_that_cannot_be_run_are_told() {
    let body =
        "{{ god() }} {{ gammel() }}\n\n{{ ukendt(x=1) }}\n\n{{ fejl(x=1) }}\n\n{{ god(1) }}\n\n{% god() %} uden ende";
    let site = site("", &[("p.md", &page("", body))]);
    site.write("config.toml", "theme = \"mit\"\n");
    site.write("themes/mit/templates/shortcodes/god.html", "<i>god</i>");
    site.write("templates/shortcodes/fejl.html", "{{ x.y.z }}");
    site.write("templates/shortcodes/skaev.html", "{% if %}");
    site.write("templates/shortcodes/gammel.html", "{{ resize_image(path=\"x\") }}");
    let mut found = told(&site);
    found.sort();
    let all = site.run(&["check", "--format", "json"]).diagnostics();
    let unknown = all.iter().find(|found| found.file.ends_with("gammel.html")).expect("told");
    assert!(unknown.column == 4 && unknown.text.contains("Unknown function `resize_image`"), "{unknown:?}");
    assert!(!unknown.text.contains('\n'), "{unknown:?}");
    assert_eq!(
        found,
        [
            "error shortcode content/p.md:10",
            "error shortcode content/p.md:12",
            "error shortcode content/p.md:14",
            "error shortcode content/p.md:8",
            "error template templates/shortcodes/gammel.html:1",
            "error template templates/shortcodes/skaev.html:1",
        ]
    );
}

/// Each way of writing a call that Zola takes for text: what is wrong is said once, where it stands.
#[test]
fn what_only_looks_like_a_call_is_told() {
    let body = "{{ god(a=1,) }}\n\n{{- god() -}}\n\nEt {% end %}\n\n{% ramme() %}\n{{ ukendt(t=\"*{*\") }} `{{ ukendt() }}`\n{% end %}\n\n\
        {%- ukendt() -%} a {%- end -%}\n\n{% ramme() %}\n```\n{% end %}\n```\n\n`{% end %}` {%/* end */%} {{ god(a=1 b=2) }}";
    let site = site("", &[("p.md", &page("", body))]);
    site.write("templates/shortcodes/god.html", "<i>god</i>");
    site.write("templates/shortcodes/ramme.html", "<div>{{ body | markdown | safe }}</div>");
    let found = site.run(&["check", "--format", "json"]).diagnostics();
    let told: Vec<String> = found
        .iter()
        .map(|found| {
            // Without the help in brackets.
            let what = found.text.split(" (").next().unwrap_or_default();
            format!("{}:{} {what}", found.line, found.column)
        })
        .collect();
    assert_eq!(
        told,
        [
            "6:1 `{{ god(a=1,) }}` is not a valid call of the shortcode `god`",
            "8:1 `{{- god() -}}` is not a valid call of the shortcode `god`",
            "10:4 `{% end %}` does not close any shortcode",
            "13:1 `{{ ukendt(t=\"*{*\") }}` calls an unknown shortcode",
            "16:1 `{%- ukendt() -%}` calls an unknown shortcode",
            "19:1 the body of `ramme` ends inside this code block",
        ]
    );
}

/// However deep bodies stand in each other, and however many calls a page has.
#[test]
fn many_calls_do_no_harm() {
    let deep = format!("{}x{}", "{% ramme() %}".repeat(3000), "{% end %}".repeat(3000));
    let site =
        site("", &[("p.md", &page("", &deep)), ("q.md", &page("", &"{{ god() }} {{ nej() }}\n\n".repeat(1000)))]);
    site.write("templates/shortcodes/god.html", "<i>god</i>");
    site.write("templates/shortcodes/ramme.html", "<div>{{ body | safe }}</div>");
    let found = told(&site);
    assert_eq!(found.iter().filter(|line| line.contains("p.md")).count(), 1, "{found:?}");
    assert_eq!(found.iter().filter(|line| line.contains("q.md")).count(), 1000);
}

/// What is wrong in the HTML that a shortcode has made is told where the shortcode is called.
#[test]
fn mistakes_in_what_was_made_are_told_at_the_call() {
    let body = "Før\n\n{{ to() }}\n\nMidt {{ to() }} i\n\n<div>\n{{ to() }} <a href=\"@/nej.md\">e</a>\n</div>\n\n{% ramme() %}\n\n[l](@/nej.md)\n{% end %}\n\nEfter";
    let site = site("", &[("p.md", &page("", body))]);
    site.write("templates/shortcodes/to.html", "<a href=\"@/nej.md\">a</a>\n\n\n<a href=\"@/nej.md\">b</a>");
    site.write("templates/shortcodes/ramme.html", "<div>{{ body | markdown | safe }}</div>");
    let found = site.run(&["check", "--format", "json"]).diagnostics();
    let places: Vec<(u64, u64)> = found.iter().map(|found| (found.line, found.column)).collect();
    assert_eq!(places, [(8, 1), (10, 6), (13, 1), (13, 21), (16, 1)], "{found:?}");
}

/// A call in a heading or in the description of an image is what it stands for.
#[test]
fn calls_are_part_of_names() {
    let body = "## {{ ord(x=\"Kun\") }}\n\n## {{ ord(x=\"A\") }} b {#x-{{ ord(x=\"c\") }}}\n\n![a {{ ord(x=\"d\") }} e](x.png)\n\n[1](#kun) [2](/p/?q=1#kun) {%/* end */%}";
    let site = site("", &[("p.md", &page("", body))]);
    site.write("content/x.png", "x");
    site.write("templates/shortcodes/ord.html", "{{ x }}");
    site.build();
    let main = main_of(&site, "p.html");
    for part in
        ["id=kun>Kun</h2>", "id=x-c>A b</h2>", "alt=a d e", "href=p.html#kun>1", "href=p.html?q=1#kun>2", "{% end %}"]
    {
        assert!(main.contains(part), "{part}: {main}");
    }
    assert!(!site.read("public/p.html").contains(['\u{e013}', '\u{e014}']));
}

/// What Zola does without a word is a warning where readers would miss something.
#[test]
fn what_readers_would_miss_is_told() {
    let body =
        "<iframe src=\"https://example.org\"></iframe>\n\n<p style=\"color:red\">x</p>\n\n[app](/app/) ![i](/i.png)";
    let config = "compile_sass = true\ntaxonomies = [{ name = \"tags\" }]\n";
    let site = site(config, &[("p.md", &page("[taxonomies]\ntags = [\"C\", \"C++\", \"🎉\"]", body))]);
    let found = told(&site);
    assert!(found.iter().all(|line| line.starts_with("warning")), "{found:?}");
    assert_eq!(found.iter().filter(|line| line.contains("active-html")).count(), 1, "{found:?}");
    assert_eq!(found.iter().filter(|line| line.contains("same-address")).count(), 1, "{found:?}");
    site.build();
    let main = main_of(&site, "p.html");
    assert!(main.contains("href=/app/") && main.contains("src=/i.png"), "{main}");
    assert!(is_there(&site, "tags/c.html") && is_there(&site, "tags/tada.html"));
    site.write("content/ikon.md", page("", "Ikon \u{e00b}"));
    assert!(told(&site).contains(&"warning invisible-character content/ikon.md:6".to_owned()), "{:?}", told(&site));
}

/// Where a call cannot stand, it is text, however it is put there.
#[test]
fn calls_leave_no_marks() {
    let call = "{{ god() }}";
    let body = format!(
        "```{call}\nkode\n```\n\n[x](@/_index.md '{call}')\n\n## A {{.{call}}}\n\n\
         ## {call}  to \n\n| {call} |\n|---|\n| {call} |\n"
    );
    let site = site("[markdown]\ninsert_anchor_links = \"right\"\n", &[("p.md", &page("", &body))]);
    site.write("templates/shortcodes/god.html", "godt");
    site.build();
    let main = site.read("public/p.html");
    assert!(!main.contains(['\u{e013}', '\u{e014}', '\u{fffd}']), "{main}");
    assert!(main.contains("aria-label=\"Link til godt to\"") && main.contains("title=\"godt\""), "{main}");
    site.write("content/p.md", page("", &format!("En note[^{call}].\n\n[^{call}]: Noten.")));
    let found = site.run(&["check", "--format", "json"]).diagnostics();
    assert_eq!(found.len(), 2, "{found:?}");
    assert!(found.iter().all(|found| found.text.matches("[^{{ god() }}]").count() == 1), "{found:?}");
}

#[test]
fn unknown_shortcodes_are_told_wherever_they_are() {
    let body = "<div>{{ a() }}</div>\n\n<!-- {{ b() }} -->\n\n![{{ c() }}](/assets/vejviser.svg)\n\nord <b title=\"{{ d() }}\">e</b>";
    let site = site("", &[("p.md", &page("", body))]);
    let lines = ["6", "8", "10", "12"].map(|line| format!("error shortcode content/p.md:{line}"));
    assert_eq!(told(&site), lines);
}

/// A changed shortcode changes the pages that call it, and no mistake of an earlier build stays.
#[test]
fn pages_follow_their_shortcodes() {
    let site = site("", &[("p.md", &page("", "{{ a() }}")), ("q.md", &page("", "Intet."))]);
    let shows = |word: &str| {
        site.build();
        assert!(main_of(&site, "p.html").contains(word), "{word}");
        assert_eq!(site.ids(word), ["p.html"], "the search follows too");
    };
    site.write("templates/shortcodes/a.html", "<div>pelikan</div>");
    shows("pelikan");
    site.write("templates/shortcodes/a.html", "<div>flamingo {{ config.extra.fugl }}</div>");
    site.write("config.toml", "[extra]\nfugl = \"kolibri\"\n");
    shows("flamingo");
    assert!(site.ids("pelikan").is_empty());
    site.write("config.toml", "[extra]\nfugl = \"strudse\"\n");
    shows("strudse");
    assert!(site.ids("kolibri").is_empty());
}

/// On a portal a shortcode may not bring in what raw HTML may not.
#[test]
fn shortcodes_are_held_to_the_rules_of_raw_html() {
    let body = "{{ video() }}";
    let site = Site::fixture("portal");
    site.write("content/video.md", page("", body));
    site.write("templates/shortcodes/video.html", "<iframe src=\"https://example.org/\"></iframe>");
    let found = told(&site);
    assert!(found.contains(&"error active-html content/video.md:6".to_owned()), "{found:?}");
}

#[test]
fn pages_can_be_left_out_of_the_search() {
    let site = site(
        "title = \"T\"\n",
        &[
            ("a.md", &page("in_search_index = false", "pelikan")),
            ("b.md", &page("", "flamingo")),
            ("s/_index.md", &page("in_search_index = false", "")),
            ("s/c.md", &page("", "kolibri")),
        ],
    );
    site.build();
    assert_eq!(site.ids("flamingo"), ["b.html"]);
    assert!(site.ids("pelikan").is_empty() && site.ids("kolibri").is_empty());
}
