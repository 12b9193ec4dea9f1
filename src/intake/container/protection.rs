//! The key that everyone has: when only a workbook's structure is protected, Excel encrypts the file with a password of its own,
//! published in MS-OFFCRYPTO, and opens it without asking. Such files are decrypted here; one with another password stays
//! locked, and none is ever guessed.
//!
//! Everything is bounded: how often a hash is repeated, how large the description is. What comes out is inspected like any file.

use aes::cipher::{BlockCipherDecrypt, KeyInit, StreamCipher};
use sha2::Digest;

use crate::ooxml::xml::{Event, Scanner, decode};

/// Excel's own password.
const OWN_PASSWORD: &str = "VelvetSweatshop";
/// How often a hash may be repeated. Excel writes 100,000.
const MAX_REPEATS: u32 = 1_000_000;
/// How long the description of an encryption may be, in bytes. Excel writes some 1,200.
const MAX_INFO_BYTES: usize = 64 << 10;
/// An encrypted package is cut into pieces of so many bytes, an `.xls` into pieces of a quarter.
const PIECE_BYTES: usize = 4096;
const RECORD_PIECE_BYTES: usize = 1024;

const BLOCK: usize = 16;

/// The package within a protected workbook; `None` if it has a password of someone's, or is protected in a way that isn't known.
pub(super) fn decrypt_package(info: &[u8], package: &[u8]) -> Option<Vec<u8>> {
    if info.len() > MAX_INFO_BYTES {
        return None;
    }
    let size = usize::try_from(u64_at(package, 0)?).ok()?;
    let encrypted = package.get(8..)?;
    let mut plain = match (u16_at(info, 0)?, u16_at(info, 2)?) {
        (2..=4, 2) => decrypt_standard(info, encrypted)?,
        (4, 4) => decrypt_agile(info, encrypted)?,
        _ => return None,
    };
    plain.truncate(size);
    Some(plain)
}

/// Whole blocks of what is encrypted; a rest is padding that was cut off.
fn whole_blocks(encrypted: &[u8]) -> Vec<u8> {
    encrypted[..encrypted.len() / BLOCK * BLOCK].to_vec()
}

/// Office 2007: AES in single blocks, the key from 50,000 rounds of SHA-1.
fn decrypt_standard(info: &[u8], encrypted: &[u8]) -> Option<Vec<u8>> {
    let header_bytes = usize::try_from(u32_at(info, 8)?).ok()?;
    let key_bytes = usize::try_from(u32_at(info, 28)? / 8).ok().filter(|n| *n <= 32)?;
    let verifier = info.get(12usize.checked_add(header_bytes)?..)?;
    let salt = verifier.get(4..20)?;
    let mut check = verifier.get(20..36)?.to_vec();
    let mut check_hash = verifier.get(40..72)?.to_vec();
    let hash = Hash::Sha1.repeated(salt, 50_000);
    let hash = Hash::Sha1.of(&[&hash, &[0; 4]]);
    let mut key = [0x36, 0x5C].map(|byte| half_key(byte, &hash)).concat();
    key.truncate(key_bytes);
    let cipher = Aes::new(&key)?;
    cipher.decrypt(&mut check, None);
    cipher.decrypt(&mut check_hash, None);
    (Hash::Sha1.of(&[&check]) == check_hash.get(..20)?).then_some(())?;
    let mut plain = whole_blocks(encrypted);
    cipher.decrypt(&mut plain, None);
    Some(plain)
}

/// Office 2010 and later: AES in chained blocks, described in XML.
fn half_key(byte: u8, hash: &[u8]) -> Vec<u8> {
    let mut pad = [byte; 64];
    pad.iter_mut().zip(hash).for_each(|(pad, hash)| *pad ^= hash);
    Hash::Sha1.of(&[&pad])
}

fn decrypt_agile(info: &[u8], encrypted: &[u8]) -> Option<Vec<u8>> {
    let Agile { data, key } = Agile::read(info.get(8..)?)?;
    let hash = key.hash.repeated(&key.salt, key.repeats);
    let opened = |purpose: [u8; 8], sealed: &[u8]| key.opened(&hash, purpose, sealed);
    let check = opened([0xFE, 0xA7, 0xD2, 0x76, 0x3B, 0x4B, 0x9E, 0x79], &key.check)?;
    let check_hash = opened([0xD7, 0xAA, 0x0F, 0x6D, 0x30, 0x61, 0x34, 0x4E], &key.check_hash)?;
    let expected = key.hash.of(&[check.get(..key.salt.len())?]);
    (check_hash.get(..expected.len())? == expected).then_some(())?;
    let mut secret = opened([0x14, 0x6E, 0x0B, 0xE7, 0xAB, 0xAC, 0xD0, 0xD6], &key.sealed)?;
    secret.truncate(data.key_bytes);
    let cipher = Aes::new(&secret)?;
    let mut plain = whole_blocks(encrypted);
    for (n, piece) in (0u32..).zip(plain.chunks_mut(PIECE_BYTES)) {
        let start = sized(data.hash.of(&[&data.salt, &n.to_le_bytes()]), BLOCK);
        cipher.decrypt(piece, Some(&start));
    }
    Some(plain)
}

