-- Coverage against target, as the sheet "Bao phủ - chỉ tiêu" shows it, for every province and year whose export lies below
-- one folder. A figure of which a number is missing is NULL, and `missing` says whose number that is.
WITH indicators AS (
    SELECT plan, year, indicator, any_value(title) AS title, any_value(target) AS target
    FROM read_parquet('exports/*/indicators.parquet')
    GROUP BY plan, year, indicator
    -- Otherwise every number would be added as often.
    HAVING CASE WHEN count(*) = 1 THEN true ELSE error('exported more than once: ' || plan || ' ' || year) END
),
cells AS (
    SELECT c.plan, c.year, c.indicator, c.side, c.agency, c.sign * l.value AS people
    FROM read_parquet('exports/*/indicator_cells.parquet') AS c
    LEFT JOIN read_parquet('exports/*/ledger.parquet') AS l
        ON (l.plan, l.year, l.agency, l.form, l."row", l."column") = (c.plan, c.year, c.agency, c.form, c."row", c."column")
        -- A plan with one round has none in both.
        AND l.round IS NOT DISTINCT FROM c.round
),
sides AS (
    SELECT
        plan, year, indicator,
        CASE WHEN bool_and(people IS NOT NULL) FILTER (side = 'numerator')
             THEN sum(people) FILTER (side = 'numerator') END AS numerator,
        CASE WHEN bool_and(people IS NOT NULL) FILTER (side = 'denominator')
             THEN sum(people) FILTER (side = 'denominator') END AS denominator,
        list_sort(list_distinct(list(agency) FILTER (people IS NULL))) AS missing
    FROM cells
    GROUP BY ALL
),
-- Whole numbers throughout, as the program compares them: thousandths of a percent times people. Of nobody there is no share.
figures AS (
    SELECT
        *,
        CAST(target * 1000 AS HUGEINT) AS thousandths,
        CASE WHEN denominator > 0 THEN CAST(numerator AS HUGEINT) END AS part,
        CASE WHEN denominator > 0 THEN CAST(denominator AS HUGEINT) END AS whole
    FROM sides
    JOIN indicators USING (plan, year, indicator)
),
judged AS (
    SELECT *, part * 100000 >= thousandths * whole AS reached FROM figures
),
-- Four decimals, and as many more as it takes for a share that misses its target not to look as if it had reached it.
shown AS (
    SELECT
        *,
        [
            scale FOR scale IN [CAST('1' || repeat('0', d) AS HUGEINT) FOR d IN range(4, 15)]
            IF coalesce(reached, true) OR (200 * part * scale + whole) // (2 * whole) * 1000 < thousandths * scale
        ][1] AS scale
    FROM judged
)
SELECT
    plan, year, indicator, title, numerator, denominator,
    (200 * part * scale + whole) // (2 * whole) / scale AS percent,
    length(CAST(scale AS VARCHAR)) - 1 AS decimals,
    target,
    round(100 * part / whole - target, 4) AS gap_points,
    CAST((thousandths * whole + 99999) // 100000 - part AS BIGINT) AS gap_people,
    reached,
    missing
FROM shown
ORDER BY plan, year, indicator;
