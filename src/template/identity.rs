//! The hidden sheet by which a returned file is recognised, whatever it was renamed to.

use rust_xlsxwriter::{Worksheet, XlsxError};

use super::source::TemplateSource;
use super::{page, style};
use crate::plan::keys;

pub fn write(sheet: &mut Worksheet, source: &TemplateSource) -> Result<(), XlsxError> {
    let plan = source.year.plan;
    sheet.set_name(keys::IDENTITY_SHEET)?.set_hidden(true);
    let plain = style::text(11);
    let whose = if plan.level.is_some() { keys::UNIT } else { keys::AGENCY };
    let mut texts = vec![
        (0, keys::KIND, keys::KIND_SUBMISSION),
        (1, keys::PLAN, plan.id.as_str()),
        (2, whose, &plan.agency(source.agency).code),
        (4, keys::TEMPLATE_VERSION, &plan.template_version),
    ];
    texts.extend(plan.tier_code().map(|tier| (6, keys::TIER, tier)));
    texts.extend(source.filling.is_illustrative.then_some((7, keys::ILLUSTRATIVE, keys::IS_ILLUSTRATIVE)));
    for (row, key, value) in texts {
        sheet.write_string_with_format(row, 0, key, &plain)?;
        sheet.write_string_with_format(row, 1, value, &plain)?;
    }
    sheet.write_string_with_format(3, 0, keys::YEAR, &plain)?;
    sheet.write_number_with_format(3, 1, source.year.year, &plain)?;
    if let Some(round) = source.year.round.and_then(|round| plan.round_code(round)) {
        sheet.write_string_with_format(5, 0, keys::ROUND, &plain)?;
        sheet.write_string_with_format(5, 1, round, &plain)?;
    }
    sheet.set_column_width_pixels(0, 120)?.set_column_width_pixels(1, 240)?;
    page::protect(sheet);
    Ok(())
}
