//! Minifies pages, scripts and stylesheets: readable in the source, small when served.
//!
//! minify-html keeps the variable names in scripts; its own parser and minifier, called directly, shorten them.

use lightningcss::stylesheet::{MinifyOptions, ParserOptions, PrinterOptions, StyleSheet};
use oxc_allocator::Allocator;
use oxc_codegen::{Codegen, CodegenOptions};
use oxc_minifier::{CompressOptions, MangleOptions, Minifier, MinifierOptions};
use oxc_parser::Parser;
use oxc_span::SourceType;

/// `script` without comments and with short names; unchanged if it cannot be parsed.
pub(super) fn script(script: &str) -> String {
    let allocator = Allocator::default();
    let parsed = Parser::new(&allocator, script, SourceType::cjs()).parse();
    if !parsed.errors.is_empty() {
        return script.to_owned();
    }
    let mut program = parsed.program;
    let options =
        MinifierOptions { mangle: Some(MangleOptions::default()), compress: Some(CompressOptions::smallest()) };
    let names = Minifier::new(options).minify(&allocator, &mut program).scoping;
    let small = CodegenOptions::minify();
    Codegen::new().with_options(small).with_scoping(names).build(&program).code
}

/// `style` without comments and whitespace; unchanged if it cannot be parsed.
pub(super) fn style(style: &str) -> String {
    let small = PrinterOptions { minify: true, ..PrinterOptions::default() };
    let read = StyleSheet::parse(style, ParserOptions::default());
    let printed = read.ok().and_then(|mut sheet| {
        sheet.minify(MinifyOptions::default()).ok()?;
        sheet.to_css(small).ok()
    });
    printed.map_or_else(|| style.to_owned(), |printed| printed.code)
}

/// Runs minify-html without the transformations that validators reject: closing tags, quotes and the doctype stay.
pub(super) fn html(html: &str) -> String {
    let settings = minify_html::Cfg {
        keep_closing_tags: true,
        keep_html_and_head_opening_tags: true,
        keep_input_type_text_attr: true,
        ..minify_html::Cfg::default()
    };
    let bytes = minify_html::minify(html.as_bytes(), &settings);
    String::from_utf8(bytes).unwrap_or_else(|_| html.to_owned())
}

#[cfg(test)]
mod tests {
    use super::{script, style};

    #[test]
    fn names_and_comments_go_and_what_others_use_stays() {
        let small =
            script("// why\nvar shared = (() => { const long = 1; return { ready: () => long + long }; })();\n");
        assert!(small.contains("shared") && small.contains("ready"), "{small}");
        assert!(!small.contains("why") && !small.contains("long"), "{small}");
        assert_eq!(script("this is no script"), "this is no script");
    }

    /// Syntax that is newer than the parser, or looks outdated, must keep its meaning.
    #[test]
    fn rules_stay_what_they_are() {
        let whole = "/* why */\n@media (width < 62rem) {\n  .a { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }\n}\n\
                     .a::details-content { content: \"·\" / \"\"; }\n\
                     @page { @bottom-right { content: counter(page); } }\n";
        let small = "@media (width<62rem){.a{-webkit-text-size-adjust:100%;text-size-adjust:100%}}\
                     .a::details-content{content:\"·\" / \"\"}@page{@bottom-right{content:counter(page)}}";
        assert_eq!(style(whole), small);
        assert_eq!(style("a { b: c } }"), "a { b: c } }");
    }
}
