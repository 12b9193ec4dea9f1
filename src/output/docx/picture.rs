//! Pictures, as PNG.

use docx_rs::Pic;

/// English Metric Units in a millimetre.
const EMU_PER_MM: u32 = 36_000;

/// A PNG picture of known size.
#[derive(Debug, Clone)]
pub struct Picture {
    png: Vec<u8>,
    width: u32,
    height: u32,
}

impl Picture {
    /// `None` if the bytes are no PNG, or one without extent.
    pub fn new(png: &[u8]) -> Option<Self> {
        let header = png.strip_prefix(b"\x89PNG\r\n\x1a\n")?.get(4..16)?.strip_prefix(b"IHDR")?;
        let width = u32::from_be_bytes(header.get(..4)?.try_into().ok()?);
        let height = u32::from_be_bytes(header.get(4..8)?.try_into().ok()?);
        (width > 0 && height > 0).then(|| Picture { png: png.to_vec(), width, height })
    }

    /// As wide as asked, as high as its proportions want. The number makes its id unique in the document.
    pub(super) fn build(&self, width_mm: u32, number: usize) -> Pic {
        let (width, height) = (u64::from(width_mm * EMU_PER_MM), u64::from(self.height));
        let high = u32::try_from(width * height / u64::from(self.width)).unwrap_or(u32::MAX);
        Pic::new_with_dimensions(self.png.clone(), self.width, self.height)
            .id(format!("rIdImage{number}"))
            .size(width_mm * EMU_PER_MM, high)
    }
}
