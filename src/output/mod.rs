//! What leaves the program, as bytes: workbooks, documents, calendars. Someone else saves them.

pub mod docx;
pub mod ics;
pub mod letter;

pub mod provincial {
    use crate::indicator::Coverage;
    use crate::ledger::Merged;
    use chrono::NaiveDate;
    pub struct Context<'a> {
        pub today: NaiveDate,
        pub as_of: Option<NaiveDate>,
        pub inbox: &'a str,
        pub version: &'a str,
        pub links: &'a [String],
        pub earlier: &'a [Vec<Coverage>],
    }
    pub fn workbook(_m: &Merged, _c: &Context) -> Result<Vec<u8>, rust_xlsxwriter::XlsxError> {
        Ok(Vec::new())
    }
}
