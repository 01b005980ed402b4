//! Vejviser builds a cross-linked portal of guidelines, quality model and checklists from a folder of Markdown.
//!
//! The modules are the stages of a pipeline in which data flows one way:
//!
//! 1. `load` files → typed sources; `import` texts of publications → sources of the same form
//! 2. `model` sources → one site
//! 3. `text` bodies → HTML with holes, headings, links, references
//! 4. `link` links and references → destinations, and a reverse index of them
//! 5. `index` search documents → the search index
//! 6. `render` a flat list of outputs → bytes
//! 7. `write` bytes → files, swapped in at the end
//!
//! `build` runs them in this order; [`commands`] has the subcommands.

/// Declares a static regular expression that is compiled on first use.
macro_rules! pattern {
    ($name:ident, $text:literal) => {
        // A literal compiles either always or never, and the tests use every one.
        #[allow(clippy::unwrap_used, reason = "a literal pattern")]
        static $name: std::sync::LazyLock<regex::Regex> =
            std::sync::LazyLock::new(|| regex::Regex::new($text).unwrap());
    };
}

mod build;
pub mod cli;
pub mod commands;
mod diagnostic;
mod error;
mod ids;
mod import;
mod index;
mod link;
mod load;
mod model;
mod render;
mod report;
mod text;
mod write;

/// Rules that the tests in `tests/` hold against generated input and against files of the program.
#[doc(hidden)]
pub mod rules {
    pub use crate::import::decode::decode;
    pub use crate::import::words::words;
    pub use crate::index::analysis::{fold, stem, term, tokens};
    pub use crate::load::slug::slug;
    pub use crate::model::address::{join, relative};
    pub use crate::text::references::{Reference, Target, alone, find};
    pub use crate::write::{seal, unseal};
}
