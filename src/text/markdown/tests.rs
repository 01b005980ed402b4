//! Bodies and what is read from them.

use super::parse;
use crate::load::markdown::Markdown;
use crate::text::search_documents::SearchDocuments;
use crate::text::{Collector, Outline, Pointer};

/// The HTML of a body, with every link leading to `→`, and what was collected from it.
fn read(body: &str) -> (String, Outline, Vec<String>) {
    let mut collector = Collector {
        outline: Outline::default(),
        documents: SearchDocuments::new(true),
        glossary: None,
        own_slug: None,
        references: true,
        ignored: Vec::new(),
        counts: true,
        anchors: Default::default(),
        file: "side.md",
    };
    let html = parse(body, 0, Markdown::default(), &[], &mut collector);
    let documents = collector.documents.finish().into_iter().map(|document| document.text).collect();
    let html = html.fill(|_| Some(("→".into(), "ref")));
    (html, collector.outline, documents)
}

fn html(body: &str) -> String {
    let (html, outline, _) = read(body);
    assert_eq!(outline.diagnostics, [], "{body}");
    html
}

/// The messages about a body, each with the text that it points at.
fn mistakes(body: &str) -> Vec<(String, &str)> {
    let diagnostics = read(body).1.diagnostics;
    let found = diagnostics.into_iter().map(|found| {
        let span = found.span.unwrap_or_default();
        (found.message, body[span.start as usize..span.end as usize].trim())
    });
    found.collect()
}

#[test]
fn headings_get_anchors_of_their_own() {
    let (html, outline, _) = read("## Mål\n\n## Mål\n\n### Fast {#fast}\n");
    let ids: Vec<_> = outline.headings.iter().map(|found| (found.level, found.id.as_str(), found.is_written)).collect();
    assert_eq!(ids, [(2, "maal", false), (2, "maal-2", false), (3, "fast", true)]);
    assert!(html.contains("<h2 id=\"maal-2\">Mål</h2>"), "{html}");
}

#[test]
fn links_images_and_references_are_pointers_in_order() {
    let (html, outline, _) = read("[a](@/b.md) ![c](d.svg) anvisning 3.1.1");
    let found: Vec<String> = outline
        .pointers
        .iter()
        .map(|(pointer, _)| match pointer {
            Pointer::Link { address, image } => format!("{address} {image}"),
            Pointer::Reference(reference) => reference.id.clone(),
            Pointer::Term(slug) => slug.clone(),
        })
        .collect();
    assert_eq!(found, ["@/b.md false", "d.svg true", "3.1.1"]);
    assert_eq!(
        html,
        "<p><a href=\"→\">a</a> <img src=\"→\" alt=\"c\" loading=\"lazy\"> <a class=\"ref\" href=\"→\">anvisning 3.1.1</a></p>\n"
    );
}

#[test]
fn a_pointer_spans_what_the_editor_wrote() {
    let body = "Se [siden](@/b.md) og\nanvisning 3.1.1.";
    let outline = read(body).1;
    let written: Vec<&str> =
        outline.pointers.iter().map(|(_, span)| &body[span.start as usize..span.end as usize]).collect();
    assert_eq!(written, ["[siden](@/b.md)", "anvisning 3.1.1"]);
}

#[test]
fn a_reference_may_be_broken_over_two_lines() {
    assert_eq!(html("se anvisning\n3.1.1"), "<p>se <a class=\"ref\" href=\"→\">anvisning\n3.1.1</a></p>\n");
}

#[test]
fn references_in_links_headings_and_code_stay_text() {
    for body in ["[anvisning 3.1.1](a.html)", "## anvisning 3.1.1", "`anvisning 3.1.1`", "    anvisning 3.1.1"] {
        assert!(!html(body).contains("class=\"ref\""), "{body}");
    }
}

#[test]
fn tables_can_be_scrolled_with_the_keyboard_and_have_no_styles() {
    let html = html("| a | b |\n|:--|--:|\n| 1 | 2 |\n");
    assert!(
        html.starts_with("<div class=\"wide\" role=\"region\" aria-label=\"Tabel 1\" tabindex=\"0\"><table>"),
        "{html}"
    );
    assert!(!html.contains("style"), "{html}");
}

#[test]
fn alerts_have_danish_titles() {
    assert!(html("> [!WARNING]\n> Pas på.\n").contains("<p class=\"alert-title\">Advarsel</p>"));
}

#[test]
fn footnotes_lead_there_and_back() {
    let html = html("Ord[^1] og ord[^1].\n\n[^1]: Noten.\n");
    assert_eq!(html.matches("id=\"fodnote-henvisning-1\"").count(), 1, "only the first mark is led back to: {html}");
    assert_eq!(html.matches("href=\"#fodnote-1\"").count(), 2, "{html}");
    assert!(html.contains("id=\"fodnote-1\" role=\"note\""), "{html}");
}

#[test]
fn mistakes_are_reported_where_they_are() {
    assert_eq!(mistakes("## En\n\n#### Fire\n"), [("the heading level jumps from 2 to 4".to_owned(), "#### Fire")]);
    assert_eq!(mistakes("Ord [](a.html).")[0].1, "[](a.html)");
    assert_eq!(mistakes("Ord [a][findes-ikke].")[0].1, "[a][findes-ikke]");
    assert_eq!(mistakes("Et [ord] i klammer."), []);
}

#[test]
fn text_is_split_into_search_documents_at_headings() {
    let documents = read("Først.\n\n## En\n\n- a\n- b\n\n| c | d |\n|---|---|\n| e | f |\n").2;
    assert_eq!(documents, ["Først.", "a\nb\nc d\ne f"]);
}

#[test]
fn readability_counts_running_text_only() {
    let counts = |body: &str| read(body).1.readability;
    let running = counts("Tre korte ord.");
    assert_eq!(counts("Tre korte ord.\n\n> Et citat fra andre.\n\n| En | tabel |\n|---|---|\n"), running);
    assert_ne!(counts("Tre korte ord og flere."), running);
}