/// What the XML says: how the data are encrypted, and how their key is.
struct Agile {
    data: DataKey,
    key: PasswordKey,
}

struct DataKey {
    salt: Vec<u8>,
    hash: Hash,
    key_bytes: usize,
}

struct PasswordKey {
    salt: Vec<u8>,
    hash: Hash,
    key_bytes: usize,
    repeats: u32,
    check: Vec<u8>,
    check_hash: Vec<u8>,
    sealed: Vec<u8>,
}

impl PasswordKey {
    /// What was sealed for a purpose, given the hash of the password.
    fn opened(&self, hash: &[u8], purpose: [u8; 8], sealed: &[u8]) -> Option<Vec<u8>> {
        let cipher = Aes::new(&sized(self.hash.of(&[hash, &purpose]), self.key_bytes))?;
        let mut plain = whole_blocks(sealed);
        cipher.decrypt(&mut plain, Some(&sized(self.salt.clone(), BLOCK)));
        Some(plain)
    }
}

impl Agile {
    fn read(xml: &[u8]) -> Option<Self> {
        let text = decode(xml).ok()?;
        let mut scanner = Scanner::new(&text);
        let (mut data, mut key) = (None, None);
        loop {
            match scanner.read().ok()? {
                Event::Start(name) if name.local == "keyData" => data = Some(DataKey::read(&scanner)?),
                Event::Start(name) if name.local == "encryptedKey" && key.is_none() => {
                    key = Some(PasswordKey::read(&scanner)?);
                }
                Event::Done => return Some(Agile { data: data?, key: key? }),
                _ => (),
            }
        }
    }
}

impl DataKey {
    fn read(scanner: &Scanner<'_>) -> Option<Self> {
        let is = |name, expected: &str| scanner.attribute(name).is_some_and(|value| value == expected);
        (is("cipherAlgorithm", "AES") && is("cipherChaining", "ChainingModeCBC")).then_some(())?;
        let salt = base64(&scanner.attribute("saltValue")?)?;
        let hash = Hash::named(&scanner.attribute("hashAlgorithm")?)?;
        let key_bits: usize = scanner.attribute("keyBits")?.parse().ok()?;
        Some(DataKey { salt, hash, key_bytes: Some(key_bits / 8).filter(|n| *n <= 32)? })
    }
}

impl PasswordKey {
    fn read(scanner: &Scanner<'_>) -> Option<Self> {
        let DataKey { salt, hash, key_bytes } = DataKey::read(scanner)?;
        let sealed = |name| base64(&scanner.attribute(name)?);
        let repeats: u32 = scanner.attribute("spinCount")?.parse().ok()?;
        Some(PasswordKey {
            salt,
            hash,
            key_bytes,
            repeats: Some(repeats).filter(|n| *n <= MAX_REPEATS)?,
            check: sealed("encryptedVerifierHashInput")?,
            check_hash: sealed("encryptedVerifierHashValue")?,
            sealed: sealed("encryptedKeyValue")?,
        })
    }
}

/// The `Workbook` stream with its records decrypted, or as it is if none is; `None` if it has a password of someone's.
pub(super) fn decrypt_records(stream: Vec<u8>) -> Option<Vec<u8>> {
    let Some(description) = file_pass(&stream) else { return Some(stream) };
    let key = RecordKey::read(description)?;
    let mut plain = stream.clone();
    for (n, piece) in (0u32..).zip(plain.chunks_mut(RECORD_PIECE_BYTES)) {
        key.decrypt(n, piece)?;
    }
    Some(with_heads(stream, &plain))
}

const FILE_PASS: u16 = 0x002F;
const BOUND_SHEET: u16 = 0x0085;
/// BOF, FILEPASS, INTERFACEHDR and its end, and the records of shared workbooks.
const PLAIN_RECORDS: [u16; 7] = [0x0809, FILE_PASS, 0x00E1, 0x00E2, 0x0194, 0x0195, 0x0196];
/// A kind of record that nothing looks at.
const NOTHING: u16 = 0x03FF;

