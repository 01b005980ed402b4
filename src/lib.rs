//! Vejviser builds a cross-linked portal of guidelines, quality model and checklists from a folder of Markdown.
//!
//! Data flows one way, and the modules are its stations:
//!
//! 1. [`load`] files → typed sources; [`import`] the texts of publications → pages like those
//! 2. [`model`] sources → one site
//! 3. [`text`] bodies → HTML with holes, headings, links, references
//! 4. [`link`] links and references → targets, and what is used where
//! 5. [`index`] what search will find
//! 6. [`render`] a flat list of outputs → bytes
//! 7. [`mod@write`] bytes → files, swapped in at the end
//!
//! [`build`] runs them in that order; [`commands`] are what a user can ask for.

pub mod build;
pub mod cli;
pub mod commands;
pub mod diagnostic;
pub mod error;
pub mod import;
pub mod index;
pub mod link;
pub mod load;
pub mod model;
pub mod render;
pub mod report;
pub mod text;
pub mod write;
