//! What is kept of an encoded passage, and how it is written down.

/// Dimensions of a vector.
pub const WIDTH: usize = 384;

/// A word piece's vector as the signs of its numbers: 48 bytes that still tell near from far.
pub type Sketch = [u64; WIDTH / 64];

/// What the bytes begin with; another layout gets another.
const LAYOUT: u8 = 2;

/// A passage's vectors: of its text, of its heading, and a sketch per word piece.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Encoding {
    pub vector: Vec<f32>,
    pub heading: Vec<f32>,
    pub pieces: Vec<Sketch>,
}

impl Encoding {
    /// For the database.
    pub fn to_bytes(&self) -> Vec<u8> {
        let floats = self.vector.iter().chain(&self.heading).flat_map(|value| value.to_le_bytes());
        let sketches = self.pieces.iter().flatten().flat_map(|word| word.to_le_bytes());
        std::iter::once(LAYOUT).chain(floats).chain(sketches).collect()
    }

    /// Back from the database; `None` if the bytes aren't of this layout, so that the passage is to be encoded anew.
    pub fn from_bytes(bytes: &[u8]) -> Option<Encoding> {
        let (floats, sketches) = bytes.strip_prefix(&[LAYOUT])?.split_at_checked(8 * WIDTH)?;
        let (floats, _) = floats.as_chunks::<4>();
        let (words, rest) = sketches.as_chunks::<8>();
        let words: Vec<u64> = words.iter().map(|eight| u64::from_le_bytes(*eight)).collect();
        let (pieces, odd) = words.as_chunks::<{ WIDTH / 64 }>();
        let floats: Vec<f32> = floats.iter().map(|four| f32::from_le_bytes(*four)).collect();
        let (vector, heading) = floats.split_at(WIDTH);
        (rest.is_empty() && odd.is_empty()).then(|| Encoding {
            vector: vector.to_vec(),
            heading: heading.to_vec(),
            pieces: pieces.to_vec(),
        })
    }

    /// How like the nearest word piece of this passage is: 1 for the same, about 0 for any other.
    pub fn nearest(&self, piece: &Sketch) -> f32 {
        let least = self.pieces.iter().map(|own| own.iter().zip(piece).map(|(a, b)| (a ^ b).count_ones()).sum::<u32>()).min();
        least.map_or(0.0, |n_different| 1.0 - 2.0 * n_different as f32 / WIDTH as f32)
    }
}

/// The signs of a vector.
pub fn sketch(vector: &[f32]) -> Sketch {
    let mut sketch = Sketch::default();
    for (at, _) in vector.iter().enumerate().take(WIDTH).filter(|(_, value)| **value > 0.0) {
        sketch[at / 64] |= 1 << (at % 64);
    }
    sketch
}

/// The same direction at length 1; zeros stay zeros.
pub fn normalised(mut vector: Vec<f32>) -> Vec<f32> {
    let length = dot(&vector, &vector).sqrt();
    if length > 0.0 {
        vector.iter_mut().for_each(|value| *value /= length);
    }
    vector
}

/// The product of two vectors, in eight lanes so that the compiler can use wide instructions.
pub fn dot(a: &[f32], b: &[f32]) -> f32 {
    let mut lanes = [0.0f32; 8];
    for (a, b) in a.chunks_exact(8).zip(b.chunks_exact(8)) {
        for lane in 0..8 {
            lanes[lane] += a[lane] * b[lane];
        }
    }
    lanes.iter().sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_encoding_survives_the_database() {
        let encoding = Encoding { vector: vec![0.25; WIDTH], heading: vec![-0.5; WIDTH], pieces: vec![[7; 6], [u64::MAX; 6]] };
        assert_eq!(Encoding::from_bytes(&encoding.to_bytes()), Some(encoding));
        assert_eq!(Encoding::from_bytes(b"something else"), None);
    }

    #[test]
    fn sketches_tell_near_from_far() {
        let wave = |shift: f32| (0..WIDTH).map(|n| (n as f32 * 0.7 + shift).sin()).collect::<Vec<_>>();
        let passage = Encoding { pieces: vec![sketch(&wave(0.0))], ..Encoding::default() };
        assert_eq!(passage.nearest(&sketch(&wave(0.0))), 1.0);
        assert!(passage.nearest(&sketch(&wave(0.2))) > 0.8 && passage.nearest(&sketch(&wave(3.1))) < -0.8);
        assert_eq!(Encoding::default().nearest(&sketch(&wave(0.0))), 0.0);
    }
}
