//! A digest of 128 bits that tells contents apart which differ by accident, at a fraction of what a cryptographic one takes
//! in a program that is built without optimisation. Nothing that is published depends on it.

const ODD: [u64; 4] = [
    0xa076_1d64_78bd_642f,
    0xe703_7ed1_a0b4_28db,
    0x8ebc_6af0_9c88_c6e3,
    0x5899_65cc_7537_4cc3,
];

/// The digest so far, of whole pairs of words.
#[derive(Clone, Copy, Debug)]
pub(super) struct Digest([u64; 2]);

impl Default for Digest {
    fn default() -> Self {
        Digest([ODD[0], ODD[1]])
    }
}

impl Digest {
    /// Takes bytes, told apart from those before and after.
    pub(super) fn part(&mut self, bytes: &[u8]) {
        let (pairs, rest) = bytes.as_chunks::<16>();
        pairs.iter().for_each(|pair| self.bytes(*pair));
        if !rest.is_empty() {
            let mut pair = [0; 16];
            pair[..rest.len()].copy_from_slice(rest);
            self.bytes(pair);
        }
        self.pair(bytes.len() as u64, ODD[0]);
    }

    fn bytes(&mut self, pair: [u8; 16]) {
        let pair = u128::from_le_bytes(pair);
        self.pair(pair as u64, (pair >> 64) as u64);
    }

    /// 32 hexadecimal digits.
    pub(super) fn text(mut self) -> String {
        self.pair(ODD[2], ODD[3]);
        format!("{:016x}{:016x}", self.0[0], self.0[1])
    }

    fn pair(&mut self, first: u64, second: u64) {
        let [a, b] = self.0;
        self.0 = [
            folded(first ^ ODD[2] ^ a.rotate_left(23), second ^ a),
            folded(second ^ ODD[3] ^ b.rotate_left(41), first ^ b),
        ];
    }
}

/// The halves of a product: every bit of both factors counts in every bit.
fn folded(a: u64, b: u64) -> u64 {
    let product = u128::from(a) * u128::from(b);
    product as u64 ^ (product >> 64) as u64
}

#[cfg(test)]
mod tests {
    use super::Digest;
    use std::collections::BTreeSet;

    fn of(parts: &[&[u8]]) -> String {
        let mut digest = Digest::default();
        parts.iter().for_each(|part| digest.part(part));
        digest.text()
    }

    #[test]
    fn every_bit_and_every_boundary_counts() {
        let text = *b"a text of more than two pairs of words";
        let mut seen = BTreeSet::from([of(&[&text])]);
        for bit in 0..8 * text.len() {
            let mut other = text;
            other[bit / 8] ^= 1 << (bit % 8);
            assert!(seen.insert(of(&[&other])), "bit {bit}");
        }
        for end in 0..text.len() {
            assert!(seen.insert(of(&[&text[..end]])), "the first {end}");
            assert!(seen.insert(of(&[&text[..end], &text[end..]])), "cut at {end}");
        }
        for zeros in 0..64 {
            assert!(seen.insert(of(&[&vec![0; zeros][..], b"z"])), "{zeros} zeros");
        }
        assert_eq!(of(&[b"a"]), of(&[b"a"]));
        assert!(seen.iter().all(|digest| digest.len() == 32));
    }
}
