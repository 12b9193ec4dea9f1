-- Coverage against target, as the sheet "Bao phủ - chỉ tiêu" shows it, for every province and year whose export lies below
-- one folder. A figure of which a number is missing is NULL, and `missing` says whose number that is.
WITH cells AS (
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
)
SELECT
    plan, year, indicator, title, numerator, denominator,
    -- Of nobody there is no share, as the program says too.
    CASE WHEN denominator > 0 THEN round(100 * numerator / denominator, 4) END AS percent,
    target,
    CASE WHEN denominator > 0 THEN round(100 * numerator / denominator - target, 4) END AS gap_points,
    -- Whole people, computed in whole numbers: thousandths of a percent times people.
    CASE WHEN denominator > 0 THEN CAST(ceil_div - numerator AS BIGINT) END AS gap_people,
    CASE WHEN denominator > 0 THEN numerator * 100000 >= CAST(target * 1000 AS BIGINT) * denominator END AS reached,
    missing
FROM (
    SELECT *, (CAST(target * 1000 AS BIGINT) * denominator + 99999) // 100000 AS ceil_div
    FROM sides
    JOIN read_parquet('exports/*/indicators.parquet') USING (plan, year, indicator)
)
ORDER BY plan, year, indicator;