/// What the record about the encryption says; it stands among the first.
fn file_pass(stream: &[u8]) -> Option<&[u8]> {
    let mut at = 0;
    loop {
        let (kind, length) = (u16_at(stream, at)?, usize::from(u16_at(stream, at + 2)?));
        match kind {
            FILE_PASS => return stream.get(at + 4..at + 4 + length),
            // The end of what stands before the sheets.
            0x000A => return None,
            _ => at += 4 + length,
        }
    }
}

/// The heads of records and some records stay as they are; the decryption only runs on over them.
fn with_heads(mut stream: Vec<u8>, plain: &[u8]) -> Vec<u8> {
    let mut at = 0;
    while let (Some(kind), Some(length)) = (u16_at(&stream, at), u16_at(&stream, at + 2)) {
        let end = (at + 4 + usize::from(length)).min(stream.len());
        // Where a sheet begins is not encrypted, its name is.
        let start = if kind == BOUND_SHEET { (at + 8).min(end) } else { at + 4 };
        if kind == FILE_PASS {
            stream[at..at + 2].copy_from_slice(&NOTHING.to_le_bytes());
        } else if !PLAIN_RECORDS.contains(&kind) {
            stream[start..end].copy_from_slice(&plain[start..end]);
        }
        at = end;
    }
    stream
}

/// How the records are encrypted: RC4 with a key for every piece.
struct RecordKey {
    hash: Hash,
    /// What the key of a piece is made of, besides its number.
    secret: Vec<u8>,
    key_bytes: usize,
    /// Keys of 40 bits are filled up with zeros.
    is_filled: bool,
}

impl RecordKey {
    fn read(description: &[u8]) -> Option<Self> {
        let (kind, major, minor) = (u16_at(description, 0)?, u16_at(description, 2)?, u16_at(description, 4)?);
        match (kind, major, minor) {
            (1, 1, 1) => Self::of_excel_97(description),
            (1, 2..=4, 2) => Self::of_excel_2002(description),
            _ => None,
        }
    }

    fn of_excel_97(description: &[u8]) -> Option<Self> {
        let salt = description.get(6..22)?;
        let hash = Hash::Md5.of(&[&wide(OWN_PASSWORD)]);
        let salted = [&hash[..5], salt].concat().repeat(16);
        let secret = Hash::Md5.of(&[&salted])[..5].to_vec();
        let key = RecordKey { hash: Hash::Md5, secret, key_bytes: 16, is_filled: false };
        key.opens(description.get(22..54)?).then_some(key)
    }

    fn of_excel_2002(description: &[u8]) -> Option<Self> {
        let header_bytes = usize::try_from(u32_at(description, 10)?).ok()?;
        let key_bits = match u32_at(description, 30)? {
            0 => 40,
            bits => bits,
        };
        let verifier = description.get(14usize.checked_add(header_bytes)?..)?;
        let secret = Hash::Sha1.of(&[verifier.get(4..20)?, &wide(OWN_PASSWORD)]);
        let key_bytes = usize::try_from(key_bits / 8).ok().filter(|n| (5..=16).contains(n))?;
        let key = RecordKey { hash: Hash::Sha1, secret, key_bytes, is_filled: key_bits == 40 };
        let check = [verifier.get(20..36)?, verifier.get(40..60)?].concat();
        key.opens(&check).then_some(key)
    }

    /// Whether sixteen bytes and their hash are what this key has sealed.
    fn opens(&self, sealed: &[u8]) -> bool {
        let mut plain = sealed.to_vec();
        if self.decrypt(0, &mut plain).is_none() {
            return false;
        }
        let (check, hash) = plain.split_at(BLOCK);
        self.hash.of(&[check]) == hash
    }

    fn decrypt(&self, piece: u32, bytes: &mut [u8]) -> Option<()> {
        let mut key = self.hash.of(&[&self.secret, &piece.to_le_bytes()]);
        key.truncate(self.key_bytes);
        if self.is_filled {
            key.resize(16, 0);
        }
        rc4::Rc4::new_from_slice(&key).ok()?.apply_keystream(bytes);
        Some(())
    }
}

/// The hashes that descriptions name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Hash {
    Md5,
    Sha1,
    Sha256,
    Sha384,
    Sha512,
}

impl Hash {
    fn named(name: &str) -> Option<Self> {
        Some(match name {
            "MD5" => Hash::Md5,
            "SHA1" | "SHA-1" => Hash::Sha1,
            "SHA256" | "SHA-256" => Hash::Sha256,
            "SHA384" | "SHA-384" => Hash::Sha384,
            "SHA512" | "SHA-512" => Hash::Sha512,
            _ => return None,
        })
    }

