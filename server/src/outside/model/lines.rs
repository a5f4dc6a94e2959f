//! Bytes become lines, and lines what a provider says: the data of server-sent events, or one JSON a line. Pure.

use app::domain::model::Trouble;

/// One line may have this many bytes.
const LONGEST: usize = 1 << 20;

/// What came, cut into what is to be read.
#[derive(Debug)]
pub(super) struct Lines {
    bytes: Vec<u8>,
    /// Up to here everything was handed out.
    at: usize,
    n_read: usize,
    is_events: bool,
}

impl Lines {
    /// Lines of server-sent events, or lines each of which is read as it stands.
    pub(super) const fn new(is_events: bool) -> Self {
        Self { bytes: Vec::new(), at: 0, n_read: 0, is_events }
    }

    pub(super) fn push(&mut self, more: &[u8]) {
        self.n_read += more.len();
        self.bytes.drain(..self.at);
        self.at = 0;
        self.bytes.extend_from_slice(more);
    }

    /// How many bytes have come.
    pub(super) const fn n_read(&self) -> usize {
        self.n_read
    }

    /// Nothing comes any more: what stands there is the last line.
    pub(super) fn end(&mut self) {
        if self.at < self.bytes.len() {
            self.bytes.push(b'\n');
        }
    }

    /// Whether a whole line waits.
    pub(super) fn has_line(&self) -> bool {
        self.bytes[self.at..].contains(&b'\n')
    }

    /// The next thing to read; nothing: more has to come.
    ///
    /// # Errors
    /// [`Trouble::Unreadable`] for what is no such line, [`Trouble::TooLong`] for one without an end.
    pub(super) fn next(&mut self) -> Result<Option<String>, Trouble> {
        loop {
            let rest = &self.bytes[self.at..];
            let Some(end) = rest.iter().position(|byte| *byte == b'\n') else {
                return if rest.len() > LONGEST { Err(Trouble::TooLong) } else { Ok(None) };
            };
            let line = std::str::from_utf8(&rest[..end]).map_err(|_| Trouble::Unreadable)?;
            let line = line.trim_start_matches('\u{feff}').trim_end_matches('\r');
            let told = if self.is_events { data(line)? } else { Some(line.trim()).filter(|it| !it.is_empty()) }.map(str::to_owned);
            self.at += end + 1;
            if told.is_some() {
                return Ok(told);
            }
        }
    }
}

/// The data of a line of an event; nothing for its name, its number, a comment, or the end of an event.
fn data(line: &str) -> Result<Option<&str>, Trouble> {
    match line.split_once(':') {
        _ if line.is_empty() => Ok(None),
        Some(("data", data)) => Ok(Some(data.trim()).filter(|it| !it.is_empty())),
        Some(("" | "event" | "id" | "retry", _)) => Ok(None),
        _ => Err(Trouble::Unreadable),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(is_events: bool, pieces: &[&[u8]]) -> Result<Vec<String>, Trouble> {
        let mut lines = Lines::new(is_events);
        let mut all = Vec::new();
        for piece in pieces {
            lines.push(piece);
            while let Some(line) = lines.next()? {
                all.push(line);
            }
        }
        lines.end();
        while let Some(line) = lines.next()? {
            all.push(line);
        }
        Ok(all)
    }

    #[test]
    fn events_are_read_however_they_are_cut() {
        let whole = ": here\r\nevent: delta\r\ndata: {\"a\":\"ü\"}\r\n\r\nid: 7\ndata:two\n\ndata: three".as_bytes();
        let expected = Ok(vec!["{\"a\":\"ü\"}".to_owned(), "two".to_owned(), "three".to_owned()]);
        assert_eq!(all(true, &[whole]), expected);
        for n in 1..whole.len() {
            assert_eq!(all(true, &[&whole[..n], &whole[n..]]), expected, "cut at {n}");
        }
    }

    #[test]
    fn what_is_no_event_is_no_reply_of_a_model() {
        for wrong in ["<!doctype html>\n", "{\"error\":1}\n", "{\n", "data\n"] {
            assert_eq!(all(true, &[wrong.as_bytes()]), Err(Trouble::Unreadable), "{wrong}");
        }
        assert_eq!(all(true, &[b"data: \xff\xfe\n"]), Err(Trouble::Unreadable));
        assert_eq!(all(true, &[&vec![b'x'; LONGEST + 1]]), Err(Trouble::TooLong));
    }

    #[test]
    fn other_lines_are_read_as_they_stand() {
        assert_eq!(all(false, &[b"{\"a\":1}\n\n{\"b\"", b":2}"]), Ok(vec!["{\"a\":1}".to_owned(), "{\"b\":2}".to_owned()]));
    }
}
