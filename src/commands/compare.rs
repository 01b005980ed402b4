//! `vejviser compare OLD NEW`: proposes what became of every unit of an edition in another, as `[[changes]]` for an editor to
//! correct.

mod propose;

use std::io::{self, Write};

use crate::build;
use crate::cli::Cli;
use crate::diagnostic::suggest;
use crate::error::Error;
use crate::ids::EditionId;
use crate::load;
use crate::model::{Edition, Site, Unit};
use propose::{Certainty, Proposal, propose};

/// Prints the proposal for the editions called `older` and `newer`.
pub(super) fn run(cli: &Cli, older: &str, newer: &str) -> Result<bool, Error> {
    let mut diagnostics = Vec::new();
    let config = load::configuration(&cli.options.root, &mut diagnostics)?;
    let mut options = cli.options.validate(&config)?;
    // An edition that is being written is a draft.
    options.drafts = true;
    let site = build::assemble(&options, config, diagnostics)?;
    let (older, newer) = (edition(&site, older)?, edition(&site, newer)?);
    if older == newer || site.editions[older].family != site.editions[newer].family {
        return Err(Error::Usage(format!(
            "`{}` and `{}` cannot be compared; name two editions of one family, the older one first",
            site.editions[older].full_id(),
            site.editions[newer].full_id()
        )));
    }
    print(&site, older, newer).map_err(Error::write("console output"))?;
    Ok(true)
}

/// The edition with a name such as "kvalitetsmodel-2021" or in a folder such as "kvalitetsmodel/2021".
fn edition(site: &Site, name: &str) -> Result<EditionId, Error> {
    let path = name.trim_start_matches("content/").trim_matches('/');
    let is_meant = |id: EditionId| {
        let edition = &site.editions[id];
        edition.full_id() == name || site.pages[edition.page].source.path == format!("{path}/_index.md")
    };
    site.editions.keys().find(|id| is_meant(*id)).ok_or_else(|| {
        let names: Vec<String> = site.editions.iter().map(Edition::full_id).collect();
        let otherwise = format!("the site has: {}", names.join(", "));
        let help = suggest(name, names.iter().map(String::as_str), &otherwise);
        Error::Usage(format!("there is no edition `{name}`; {help}"))
    })
}

fn print(site: &Site, older: EditionId, newer: EditionId) -> io::Result<()> {
    let proposals = propose(site, older, newer);
    let (open, proven): (Vec<_>, Vec<_>) =
        proposals.into_iter().partition(|proposal| proposal.certainty != Certainty::Proven);
    let mut out = io::stdout().lock();
    let file = &site.pages[site.editions[newer].page].source.file;
    writeln!(out, "# Proposed by `vejviser compare`. Check every change, give reason, source and date, and put the")?;
    writeln!(out, "# result at the end of the front matter of {file}.")?;
    writeln!(out, "# {} units are unchanged to the letter and need no entry.", proven.len())?;
    let unsure = open
        .iter()
        .filter(|proposal| matches!(proposal.certainty, Certainty::Unsure(_) | Certainty::Unknown(_)))
        .count();
    writeln!(out, "# {} changes follow, {unsure} of them unsure.", open.len())?;
    if site.edition_front(newer).is_none_or(|front| front.replaces.is_none()) {
        writeln!(out, "# Add this to the keys above the first table:\n# replaces = \"{}\"", site.editions[older].id)?;
    }
    for proposal in &open {
        writeln!(out)?;
        entry(&mut out, site, proposal)?;
    }
    Ok(())
}

fn entry(out: &mut impl Write, site: &Site, proposal: &Proposal) -> io::Result<()> {
    let (word, why) = match &proposal.certainty {
        Certainty::Proven => return Ok(()),
        Certainty::Sure(why) => ("sure", why),
        Certainty::Likely(why) => ("likely", why),
        Certainty::Unsure(why) | Certainty::Unknown(why) => ("UNSURE", why),
    };
    writeln!(out, "# {word}: {why}")?;
    // What nothing speaks for is not to be published by pasting it.
    let hash = if matches!(proposal.certainty, Certainty::Unknown(_)) { "# " } else { "" };
    writeln!(out, "{hash}[[changes]]\n{hash}sort = \"{}\"", proposal.sort.name())?;
    for (key, units) in [("from", &proposal.from), ("to", &proposal.to)] {
        if !units.is_empty() {
            let names: Vec<String> =
                units.iter().map(|unit: &Unit| toml::Value::from(unit.name(site)).to_string()).collect();
            writeln!(out, "{hash}{key} = [{}]", names.join(", "))?;
        }
    }
    Ok(())
}