    fn of(self, parts: &[&[u8]]) -> Vec<u8> {
        match self {
            Hash::Md5 => digest::<md5::Md5>(parts),
            Hash::Sha1 => digest::<sha1::Sha1>(parts),
            Hash::Sha256 => digest::<sha2::Sha256>(parts),
            Hash::Sha384 => digest::<sha2::Sha384>(parts),
            Hash::Sha512 => digest::<sha2::Sha512>(parts),
        }
    }

    /// Of the salt and Excel's own password, hashed again as often as said.
    fn repeated(self, salt: &[u8], n: u32) -> Vec<u8> {
        let first = self.of(&[salt, &wide(OWN_PASSWORD)]);
        (0..n).fold(first, |hash, round| self.of(&[&round.to_le_bytes(), &hash]))
    }
}

fn digest<D: Digest>(parts: &[&[u8]]) -> Vec<u8> {
    let mut digest = D::new();
    parts.iter().for_each(|part| digest.update(part));
    digest.finalize().to_vec()
}

/// AES with a key of one of its three lengths.
enum Aes {
    Short(Box<aes::Aes128>),
    Middle(Box<aes::Aes192>),
    Long(Box<aes::Aes256>),
}

impl Aes {
    fn new(key: &[u8]) -> Option<Self> {
        Some(match key.len() {
            16 => Aes::Short(Box::new(aes::Aes128::new_from_slice(key).ok()?)),
            24 => Aes::Middle(Box::new(aes::Aes192::new_from_slice(key).ok()?)),
            32 => Aes::Long(Box::new(aes::Aes256::new_from_slice(key).ok()?)),
            _ => return None,
        })
    }

    /// Decrypts whole blocks, each by itself, or chained from a start.
    fn decrypt(&self, bytes: &mut [u8], start: Option<&[u8]>) {
        let mut before: Option<[u8; BLOCK]> = start.and_then(|start| start.try_into().ok());
        for block in bytes.as_chunks_mut::<BLOCK>().0 {
            let sealed = *block;
            match self {
                Aes::Short(cipher) => cipher.decrypt_block(block.into()),
                Aes::Middle(cipher) => cipher.decrypt_block(block.into()),
                Aes::Long(cipher) => cipher.decrypt_block(block.into()),
            }
            if let Some(before) = &mut before {
                block.iter_mut().zip(before.iter()).for_each(|(byte, other)| *byte ^= other);
                *before = sealed;
            }
        }
    }
}

/// Cut to a length, or filled up to it.
fn sized(mut bytes: Vec<u8>, n: usize) -> Vec<u8> {
    bytes.resize(n, 0x36);
    bytes
}

fn wide(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

fn base64(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    let (mut bits, mut n_bits) = (0u32, 0);
    for byte in text.bytes() {
        let value = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            b'=' | b' ' | b'\r' | b'\n' => continue,
            _ => return None,
        };
        bits = bits << 6 | u32::from(value);
        n_bits += 6;
        if n_bits >= 8 {
            n_bits -= 8;
            bytes.push(u8::try_from(bits >> n_bits & 0xFF).ok()?);
            bits &= (1 << n_bits) - 1;
        }
    }
    Some(bytes)
}

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(*bytes.get(at..)?.first_chunk()?))
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(*bytes.get(at..)?.first_chunk()?))
}

fn u64_at(bytes: &[u8], at: usize) -> Option<u64> {
    Some(u64::from_le_bytes(*bytes.get(at..)?.first_chunk()?))
}

#[cfg(test)]
mod tests {
    use aes::cipher::BlockCipherEncrypt;

    use super::*;
    use crate::intake::fixture::record;

    /// A stream with the records of a workbook, and where its FILEPASS has this description.
    fn stream(description: &[u8]) -> Vec<u8> {
        let label = record(0x00FD, &[7; 3000]);
        let records = [
            record(0x0809, &[0, 6, 5, 0]),
            record(FILE_PASS, description),
            record(BOUND_SHEET, &[1, 2, 3, 4, 0, 0, 1, 0, b'A']),
            label,
            record(0x000A, &[]),
        ];
        records.concat()
    }

    /// The same as Excel would encrypt it: decrypting twice is encrypting.
    fn sealed(key: &RecordKey, description: &[u8]) -> Vec<u8> {
        let plain = stream(description);
        let mut other = plain.clone();
        for (n, piece) in (0u32..).zip(other.chunks_mut(RECORD_PIECE_BYTES)) {
            key.decrypt(n, piece).expect("a key");
        }
        let mut sealed = with_heads(plain, &other);
        let at = 4 + 4;
        sealed[at..at + 2].copy_from_slice(&FILE_PASS.to_le_bytes());
        sealed
    }

