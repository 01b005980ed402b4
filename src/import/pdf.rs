//! The text of a PDF, after a check of how large it really is.
//!
//! A few bytes of a PDF can expand to gigabytes of text, or describe a drawing (a form XObject) that contains itself.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::io::Read;

use flate2::read::ZlibDecoder;
use pdf_extract::{ConvertToFmt, Dictionary, Document, Object, ObjectId, PlainTextOutput, Stream, output_doc};

use crate::import::refusal::{MOST_TEXT, Refusal};

/// Maximum number of objects.
const MOST_OBJECTS: usize = 500_000;
/// Maximum number of bytes that one part of a document may unpack to.
const MOST_UNPACKED: u64 = 128 * 1024 * 1024;
/// How deep drawings may be nested.
const DEEPEST: usize = 30;

/// The text of the PDF in `bytes`.
pub(super) fn text(bytes: &[u8]) -> Result<String, Refusal> {
    let broken = |error: pdf_extract::Error| Refusal::Broken(error.to_string());
    let mut document = Document::load_mem(bytes).map_err(broken)?;
    if document.is_encrypted() {
        document.decrypt("").map_err(|_| Refusal::Encrypted)?;
    }
    if document.objects.len() > MOST_OBJECTS {
        return Err(Refusal::TooLarge(format!("{} objects in the PDF", document.objects.len())));
    }
    let mut drawings = Shown::new();
    for (id, object) in &document.objects {
        let Ok(stream) = object.as_stream() else { continue };
        let bytes = unpacked(stream)?;
        if stream.dict.get(b"Subtype").and_then(Object::as_name).is_ok_and(|kind| kind == b"Form") {
            drawings.insert(*id, shown(&document, stream, &bytes));
        }
    }
    let mut sound = BTreeSet::new();
    for id in drawings.keys() {
        check_nesting(&drawings, *id, &mut Vec::new(), &mut sound)?;
    }
    let mut text = Text::default();
    output_doc(&document, &mut PlainTextOutput::new(&mut text)).map_err(|error| match text.is_full {
        true => Refusal::TooLarge(format!("more than {} MB of text", MOST_TEXT / 1_048_576)),
        false => Refusal::Broken(error.to_string()),
    })?;
    Ok(text.text)
}

/// A text of limited length.
#[derive(Default)]
struct Text {
    text: String,
    is_full: bool,
}

impl fmt::Write for Text {
    fn write_str(&mut self, more: &str) -> fmt::Result {
        self.is_full = self.text.len() + more.len() > MOST_TEXT;
        if self.is_full {
            return Err(fmt::Error);
        }
        self.text.push_str(more);
        Ok(())
    }
}

impl<'t> ConvertToFmt for &'t mut Text {
    type Writer = &'t mut Text;

    fn convert(self) -> Self::Writer {
        self
    }
}

/// What `stream` unpacks to, as far as it is packed in the usual way; fails if that is more than any part of a
/// publication. Filters may be stacked, each with a bomb of its own.
fn unpacked(stream: &Stream) -> Result<Vec<u8>, Refusal> {
    let mut bytes = stream.content.clone();
    for filter in stream.filters().unwrap_or_default() {
        if filter != b"FlateDecode" {
            break;
        }
        let mut unpacked = Vec::new();
        // Damage is left for the PDF library to find.
        let _ = ZlibDecoder::new(bytes.as_slice()).take(MOST_UNPACKED + 1).read_to_end(&mut unpacked);
        if unpacked.len() as u64 > MOST_UNPACKED {
            let most = MOST_UNPACKED / 1_048_576;
            return Err(Refusal::TooLarge(format!("part of the PDF decompresses to more than {most} MB")));
        }
        bytes = unpacked;
    }
    Ok(bytes)
}

/// The drawings that each drawing shows.
type Shown = BTreeMap<ObjectId, Vec<ObjectId>>;

/// The drawings that the drawing `stream` with the content `bytes` shows. Its resources often name more, even itself.
fn shown(document: &Document, stream: &Stream, bytes: &[u8]) -> Vec<ObjectId> {
    fn dictionary<'d>(document: &'d Document, of: &'d Dictionary, name: &[u8]) -> Option<&'d Dictionary> {
        document.dereference(of.get(name).ok()?).ok()?.1.as_dict().ok()
    }
    let resources = dictionary(document, &stream.dict, b"Resources");
    let named = resources.and_then(|resources| dictionary(document, resources, b"XObject"));
    let words: Vec<&[u8]> = bytes.split(u8::is_ascii_whitespace).filter(|word| !word.is_empty()).collect();
    let is_shown =
        |name: &[u8]| words.windows(2).any(|pair| pair[1] == b"Do" && pair[0].strip_prefix(b"/") == Some(name));
    let drawings = named.into_iter().flat_map(Dictionary::iter).filter(|(name, _)| is_shown(name));
    drawings.filter_map(|(_, object)| object.as_reference().ok()).collect()
}

/// Fails if the drawing `id` contains itself, or is nested deeper than anybody draws. `way` contains the drawings
/// around it, `sound` those that have passed the check.
fn check_nesting(
    shown: &Shown,
    id: ObjectId,
    way: &mut Vec<ObjectId>,
    sound: &mut BTreeSet<ObjectId>,
) -> Result<(), Refusal> {
    if sound.contains(&id) {
        return Ok(());
    }
    if way.contains(&id) || way.len() > DEEPEST {
        return Err(Refusal::Broken("its drawings are nested recursively or too deeply".to_owned()));
    }
    way.push(id);
    for inner in shown.get(&id).into_iter().flatten() {
        check_nesting(shown, *inner, way, sound)?;
    }
    way.pop();
    sound.insert(id);
    Ok(())
}
