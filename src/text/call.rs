//! Finds shortcode calls in a body. The grammar is Zola's.

use std::ops::Range;

use serde_json::{Map, Value};

/// A part of a body that is not plain text.
#[derive(Debug, PartialEq)]
pub(super) enum Part {
    /// A call.
    Call(Call),
    /// An escaped call, `{{/* name() */}}`, and the literal text that it represents.
    Escaped(Range<usize>, String),
}

impl Part {
    /// Its byte range.
    pub(super) fn range(&self) -> Range<usize> {
        match self {
            Self::Call(call) => call.range.clone(),
            Self::Escaped(range, _) => range.clone(),
        }
    }
}

/// A call of a shortcode.
#[derive(Debug, PartialEq)]
pub(super) struct Call {
    /// From the first brace to the last.
    pub(super) range: Range<usize>,
    /// The name of the shortcode.
    pub(super) name: String,
    /// The arguments, all of them named.
    pub(super) arguments: Map<String, Value>,
    /// The range between `{% name() %}` and `{% end %}`.
    pub(super) body: Option<Range<usize>>,
}

/// How deeply calls may be nested in each other's bodies.
pub(super) const MOST_NESTED: usize = 20;

/// Finds the calls in `text`, except those in the bodies of other calls. `is_known` decides which names are shortcodes.
/// Anything else that looks like a call is text, and so are calls nested deeper than `levels`.
pub(super) fn find(text: &str, levels: usize, is_known: impl Fn(&str) -> bool) -> Vec<Part> {
    let mut parts = Vec::new();
    // Calls whose end has not been found yet, with the number of parts before each; `None` for one that is text.
    let mut open: Vec<(Option<Call>, usize)> = Vec::new();
    // Whether an `{%/* end */%}` may still follow.
    let mut may_end = true;
    let mut at = 0;
    while let Some(found) = text[at..].find('{').map(|found| at + found) {
        let Some((token, end)) = token(text, found) else {
            at = found + 1;
            continue;
        };
        at = end;
        match token {
            Token::EscapedEnd => parts.push(Part::Escaped(found..end, unescaped(&text[found..end]))),
            Token::Escaped => {
                let mut literal = unescaped(&text[found..end]);
                // The literal of a call with a body extends to its own end.
                let has_body = text[found..].starts_with("{%") && may_end;
                if let Some(close) = has_body.then(|| escaped_end(text, end)).flatten() {
                    literal.push_str(&text[end..close.start]);
                    literal.push_str(&unescaped(&text[close.clone()]));
                    at = close.end;
                } else if has_body {
                    may_end = false;
                }
                parts.push(Part::Escaped(found..at, literal));
            }
            Token::Inline(name, arguments) if is_known(&name) => {
                parts.push(Part::Call(Call { range: found..end, name, arguments, body: None }));
            }
            Token::Inline(..) => {}
            Token::Open(name, arguments) => {
                let call = Call { range: found..end, name, arguments, body: None };
                let is_call = is_known(&call.name) && open.len() < levels;
                open.push((is_call.then_some(call), parts.len()));
            }
            Token::End => {
                if let Some((Some(call), before)) = open.pop() {
                    parts.truncate(before);
                    let (body, range) = (call.range.end..found, call.range.start..end);
                    parts.push(Part::Call(Call { body: Some(body), range, ..call }));
                }
            }
        }
    }
    parts
}

pattern!(
    ALIKE,
    r#"^(?:\{\{|(?<open>\{%))-?\s*(?:(?<end>end)|(?<name>[A-Za-z_][\w:]*)\s*(?:\((?:"[^"]*"|'[^']*'|`[^`]*`|[^{}"'`])*\)|\([^{}]*\)))\s*-?(?:\}\}|%\})"#
);

/// Something that looks like a call, or like the end of one.
#[derive(Debug, PartialEq)]
pub(super) struct Alike {
    pub(super) range: Range<usize>,
    /// The name of the call; `None` for an end.
    pub(super) name: Option<String>,
    /// Whether an end must follow.
    pub(super) opens: bool,
    /// Whether it is valid according to the grammar.
    pub(super) is_call: bool,
}

/// Finds everything in `text` that looks like a call or an end, valid or not.
pub(super) fn alike(text: &str) -> Vec<Alike> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(start) = text[at..].find('{').map(|found| at + found) {
        let (name, opens, is_call, end) = match token(text, start) {
            Some((Token::Escaped | Token::EscapedEnd, end)) => {
                at = end;
                continue;
            }
            Some((Token::Inline(name, _), end)) => (Some(name), false, true, end),
            Some((Token::Open(name, _), end)) => (Some(name), true, true, end),
            Some((Token::End, end)) => (None, false, true, end),
            None => {
                let Some(looks) = ALIKE.captures(&text[start..]) else {
                    at = start + 1;
                    continue;
                };
                let is_open = looks.name("open").is_some();
                let name = looks.name("name").map(|name| name.as_str().to_owned());
                // `{{ end }}` is a variable of some template language.
                if name.is_none() && !is_open {
                    at = start + 1;
                    continue;
                }
                (name, is_open && looks.name("end").is_none(), false, start + looks[0].len())
            }
        };
        at = end;
        found.push(Alike { range: start..end, name, opens, is_call });
    }
    found
}

