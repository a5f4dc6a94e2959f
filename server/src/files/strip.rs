//! A picture without what its owner doesn't know is in it: where it was taken, with what, its comments, a hidden second file.

/// The same picture without metadata, or nothing where its parts don't add up: then it is no picture to us.
pub fn stripped(media: &str, bytes: &[u8]) -> Option<Vec<u8>> {
    match media {
        "image/jpeg" => jpeg(bytes),
        "image/png" => png(bytes),
        "image/webp" => webp(bytes),
        _ => Some(bytes.to_vec()),
    }
}

/// Chunks that draw the picture; text, time and EXIF aren't among them, nor is what follows the end.
const PNG_CHUNKS: [&[u8; 4]; 18] = [
    b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"cHRM", b"gAMA", b"iCCP", b"sBIT", b"sRGB", b"cICP", b"bKGD", b"hIST", b"pHYs", b"acTL",
    b"fcTL", b"fdAT", b"mDCV",
];

fn png(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut kept = bytes.get(..8)?.to_vec();
    let mut at = 8;
    loop {
        let length = usize::try_from(u32::from_be_bytes(bytes.get(at..at + 4)?.try_into().ok()?)).ok()?;
        let name: &[u8; 4] = bytes.get(at + 4..at + 8)?.try_into().ok()?;
        let chunk = bytes.get(at..at.checked_add(length)?.checked_add(12)?)?;
        if PNG_CHUNKS.contains(&name) {
            kept.extend_from_slice(chunk);
        }
        if name == b"IEND" {
            return Some(kept);
        }
        at += chunk.len();
    }
}

/// Without EXIF, XMP, IPTC, comments and what follows the end. How the camera was held is kept: the picture would lie on its side.
fn jpeg(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut kept = bytes.get(..2)?.to_vec();
    let mut at = 2;
    loop {
        (*bytes.get(at)? == 0xFF).then_some(())?;
        let marker = *bytes.get(at + 1)?;
        match marker {
            0xFF => {
                at += 1;
                continue;
            }
            0xD9 => {
                kept.extend_from_slice(&[0xFF, 0xD9]);
                return Some(kept);
            }
            _ => {}
        }
        let length = usize::from(u16::from_be_bytes(bytes.get(at + 2..at + 4)?.try_into().ok()?)).max(2);
        let segment = bytes.get(at..at + 2 + length)?;
        match marker {
            0xE1 => kept.extend(turned(segment).unwrap_or_default()),
            // What a program needs to draw: JFIF, the colour profile, Adobe's colour transform.
            0xE0 | 0xE2 | 0xEE => kept.extend_from_slice(segment),
            0xE3..=0xEF | 0xFE => {}
            _ => kept.extend_from_slice(segment),
        }
        at += segment.len();
        if marker == 0xDA {
            let length = scan(bytes.get(at..)?);
            kept.extend_from_slice(&bytes[at..at + length]);
            at += length;
            if at == bytes.len() {
                // Cut off in the middle of the picture: browsers draw what there is, and so it ends here.
                kept.extend_from_slice(&[0xFF, 0xD9]);
                return Some(kept);
            }
        }
    }
}

/// How many bytes of picture there are until the next marker.
fn scan(bytes: &[u8]) -> usize {
    let marker = bytes.windows(2).position(|pair| pair[0] == 0xFF && !matches!(pair[1], 0x00 | 0xD0..=0xD7 | 0xFF));
    marker.unwrap_or(bytes.len())
}

/// An EXIF segment that says nothing but how the camera was held; nothing where it was held upright or it isn't said.
fn turned(segment: &[u8]) -> Option<Vec<u8>> {
    let tiff = segment.get(4..)?.strip_prefix(b"Exif\0\0")?;
    let is_little = tiff.starts_with(b"II");
    let short = |at: usize| {
        let two: [u8; 2] = tiff.get(at..at + 2)?.try_into().ok()?;
        Some(if is_little { u16::from_le_bytes(two) } else { u16::from_be_bytes(two) })
    };
    let long = |at: usize| {
        let four: [u8; 4] = tiff.get(at..at + 4)?.try_into().ok()?;
        usize::try_from(if is_little { u32::from_le_bytes(four) } else { u32::from_be_bytes(four) }).ok()
    };
    let directory = long(4)?;
    let n_entries = usize::from(short(directory)?);
    let entry = (0..n_entries).map(|n| directory + 2 + 12 * n).find(|at| short(*at) == Some(0x0112))?;
    let how = u8::try_from(short(entry + 8)?).ok().filter(|how| (2..=8).contains(how))?;
    let mut kept = vec![0xFF, 0xE1, 0, 34];
    kept.extend_from_slice(b"Exif\0\0MM\0\x2A\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0");
    kept.extend_from_slice(&[how, 0, 0, 0, 0, 0, 0]);
    Some(kept)
}

/// What an extended header says is in the file.
const WEBP_EXIF: u8 = 0x08;
const WEBP_XMP: u8 = 0x04;

