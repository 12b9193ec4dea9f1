-- Every province's coverage, and the nation's in the rows of plan '*', from the exports of all provinces. DuckDB and Spark both
-- take it as it stands; `ledger`, `indicator_cells` and `indicators` are the exports' tables, each read from all folders at once.
-- A figure of which a number is missing is NULL, and n_missing says how many numbers that are. n_provinces says of how many
-- provinces a row is. Where the folders hold a province's year more than once, n_exports says how often, and its figures and the nation's are
-- NULL.
WITH exports AS (
    SELECT plan, year, indicator, count(*) AS n_exports, min(target) AS target FROM indicators GROUP BY plan, year, indicator
),
cells AS (
    SELECT c.plan, c.year, c.indicator, c.side, c.sign * l.value AS people
    FROM indicator_cells AS c
    LEFT JOIN ledger AS l
        ON l.plan = c.plan AND l.year = c.year AND l.agency = c.agency AND l.form = c.form
        AND l.row = c.row AND l.column = c.column
        -- A plan with one round has none in both.
        AND coalesce(l.round, '') = coalesce(c.round, '')
),
provinces AS (
    SELECT
        c.plan, c.year, c.indicator, 1 AS n_provinces, max(e.n_exports) AS n_exports,
        sum(people) FILTER (WHERE side = 'numerator') AS known_numerator,
        sum(people) FILTER (WHERE side = 'denominator') AS known_denominator,
        count(*) FILTER (WHERE side = 'numerator' AND people IS NULL) AS lacks_numerator,
        count(*) FILTER (WHERE side = 'denominator' AND people IS NULL) AS lacks_denominator
    FROM cells AS c
    JOIN exports AS e ON e.plan = c.plan AND e.year = c.year AND e.indicator = c.indicator
    GROUP BY c.plan, c.year, c.indicator
),
all_levels AS (
    SELECT * FROM provinces
    UNION ALL
    SELECT
        '*' AS plan, year, indicator, count(*), max(n_exports),
        sum(known_numerator), sum(known_denominator), sum(lacks_numerator), sum(lacks_denominator)
    FROM provinces
    GROUP BY year, indicator
),
-- What all provinces aim at is the nation's target; where they aim at different shares it has none.
targets AS (
    SELECT plan, year, indicator, CAST(round(target * 1000) AS BIGINT) AS thousandths FROM exports
    UNION ALL
    SELECT '*' AS plan, year, indicator, CASE WHEN min(target) = max(target) THEN CAST(round(min(target) * 1000) AS BIGINT) END
    FROM exports
    GROUP BY year, indicator
),
figures AS (
    SELECT
        a.plan, a.year, a.indicator, t.thousandths, CAST(a.n_provinces AS BIGINT) AS n_provinces,
        CAST(a.n_exports AS BIGINT) AS n_exports,
        CASE WHEN a.n_exports = 1 THEN CAST(a.lacks_numerator + a.lacks_denominator AS BIGINT) END AS n_missing,
        CASE WHEN a.n_exports = 1 AND a.lacks_numerator = 0 THEN CAST(a.known_numerator AS BIGINT) END AS numerator,
        CASE WHEN a.n_exports = 1 AND a.lacks_denominator = 0 THEN CAST(a.known_denominator AS BIGINT) END AS denominator
    FROM all_levels AS a
    JOIN targets AS t ON t.plan = a.plan AND t.year = a.year AND t.indicator = a.indicator
)
SELECT
    plan, year, indicator, numerator, denominator,
    -- Hundredths of a percent, rounded half up; of nobody there is no share.
    CASE WHEN denominator > 0 THEN
        CAST(floor(CAST(20000 * numerator + denominator AS DOUBLE) / CAST(2 * denominator AS DOUBLE)) AS BIGINT)
    END AS percent_hundredths,
    -- Whole numbers, as the program compares them: nothing is rounded.
    CASE WHEN denominator > 0 THEN numerator * 100000 >= thousandths * denominator END AS reached,
    n_missing, n_provinces, n_exports
FROM figures
ORDER BY year, indicator, plan
