//! The hidden sheet by which a returned file is recognised, whatever it was renamed to.

use rust_xlsxwriter::{Worksheet, XlsxError};

use super::{Source, page, style};
use crate::plan::keys;

pub fn write(sheet: &mut Worksheet, source: &Source) -> Result<(), XlsxError> {
    let plan = source.year.plan;
    sheet.set_name(keys::IDENTITY_SHEET)?.set_hidden(true);
    let texts = [
        (keys::KIND, keys::KIND_SUBMISSION),
        (keys::PLAN, &plan.id),
        (keys::AGENCY, &plan.agency(source.agency).code),
        (keys::TEMPLATE_VERSION, &plan.template_version),
    ];
    let plain = style::text(11);
    for (row, (key, value)) in (0..).zip(texts) {
        sheet.write_string_with_format(row, 0, key, &plain)?;
        sheet.write_string_with_format(row, 1, value, &plain)?;
    }
    sheet.write_string_with_format(4, 0, keys::YEAR, &plain)?;
    sheet.write_number_with_format(4, 1, source.year.year, &plain)?;
    sheet.set_column_width_pixels(0, 120)?.set_column_width_pixels(1, 240)?;
    page::protect(sheet);
    Ok(())
}
