//! The JSON Schemas (draft 2020-12) of the files in `data/`. A test holds the files to them.

/// The schema called `name`; empty if there is none.
pub(super) fn schema(name: &str) -> &'static str {
    match name {
        "kvalitetsmodel" => include_str!("schemas/kvalitetsmodel.json"),
        "anvisninger" => include_str!("schemas/anvisninger.json"),
        "lovgivning" => include_str!("schemas/lovgivning.json"),
        "begreber" => include_str!("schemas/begreber.json"),
        "eksempler" => include_str!("schemas/eksempler.json"),
        "kilder" => include_str!("schemas/kilder.json"),
        "aendringer" => include_str!("schemas/aendringer.json"),
        _ => "",
    }
}