fn webp(bytes: &[u8]) -> Option<Vec<u8>> {
    let whole = usize::try_from(u32::from_le_bytes(bytes.get(4..8)?.try_into().ok()?)).ok()?;
    let bytes = bytes.get(..whole.checked_add(8)?)?;
    let mut kept = bytes.get(..12)?.to_vec();
    let mut at = 12;
    while at < bytes.len() {
        let length = usize::try_from(u32::from_le_bytes(bytes.get(at + 4..at + 8)?.try_into().ok()?)).ok()?;
        let end = at.checked_add(8)?.checked_add(length)?;
        // An odd chunk is followed by one byte of nothing, which some writers leave out at the end.
        let chunk = bytes.get(at..(end + length % 2).min(bytes.len().max(end)))?;
        match chunk.get(..4)? {
            b"EXIF" | b"XMP " => {}
            b"VP8X" => {
                let from = kept.len();
                kept.extend_from_slice(chunk);
                *kept.get_mut(from + 8)? &= !(WEBP_EXIF | WEBP_XMP);
            }
            b"VP8 " | b"VP8L" | b"ALPH" | b"ICCP" | b"ANIM" | b"ANMF" => kept.extend_from_slice(chunk),
            _ => {}
        }
        at += chunk.len();
    }
    let length = u32::try_from(kept.len() - 8).ok()?.to_le_bytes();
    kept.get_mut(4..8)?.copy_from_slice(&length);
    Some(kept)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chunk(name: &[u8], data: &[u8]) -> Vec<u8> {
        [&u32::try_from(data.len()).expect("small").to_be_bytes()[..], name, data, &[0; 4]].concat()
    }

    fn segment(marker: u8, data: &[u8]) -> Vec<u8> {
        [&[0xFF, marker][..], &u16::try_from(data.len() + 2).expect("small").to_be_bytes(), data].concat()
    }

    #[test]
    fn a_png_keeps_what_draws_it() {
        let head = b"\x89PNG\r\n\x1a\n";
        let kept = [&head[..], &chunk(b"IHDR", &[0; 13]), &chunk(b"IDAT", b"pixels"), &chunk(b"IEND", b"")].concat();
        let whole = [
            &head[..],
            &chunk(b"IHDR", &[0; 13]),
            &chunk(b"eXIf", b"GPS"),
            &chunk(b"tEXt", b"Author"),
            &chunk(b"IDAT", b"pixels"),
            &chunk(b"IEND", b""),
            b"<script>",
        ]
        .concat();
        assert_eq!(stripped("image/png", &whole), Some(kept.clone()));
        assert_eq!(stripped("image/png", &kept[..kept.len() - 3]), None, "cut off");
        assert_eq!(stripped("image/png", &[&head[..], b"\xff\xff\xff\xffIDAT"].concat()), None, "a chunk that is too long");
    }

    #[test]
    fn a_jpeg_loses_where_it_was_taken_but_not_how_it_was_held() {
        let exif = b"Exif\0\0II\x2A\0\x08\0\0\0\x02\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\x25\x88\x04\0\x01\0\0\0\x20\0\0\0GPS 52.5";
        let scan = [0xFF, 0xDA, 0, 3, 1, 7, 0xFF, 0x00, 9, 0xFF, 0xD0, 4];
        let whole = [
            &[0xFF, 0xD8][..],
            &segment(0xE0, b"JFIF"),
            &segment(0xE1, exif),
            &segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0GPS"),
            &segment(0xED, b"Photoshop"),
            &segment(0xFE, b"comment"),
            &segment(0xDB, b"table"),
            &scan,
            &[0xFF, 0xD9],
            b"PK hidden",
        ]
        .concat();
        let kept = stripped("image/jpeg", &whole).expect("adds up");
        let text = String::from_utf8_lossy(&kept);
        assert!(["GPS", "Photoshop", "comment", "hidden"].iter().all(|gone| !text.contains(gone)), "{text}");
        assert!(text.contains("JFIF") && text.contains("table") && kept.ends_with(&[4, 0xFF, 0xD9]));
        let held = kept.windows(10).find(|it| it.starts_with(&[0x01, 0x12, 0, 3])).expect("is said");
        assert_eq!(held[9], 6);
        assert_eq!(stripped("image/jpeg", &kept), Some(kept.clone()), "again changes nothing");
        assert_eq!(stripped("image/jpeg", &whole[..20]), None);
    }

    #[test]
    fn a_webp_loses_its_exif_and_says_so() {
        let chunk = |name: &[u8], data: &[u8]| {
            let pad = vec![0; data.len() % 2];
            [name, &u32::try_from(data.len()).expect("small").to_le_bytes(), data, &pad].concat()
        };
        let body =
            [chunk(b"VP8X", &[0x0C, 0, 0, 0, 1, 0, 0, 1, 0, 0]), chunk(b"VP8L", b"pix"), chunk(b"EXIF", b"GPS"), chunk(b"XMP ", b"x")];
        let body = body.concat();
        let whole = [b"RIFF", &u32::try_from(body.len() + 4).expect("small").to_le_bytes()[..], b"WEBP", &body, b"trailer"].concat();
        let kept = stripped("image/webp", &whole).expect("adds up");
        let wanted = [chunk(b"VP8X", &[0, 0, 0, 0, 1, 0, 0, 1, 0, 0]), chunk(b"VP8L", b"pix")].concat();
        assert_eq!(kept[12..], wanted);
        assert_eq!(kept[4..8], u32::try_from(wanted.len() + 4).expect("small").to_le_bytes());
        assert_eq!(stripped("image/webp", &whole[..30]), None);
    }
}
