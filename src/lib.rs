//! Vejviser builds a cross-linked portal of guidelines, quality model and checklists from a folder of Markdown.
//!
//! The modules are the stages of a pipeline in which data flows one way:
//!
//! 1. [`load`] files → typed sources; [`import`] texts of publications → sources of the same form
//! 2. [`model`] sources → one site
//! 3. [`text`] bodies → HTML with holes, headings, links, references
//! 4. [`link`] links and references → destinations, and a reverse index of them
//! 5. [`index`] search documents → the search index
//! 6. [`render`] a flat list of outputs → bytes
//! 7. [`mod@write`] bytes → files, swapped in at the end
//!
//! [`build`] runs them in this order; [`commands`] has the subcommands.

pub mod build;
pub mod cli;
pub mod commands;
pub mod diagnostic;
pub mod error;
pub mod ids;
pub mod import;
pub mod index;
pub mod link;
pub mod load;
pub mod model;
pub mod render;
pub mod report;
pub mod text;
pub mod write;
