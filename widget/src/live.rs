//! The stream of what happens: how its text becomes frames, and when to try again after it broke.

/// One frame of the stream.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Frame {
    /// What kind it is; empty for an entry of the thread.
    pub event: String,
    pub data: String,
}

/// Server-sent events, read as their text arrives, in pieces of any length.
#[derive(Debug, Default)]
pub struct Frames {
    line: String,
    frame: Frame,
}

impl Frames {
    /// The frames that `chunk` completes.
    pub fn read(&mut self, chunk: &str) -> Vec<Frame> {
        let mut done = Vec::new();
        let mut start = 0;
        for (at, byte) in chunk.bytes().enumerate() {
            if byte == b'\n' {
                self.line.push_str(chunk.get(start..at).unwrap_or_default());
                start = at + 1;
                let line = std::mem::take(&mut self.line);
                self.end_line(line.strip_suffix('\r').unwrap_or(&line), &mut done);
            }
        }
        self.line.push_str(chunk.get(start..).unwrap_or_default());
        done
    }

    fn end_line(&mut self, line: &str, done: &mut Vec<Frame>) {
        if line.is_empty() {
            let frame = std::mem::take(&mut self.frame);
            if frame != Frame::default() {
                done.push(frame);
            }
            return;
        }
        // A comment keeps the line alive; the number is in the entry itself.
        if let Some(value) = line.strip_prefix("data:") {
            if !self.frame.data.is_empty() {
                self.frame.data.push('\n');
            }
            self.frame.data.push_str(value.strip_prefix(' ').unwrap_or(value));
        } else if let Some(value) = line.strip_prefix("event:") {
            self.frame.event.push_str(value.strip_prefix(' ').unwrap_or(value));
        }
    }
}

/// Milliseconds until try number `tries`: doubled each time up to half a minute, and spread by `luck`
/// (0 to 1), so that the widgets of a restarted server don't come back in one moment.
pub fn backoff(tries: u32, luck: f64) -> u32 {
    let most = 500u32 << tries.min(6);
    let half = most.min(30_000) / 2;
    half + (f64::from(half) * luck) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    fn frame(event: &str, data: &str) -> Frame {
        Frame { event: event.to_owned(), data: data.to_owned() }
    }

    #[test]
    fn frames_are_found_wherever_the_network_cuts_them() {
        let text = ": hello\n\nid: 7\ndata: {\"a\":1}\n\nevent: reset\r\ndata: x\r\n\r\ndata:one\ndata:two\n\n:\n";
        let all = vec![frame("", "{\"a\":1}"), frame("reset", "x"), frame("", "one\ntwo")];
        assert_eq!(Frames::default().read(text), all);
        let mut frames = Frames::default();
        let by_letter: Vec<Frame> = text.split("").flat_map(|letter| frames.read(letter)).collect();
        assert_eq!(by_letter, all);
    }

    #[test]
    fn a_frame_that_was_cut_off_is_not_shown() {
        assert_eq!(Frames::default().read("data: {\"half\""), vec![]);
    }

    #[test]
    fn the_wait_grows_and_is_spread_but_ends_at_half_a_minute() {
        assert_eq!([0, 1, 2, 6, 60].map(|tries| backoff(tries, 1.0)), [500, 1_000, 2_000, 30_000, 30_000]);
        assert_eq!(backoff(3, 0.0), 2_000);
    }
}
