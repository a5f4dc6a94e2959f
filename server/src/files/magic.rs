//! What a file is, by its first bytes. What its sender says it is counts for nothing.

/// A media type, and of a picture its size in pixels, read from the header without decoding anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Kind {
    pub media: &'static str,
    pub pixels: Option<(u32, u32)>,
}

/// Media types by what stands at an offset. Pictures are looked at more closely.
const SIGNS: &[(usize, &[u8], &str)] = &[
    (0, b"%PDF-", "application/pdf"),
    (0, b"PK\x03\x04", "application/zip"),
    (0, b"PK\x05\x06", "application/zip"),
    (0, b"\x1f\x8b", "application/gzip"),
    (4, b"ftyp", "video/mp4"),
    (0, b"\x1a\x45\xdf\xa3", "video/webm"),
    (0, b"ID3", "audio/mpeg"),
    (0, b"OggS", "audio/ogg"),
    (8, b"WAVE", "audio/wav"),
];

/// Text that no browser runs, whatever it holds: HTML and SVG are text here.
const TEXT: &str = "text/plain";
const ANYTHING: &str = "application/octet-stream";

/// What `bytes` are.
pub fn kind(bytes: &[u8]) -> Kind {
    let picture = png(bytes).map(|it| ("image/png", it));
    let picture = picture.or_else(|| jpeg(bytes).map(|it| ("image/jpeg", it)));
    let picture = picture.or_else(|| gif(bytes).map(|it| ("image/gif", it)));
    let picture = picture.or_else(|| webp(bytes).map(|it| ("image/webp", it)));
    if let Some((media, pixels)) = picture {
        return Kind { media, pixels: Some(pixels) };
    }
    let sign = SIGNS.iter().find(|(at, sign, _)| bytes.get(*at..).is_some_and(|rest| rest.starts_with(sign)));
    let is_text = || std::str::from_utf8(bytes).is_ok_and(|text| !text.contains('\0'));
    let media = sign.map_or_else(|| if is_text() { TEXT } else { ANYTHING }, |(_, _, media)| media);
    Kind { media, pixels: None }
}

fn big(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_be_bytes(bytes.get(at..at + 4)?.try_into().ok()?))
}

fn short(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from(u16::from_be_bytes(bytes.get(at..at + 2)?.try_into().ok()?)))
}

fn little(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from(u16::from_le_bytes(bytes.get(at..at + 2)?.try_into().ok()?)))
}

fn png(bytes: &[u8]) -> Option<(u32, u32)> {
    let is_png = bytes.starts_with(b"\x89PNG\r\n\x1a\n") && bytes.get(12..16)? == b"IHDR";
    is_png.then_some(())?;
    Some((big(bytes, 16)?, big(bytes, 20)?))
}

fn gif(bytes: &[u8]) -> Option<(u32, u32)> {
    let is_gif = bytes.starts_with(b"GIF87a") || bytes.starts_with(b"GIF89a");
    is_gif.then_some(())?;
    Some((little(bytes, 6)?, little(bytes, 8)?))
}

/// The first frame's header says the size; the segments before it say how long they are.
fn jpeg(bytes: &[u8]) -> Option<(u32, u32)> {
    bytes.starts_with(&[0xFF, 0xD8, 0xFF]).then_some(())?;
    let mut at = 2;
    loop {
        (*bytes.get(at)? == 0xFF).then_some(())?;
        match *bytes.get(at + 1)? {
            0xFF => at += 1,
            // Every start of a frame but the tables that share its row.
            0xC0..=0xC3 | 0xC5..=0xC7 | 0xC9..=0xCB | 0xCD..=0xCF => return Some((short(bytes, at + 7)?, short(bytes, at + 5)?)),
            0xD9 | 0xDA => return None,
            _ => at += 2 + usize::try_from(short(bytes, at + 2)?).ok()?.max(2),
        }
    }
}

fn webp(bytes: &[u8]) -> Option<(u32, u32)> {
    let is_webp = bytes.starts_with(b"RIFF") && bytes.get(8..12)? == b"WEBP";
    is_webp.then_some(())?;
    let three = |at: usize| Some(u32::from_le_bytes([*bytes.get(at)?, *bytes.get(at + 1)?, *bytes.get(at + 2)?, 0]));
    match bytes.get(12..16)? {
        b"VP8X" => Some((three(24)? + 1, three(27)? + 1)),
        b"VP8L" => {
            let bits = u32::from_le_bytes(bytes.get(21..25)?.try_into().ok()?);
            Some(((bits & 0x3FFF) + 1, ((bits >> 14) & 0x3FFF) + 1))
        }
        b"VP8 " => Some((little(bytes, 26)? & 0x3FFF, little(bytes, 28)? & 0x3FFF)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_file_is_follows_from_its_bytes() {
        for (bytes, media) in [
            (b"%PDF-1.7".as_slice(), "application/pdf"),
            (b"PK\x03\x04docx", "application/zip"),
            (b"<html><script>alert(1)</script>", TEXT),
            (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", TEXT),
            (b"\x00\x01\x02", ANYTHING),
            (b"\xff\xfe\xfd", ANYTHING),
            (b"", TEXT),
            // Headers that end too early are no pictures.
            (b"\x89PNG\r\n\x1a\n", ANYTHING),
            (b"\xff\xd8\xff\xe0", ANYTHING),
            (b"GIF89a", TEXT),
            (b"RIFF\x00\x00\x00\x00WEBP", ANYTHING),
        ] {
            assert_eq!(kind(bytes), Kind { media, pixels: None }, "{bytes:?}");
        }
    }

    #[test]
    fn a_pictures_size_is_read_from_its_header() {
        let jpeg = [&[0xFF, 0xD8, 0xFF, 0xE0, 0, 4, 1, 2, 0xFF, 0xC2, 0, 11, 8][..], &[1, 44, 2, 88, 3, 0, 0, 0]].concat();
        let vp8x = [&b"RIFF\x00\x00\x00\x00WEBPVP8X\x0a\x00\x00\x00\x00\x00\x00\x00"[..], &[0x8F, 0x01, 0, 0x2B, 0x01, 0]].concat();
        for (bytes, media, pixels) in [
            ([&b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"[..], &[0, 0, 1, 0, 0, 0, 0, 9]].concat(), "image/png", (256, 9)),
            ([&b"GIF89a"[..], &[3, 0, 0, 1]].concat(), "image/gif", (3, 256)),
            (jpeg, "image/jpeg", (600, 300)),
            (vp8x, "image/webp", (400, 300)),
        ] {
            assert_eq!(kind(&bytes), Kind { media, pixels: Some(pixels) });
        }
    }
}
