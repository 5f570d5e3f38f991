//! A hash for keys that no input can choose freely: places on a tape, and the names of a crate's own rules.

use std::hash::{BuildHasherDefault, Hasher};

pub(crate) type Quick = BuildHasherDefault<Mixed>;

/// Multiplies word by word. Where an input decides about keys at all, a document would have to be the square of the number of
/// entries that meet.
#[derive(Default)]
pub(crate) struct Mixed(u64);

const FACTOR: u64 = 0x9e37_79b9_7f4a_7c15;

impl Mixed {
    #[inline]
    fn mix(&mut self, word: u64) {
        self.0 = (self.0.rotate_left(5) ^ word).wrapping_mul(FACTOR);
    }
}

impl Hasher for Mixed {
    #[inline]
    fn finish(&self) -> u64 {
        self.0.rotate_left(26)
    }
    #[inline]
    fn write(&mut self, bytes: &[u8]) {
        let (words, rest) = bytes.as_chunks();
        words.iter().for_each(|word| self.mix(u64::from_le_bytes(*word)));
        // The last eight bytes are no less telling than what is left of them.
        match bytes.last_chunk() {
            Some(last) if !rest.is_empty() => self.mix(u64::from_le_bytes(*last)),
            Some(_) => {}
            None => rest.iter().for_each(|byte| self.mix((*byte).into())),
        }
    }
    #[inline]
    fn write_u8(&mut self, word: u8) {
        self.mix(word.into());
    }
    #[inline]
    fn write_u32(&mut self, word: u32) {
        self.mix(word.into());
    }
    #[inline]
    fn write_u64(&mut self, word: u64) {
        self.mix(word);
    }
    #[inline]
    fn write_usize(&mut self, word: usize) {
        self.mix(word as u64);
    }
}