/// A construct that begins with a brace.
enum Token {
    Inline(String, Map<String, Value>),
    Open(String, Map<String, Value>),
    End,
    /// An escaped call.
    Escaped,
    /// An escaped end.
    EscapedEnd,
}

/// The token at byte `at`, and the byte where it ends.
fn token(text: &str, at: usize) -> Option<(Token, usize)> {
    let mut cursor = Cursor { text, at };
    let rest = &text[at..];
    let token = if rest.starts_with("{{/*") {
        cursor.definition("{{/*", "*/}}")?;
        Token::Escaped
    } else if cursor.end("{%/*", "*/%}").is_some() {
        Token::EscapedEnd
    } else if rest.starts_with("{%/*") {
        cursor.from(at).definition("{%/*", "*/%}")?;
        Token::Escaped
    } else if rest.starts_with("{{") {
        let (name, arguments) = cursor.from(at).definition("{{", "}}")?;
        Token::Inline(name, arguments)
    } else if cursor.from(at).end("{%", "%}").is_some() {
        Token::End
    } else {
        let (name, arguments) = cursor.from(at).definition("{%", "%}")?;
        Token::Open(name, arguments)
    };
    Some((token, cursor.at))
}

/// The first `{%/* end */%}` from byte `from` on.
fn escaped_end(text: &str, from: usize) -> Option<Range<usize>> {
    text[from..].match_indices("{%/*").find_map(|(found, _)| {
        let mut cursor = Cursor { text, at: from + found };
        cursor.end("{%/*", "*/%}").map(|()| from + found..cursor.at)
    })
}

/// `text`, an escaped call or end, without the `/*` and `*/` inside its braces.
fn unescaped(text: &str) -> String {
    let inside = 4..text.len() - 4;
    [&text[..2], &text[inside], &text[text.len() - 2..]].concat()
}

/// Whether `word` is a number in Zola's grammar: `.5` and `007` are not.
fn is_number(word: &str) -> bool {
    let digits = word.strip_prefix('-').unwrap_or(word);
    let (whole, rest) = digits.split_once('.').unwrap_or((digits, "0"));
    let are_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    are_digits(whole) && are_digits(rest) && (whole == "0" || !whole.starts_with('0'))
}

/// A position in a text that is being read.
struct Cursor<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Cursor<'t> {
    /// Moves to byte `at`, in either direction.
    fn from(&mut self, at: usize) -> &mut Self {
        self.at = at;
        self
    }

    fn rest(&self) -> &'t str {
        &self.text[self.at..]
    }

    fn take(&mut self, what: &str) -> Option<()> {
        self.rest().starts_with(what).then(|| self.at += what.len())
    }

    fn blanks(&mut self) {
        self.take_while(|letter| matches!(letter, ' ' | '\t' | '\r' | '\n'));
    }

    fn take_while(&mut self, is_part: impl Fn(char) -> bool) -> &'t str {
        let rest = self.rest();
        let end = rest.find(|letter| !is_part(letter)).unwrap_or(rest.len());
        self.at += end;
        &rest[..end]
    }

    fn identifier(&mut self) -> Option<String> {
        let name = self.take_while(|letter| letter.is_ascii_alphanumeric() || letter == '_');
        let begins = name.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_');
        begins.then(|| name.to_owned())
    }

    /// Reads the end of a call with a body, delimited by `open` and `close`.
    fn end(&mut self, open: &str, close: &str) -> Option<()> {
        self.take(open)?;
        self.blanks();
        self.take("end")?;
        self.blanks();
        self.take(close)
    }

    /// Reads a call delimited by `open` and `close`.
    fn definition(&mut self, open: &str, close: &str) -> Option<(String, Map<String, Value>)> {
        self.take(open)?;
        self.blanks();
        let name = self.identifier()?;
        self.blanks();
        self.take("(")?;
        let mut arguments = Map::new();
        self.blanks();
        while self.take(")").is_none() {
            // As in Zola, commas are optional, but a trailing comma is invalid.
            if !arguments.is_empty() && self.take(",").is_some() {
                self.blanks();
            }
            let key = self.identifier()?;
            self.blanks();
            self.take("=")?;
            self.blanks();
            arguments.insert(key, self.value(true)?);
            self.blanks();
        }
        self.blanks();
        self.take(close)?;
        Some((name, arguments))
    }

    /// Reads a quoted string, a number, true, false or, if `list` allows it, a list of these.
    fn value(&mut self, list: bool) -> Option<Value> {
        let first = self.rest().chars().next()?;
        if matches!(first, '"' | '\'' | '`') {
            self.at += 1;
            let text = self.take_while(|letter| letter != first);
            self.at += 1;
            return (self.at <= self.text.len()).then(|| Value::from(text));
        }
        if first == '[' && list {
            self.at += 1;
            let mut items = Vec::new();
            self.blanks();
            while self.take("]").is_none() {
                items.push(self.value(false)?);
                self.blanks();
                if self.take(",").is_none() && !self.rest().starts_with(']') {
                    return None;
                }
                self.blanks();
            }
            return Some(Value::Array(items));
        }
        let word = self.take_while(|letter| letter.is_ascii_alphanumeric() || matches!(letter, '-' | '.'));
        match word {
            "true" => Some(Value::Bool(true)),
            "false" => Some(Value::Bool(false)),
            _ if !is_number(word) => None,
            _ if word.contains('.') => word.parse::<f64>().ok().map(Value::from),
            _ => word.parse::<i64>().ok().map(Value::from),
        }
    }
}

