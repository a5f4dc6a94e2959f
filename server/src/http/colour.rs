//! The owner's colour, and what can be read on it and as it (WCAG 2.2, 1.4.3). Pure.

/// Red, green and blue, 0 to 255 each.
type Rgb = [f64; 3];

/// What the widget's links stand on, in light and dark: its bubbles.
const LIGHT_PAPER: Rgb = [241.0, 241.0, 244.0];
const DARK_PAPER: Rgb = [44.0, 44.0, 50.0];
/// What is written on a bright colour: `#17171c`.
const INK: Rgb = [23.0, 23.0, 28.0];
/// What small text must reach, with a little to spare.
const READABLE: f64 = 4.6;

/// The style of a widget whose owner chose this colour; nothing where it is none in hex, and the style sheet's own stands.
pub(super) fn style(accent: &str) -> String {
    let Some(rgb) = parsed(accent) else { return String::new() };
    let (rgb, on) = with_words(rgb);
    let (own, day, night) = (hex(rgb), hex(readable(rgb, LIGHT_PAPER)), hex(readable(rgb, DARK_PAPER)));
    format!(":root{{--accent:{own};--on-accent:{on};--link-light:{day};--link-dark:{night}}}")
}

/// The colour, and what is written on it: white or nearly black. One on which neither can be read becomes a little darker.
fn with_words(rgb: Rgb) -> (Rgb, &'static str) {
    if contrast(light(rgb), 1.0) >= 4.5 {
        (rgb, "#fff")
    } else if contrast(light(rgb), light(INK)) >= 4.5 {
        (rgb, "#17171c")
    } else {
        (readable(rgb, [255.0; 3]), "#fff")
    }
}

/// `#abc` or `#aabbcc`.
fn parsed(text: &str) -> Option<Rgb> {
    let digits = text.trim().strip_prefix('#')?;
    let digits: Vec<u32> = digits.chars().map(|c| c.to_digit(16)).collect::<Option<_>>()?;
    match digits[..] {
        [r, g, b] => Some([r, g, b].map(|it| f64::from(it * 17))),
        [r, r2, g, g2, b, b2] => Some([r * 16 + r2, g * 16 + g2, b * 16 + b2].map(f64::from)),
        _ => None,
    }
}

fn hex(rgb: Rgb) -> String {
    let [r, g, b] = rgb.map(|it| format!("{:02x}", format!("{it:.0}").parse::<u8>().unwrap_or(0)));
    format!("#{r}{g}{b}")
}

/// The colour moved towards black or white until it can be read on the paper.
fn readable(mut rgb: Rgb, paper: Rgb) -> Rgb {
    let to = if light(paper) > 0.5 { 0.0 } else { 255.0 };
    for _ in 0..30 {
        if contrast(light(rgb), light(paper)) >= READABLE {
            break;
        }
        rgb = rgb.map(|it| it + (to - it) * 0.1);
    }
    rgb
}

/// Relative luminance.
fn light(rgb: Rgb) -> f64 {
    let [r, g, b] = rgb.map(|it| it / 255.0).map(|it| if it <= 0.04045 { it / 12.92 } else { ((it + 0.055) / 1.055).powf(2.4) });
    0.2126 * r + 0.7152 * g + 0.0722 * b
}

fn contrast(a: f64, b: f64) -> f64 {
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_the_owner_likes_can_be_read() {
        for accent in ["#3b5bdb", "#345", "#ffff00", "#000000", "#FFFFFF", "#777777", "#f0a"] {
            let rgb = parsed(accent).expect("a colour");
            let told = style(accent);
            let drawn = told.split("--accent:").nth(1).and_then(|it| parsed(it.split(';').next()?)).expect("a colour");
            let own = contrast(light(drawn), if told.contains("--on-accent:#fff") { 1.0 } else { light(INK) });
            assert!(own >= 4.5, "{accent}: {own}");
            for paper in [LIGHT_PAPER, DARK_PAPER] {
                let drawn = parsed(&hex(readable(rgb, paper))).expect("a colour");
                assert!(contrast(light(drawn), light(paper)) >= 4.5, "{accent}");
            }
        }
    }

    #[test]
    fn a_colour_that_is_none_leaves_the_widgets_own() {
        for accent in ["", "red", "#12", "#12345", "#12345g", "#fff}body{display:none", "url(https://x.test)"] {
            assert_eq!(style(accent), "", "{accent}");
        }
        assert_eq!(style(" #345 "), style("#334455"));
    }
}