    fn opens(key: &RecordKey, description: &[u8]) {
        let opened = decrypt_records(sealed(key, description)).expect("Excel's own password");
        let mut expected = stream(description);
        expected[8..10].copy_from_slice(&NOTHING.to_le_bytes());
        assert_eq!(opened, expected);
        assert_ne!(sealed(key, description), stream(description));
    }

    /// Sixteen bytes and their hash, as a key seals them.
    fn check(key: &RecordKey) -> Vec<u8> {
        let mut check = [[5; 16].to_vec(), key.hash.of(&[&[5; 16]])].concat();
        key.decrypt(0, &mut check).expect("a key");
        check
    }

    #[test]
    fn records_of_excel_97_open_with_its_own_password() {
        let salt = [9; 16];
        let hash = Hash::Md5.of(&[&wide(OWN_PASSWORD)]);
        let secret = Hash::Md5.of(&[&[&hash[..5], &salt].concat().repeat(16)])[..5].to_vec();
        let key = RecordKey { hash: Hash::Md5, secret, key_bytes: 16, is_filled: false };
        let description = [&[1, 0, 1, 0, 1, 0][..], &salt, &check(&key)].concat();
        opens(&key, &description);
        let mut other = description.clone();
        other[30] ^= 1;
        assert_eq!(decrypt_records(sealed(&key, &other)), None, "someone's password");
        // XOR, which is no encryption.
        assert_eq!(decrypt_records(stream(&[0; 6])), None);
    }

    #[test]
    fn records_of_excel_2002_open_with_its_own_password() {
        for (bits, key_bytes) in [(128u32, 16), (40, 5), (0, 5)] {
            let secret = Hash::Sha1.of(&[&[9; 16], &wide(OWN_PASSWORD)]);
            let key = RecordKey { hash: Hash::Sha1, secret, key_bytes, is_filled: key_bytes == 5 };
            let check = check(&key);
            let head =
                [&[1, 0, 2, 0, 2, 0][..], &[0; 4], &32u32.to_le_bytes(), &[0; 16], &bits.to_le_bytes(), &[0; 12]];
            let verifier = [&16u32.to_le_bytes()[..], &[9; 16], &check[..16], &20u32.to_le_bytes(), &check[16..]];
            opens(&key, &[head.concat(), verifier.concat()].concat());
        }
    }

    #[test]
    fn a_package_of_office_2007_opens_with_its_own_password() {
        let hash = Hash::Sha1.repeated(&[9; 16], 50_000);
        let hash = Hash::Sha1.of(&[&hash, &[0; 4]]);
        let mut pad = [0x36; 64];
        pad.iter_mut().zip(&hash).for_each(|(pad, hash)| *pad ^= hash);
        let cipher = aes::Aes128::new_from_slice(&Hash::Sha1.of(&[&pad])[..16]).expect("a key");
        let seal = |mut bytes: Vec<u8>| {
            bytes.resize(bytes.len().div_ceil(16) * 16, 0);
            bytes.as_chunks_mut::<16>().0.iter_mut().for_each(|block| cipher.encrypt_block(block.into()));
            bytes
        };
        let head = [&[4, 0, 2, 0, 0, 0, 0, 0][..], &32u32.to_le_bytes(), &[0; 16], &128u32.to_le_bytes(), &[0; 12]];
        let verifier = [
            &16u32.to_le_bytes()[..],
            &[9; 16],
            &seal(vec![5; 16]),
            &20u32.to_le_bytes(),
            &seal(Hash::Sha1.of(&[&[5; 16]])),
        ];
        let info = [head.concat(), verifier.concat()].concat();
        let package = [&5u64.to_le_bytes()[..], &seal(b"PK\x03\x04x".to_vec())].concat();
        assert_eq!(decrypt_package(&info, &package).as_deref(), Some(&b"PK\x03\x04x"[..]));
        let mut other = info.clone();
        other[50] ^= 1;
        assert_eq!(decrypt_package(&other, &package), None);
    }

    proptest::proptest! {
        #![proptest_config(proptest::prelude::ProptestConfig { cases: 48, ..Default::default() })]

        #[test]
        fn any_description_is_taken(kind in 0u8..6, bytes in proptest::collection::vec(proptest::num::u8::ANY, 0..120)) {
            let info = [&[kind, 0, if kind == 4 { 4 } else { 2 }, 0][..], &bytes].concat();
            _ = decrypt_package(&info, &bytes);
            let description = [&[1, 0, kind, 0, kind.min(2), 0][..], &bytes].concat();
            _ = decrypt_records(stream(&description));
        }
    }
}