#[cfg(test)]
#[allow(clippy::panic, reason = "a test fails by panicking")]
mod tests {
    use serde_json::json;

    use super::{Call, MOST_NESTED, Part, alike, find};

    fn calls(text: &str) -> Vec<Call> {
        let parts = find(text, MOST_NESTED, |name| name != "unknown");
        parts.into_iter().filter_map(|part| if let Part::Call(call) = part { Some(call) } else { None }).collect()
    }

    #[test]
    fn arguments_have_types() {
        let text = "x {{ a(s=\"}} )\", t='b', u=`c`, n = -3, f=1.5, yes=true, l=[1, \"to\",]) }} y";
        let found = calls(text);
        let [call] = found.as_slice() else { panic!("{found:?}") };
        assert_eq!(&text[call.range.clone()], &text[2..text.len() - 2]);
        assert_eq!(
            json!(call.arguments),
            json!({ "s": "}} )", "t": "b", "u": "c", "n": -3, "f": 1.5, "yes": true, "l": [1, "to"] })
        );
    }

    #[test]
    fn what_is_no_call_is_text() {
        let nested = "{% a() %}".repeat(10_000);
        assert_eq!(find(&nested, MOST_NESTED, |_| true), []);
        // Every call searches for an end, and there is none.
        assert_eq!(find(&"{%/* a() */%}".repeat(100_000), MOST_NESTED, |_| true).len(), 100_000);
        for text in [
            "{{ a }}",
            "{{ unknown() }}",
            "{{ a(1) }}",
            "{{ a(x=\"y) }}",
            "{{ a(x=.5) }}",
            "{{ a(x=007) }}",
            "{% a() %} no end",
            "{% end %}",
            "{{{{",
            "{{ a( }}",
        ] {
            assert_eq!(find(text, MOST_NESTED, |name| name != "unknown"), [], "{text}");
        }
    }

    #[test]
    fn bodies_end_where_they_began() {
        let text = "{% a() %}\nx {% b() %}y{% end %} {{ c() }}\n{% end %}{% d() %}z{% end %}";
        let found = calls(text);
        let bodies: Vec<&str> = found.iter().filter_map(|call| Some(&text[call.body.clone()?])).collect();
        assert_eq!(bodies, ["\nx {% b() %}y{% end %} {{ c() }}\n", "z"]);
        assert_eq!(calls(bodies[0]).len(), 2);
        let found = calls("{% a() %}{% unknown() %}x{% end %}y{% end %}");
        assert_eq!(found.len(), 1, "{found:?}");
    }

    #[test]
    fn what_looks_like_a_call_is_found() {
        let text = "{{ a() }} {{ a(x=1,) }} {{- a(x=\"{\") -}} {% b(x=\"y) %} {%- end -%} {% end %} {{/* a() */}} {{ a }} {{ end }} {% if a %}";
        let found: Vec<_> = alike(text).into_iter().map(|alike| (alike.name, alike.opens, alike.is_call)).collect();
        let a = || Some("a".to_owned());
        assert_eq!(
            found,
            [
                (a(), false, true),
                (a(), false, false),
                (a(), false, false),
                (Some("b".to_owned()), true, false),
                (None, false, false),
                (None, false, true)
            ]
        );
    }

    #[test]
    fn examples_of_calls_lose_their_stars() {
        let literal = |text: &str| match find(text, MOST_NESTED, |_| true).as_slice() {
            [Part::Escaped(range, literal)] if *range == (0..text.len()) => literal.clone(),
            other => format!("{other:?}"),
        };
        assert_eq!(literal("{{/* a(x=\"*/\") */}}"), "{{ a(x=\"*/\") }}");
        assert_eq!(literal("{%/* end */%}"), "{% end %}");
        assert_eq!(literal("{%/* a() */%}\n{{ b() }}\n{%/* end */%}"), "{% a() %}\n{{ b() }}\n{% end %}");
    }
}
