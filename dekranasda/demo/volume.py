"""Synthetic volume for measuring: thousands to millions of invented businesses, all in SQL.

Deterministic: business number n is always the same. Everything is marked as an example, and the
telephone numbers begin like the demo's own, which nobody has. Among N businesses of a registry
2,030 in 11,000 are «Siap» or above, to the last one, whatever N is.
"""

import tomllib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.db import connection, transaction

from artisans.models import Business, RegistryEntry
from products.models import CODE_ALPHABET, CODE_LENGTH, Product

WORDS: dict[str, Any] = tomllib.loads(
    (Path(__file__).parent / "data" / "lists.toml").read_text(encoding="utf-8")
)
READY_SHARE = (2_030, 11_000)
KEPT_AT_ONCE = 100_000
FILLED = (
    "artisans_artisan", "artisans_business", "artisans_businessyear",
    "artisans_readinessassessment",
)  # fmt: skip
# Tables whose next numbers are given by hand here.
NUMBERED = (
    "artisans_artisan",
    "artisans_business",
    "products_product",
    "products_productversion",
)

# A number 0–65535 that looks random but is always the same for n and a salt.
RANDOM = """
CREATE OR REPLACE FUNCTION pg_temp.draw(n bigint, salt int) RETURNS int
LANGUAGE sql IMMUTABLE AS $$
    SELECT (((n * 2654435761 + salt * 97911) % 4294967296) / 65536 % 65536)::int
$$;
CREATE OR REPLACE FUNCTION pg_temp.pick(words text[], n bigint, salt int) RETURNS text
LANGUAGE sql IMMUTABLE AS $$
    SELECT words[1 + pg_temp.draw(n, salt) % cardinality(words)]
$$;
"""

PLAN = """
CREATE TEMP TABLE planned ON COMMIT DROP AS
WITH places AS (SELECT array_agg(code ORDER BY code) AS codes FROM artisans_village),
crafts AS (SELECT array_agg(code ORDER BY code) AS codes FROM artisans_craft),
centres AS (
    SELECT DISTINCT ON (craft_id) craft_id, id FROM artisans_craftcentre ORDER BY craft_id, id
),
drawn AS (
    SELECT n, %(artisans)s + n AS artisan, %(businesses)s + n AS business,
        pg_temp.draw(n, 1) %% 2 = 0 AS is_woman,
        pg_temp.pick(%(women)s, n, 2) AS woman, pg_temp.pick(%(men)s, n, 3) AS man,
        pg_temp.pick(%(women)s || %(men)s, n, 4) AS second,
        pg_temp.pick(%(heads)s, n, 5) AS head, pg_temp.pick(%(brands)s, n, 6) AS brand,
        pg_temp.pick(places.codes, n, 7) AS village, pg_temp.pick(crafts.codes, n, 8) AS craft,
        -- Spread evenly: number n is ready where the share of n reaches the next whole number.
        n * %(ready)s / %(wanted)s > (n - 1) * %(ready)s / %(wanted)s AS is_ready,
        %(first)s + n AS number
    FROM generate_series(1, %(wanted)s::bigint) n, places, crafts
)
SELECT drawn.*, CASE WHEN is_woman THEN woman ELSE man END || ' ' || second AS person,
    CASE WHEN pg_temp.draw(n, 9) %% 3 = 0 THEN centres.id END AS centre
FROM drawn LEFT JOIN centres ON centres.craft_id = drawn.craft;
ANALYZE planned;
"""

PEOPLE = """
INSERT INTO artisans_artisan (
    id, uid, name, slug, gender, phone, other_phones, learned_from, story, story_en, visit_policy,
    village_id, is_demo, created_at
)
SELECT artisan, md5('contoh-perajin-' || number)::uuid, person, 'contoh-perajin-' || number,
    CASE WHEN is_woman THEN 'P' ELSE 'L' END,
    CASE WHEN pg_temp.draw(n, 10) %% 12 > 0
         THEN '+628120' || lpad(number::text, 8, '0') ELSE '' END,
    '', '', '', '', '', village, true, %(at)s
FROM planned;
"""

BUSINESSES = """
INSERT INTO artisans_business (
    id, uid, owner_id, name, slug, craft_id, centre_id, business_id, kbli, address, village_id,
    phone, products_text, description, founded_in, size_class, state, is_public, taking_orders,
    source, source_as_of, verified_at, is_demo, created_at
)
SELECT business, md5('contoh-usaha-' || number)::uuid, artisan,
    head || ' ' || CASE WHEN pg_temp.draw(n, 11) %% 3 = 0 THEN brand ELSE split_part(person, ' ', 1)
    END, 'contoh-usaha-' || number,
    CASE WHEN pg_temp.draw(n, 12) %% 40 > 0 THEN craft END, centre,
    CASE WHEN pg_temp.draw(n, 13) %% 5 < 3 THEN '9' || lpad(number::text, 12, '0') ELSE '' END,
    '', 'Dusun contoh RT 0' || 1 + pg_temp.draw(n, 14) %% 9 || ' RW 01',
    CASE WHEN pg_temp.draw(n, 15) %% 50 > 0 THEN village END, '', '', '',
    1980 + pg_temp.draw(n, 16) %% 45,
    CASE WHEN pg_temp.draw(n, 17) %% 30 = 0 THEN 'small' ELSE 'micro' END,
    CASE WHEN pg_temp.draw(n, 18) %% 25 = 0 AND NOT is_ready THEN 'dormant' ELSE 'active' END,
    false, true, 'Data contoh ' || 2022 + pg_temp.draw(n, 19) %% 4,
    make_date(2022 + pg_temp.draw(n, 19) %% 4, 3, 1),
    CASE WHEN pg_temp.draw(n, 20) %% 6 = 0 THEN %(at)s::timestamptz END, true, %(at)s
FROM planned;
"""

YEARS = """
INSERT INTO artisans_businessyear (
    business_id, year, turnover_idr, turnover_band, capital_idr, workers_male, workers_female,
    source
)
SELECT business, year, (6 + pg_temp.draw(n, 21) %% 240) * 1000000::bigint * (year - 2014) / 10, '',
    (2 + pg_temp.draw(n, 22) %% 60) * 1000000::bigint, pg_temp.draw(n, 23) %% 4,
    1 + pg_temp.draw(n, 24) %% 5, 'Data contoh'
FROM planned, generate_series(2024, 2025) year;
"""

# One in ten is not judged; who is ready was not yet ready a year before.
ASSESSMENTS = """
INSERT INTO artisans_readinessassessment (
    business_id, assessed_on, version, legality, production, quality, finance, marketing, people,
    level, conditions, reason, source, recorded_at
)
SELECT business, make_date(2025, 2, 10), '2026', 6, 10, 11, 6, 6, 7, 3, '[]'::jsonb, '',
    'Data contoh',
    %(at)s::timestamptz
FROM planned WHERE is_ready
UNION ALL
SELECT business, make_date(2026, 2, 12), '2026', points, points + 4, points + 4, points, points,
    points, level, '[]'::jsonb, '', 'Data contoh', %(at)s::timestamptz
FROM (
    SELECT business, CASE WHEN is_ready THEN 11 ELSE 3 + pg_temp.draw(n, 25) %% 5 END AS points,
        CASE WHEN NOT is_ready THEN 1 + pg_temp.draw(n, 26) %% 3
             WHEN pg_temp.draw(n, 27) %% 16 = 0 THEN 6
             WHEN pg_temp.draw(n, 27) %% 4 = 0 THEN 5 ELSE 4 END AS level
    FROM planned WHERE is_ready OR pg_temp.draw(n, 28) %% 10 > 0
) judged;
"""


def add_businesses(total: int) -> int:
    """Fills the registry up to `total` businesses, the demo's own included; returns how many are
    new. Needs a database role that may switch triggers off."""
    have = RegistryEntry.objects.count()
    wanted = total - have
    if wanted <= 0:
        return 0
    share, whole = READY_SHARE
    ready = RegistryEntry.objects.filter(level__gte=4).count()
    values = {
        "artisans": _last("artisans_artisan"),
        "businesses": _last("artisans_business"),
        "first": Business.objects.filter(slug__startswith="contoh-usaha-").count(),
        "wanted": wanted,
        "ready": max(0, min(wanted, (total * share + whole // 2) // whole - ready)),
        "women": WORDS["women"],
        "men": WORDS["men"],
        "heads": [head for trade in WORDS["trade"] if trade["code"] for head in trade["heads"]],
        "brands": WORDS["brands"],
        "at": datetime(2026, 1, 5, 2, tzinfo=UTC),
    }
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(RANDOM)
        with _indexed_afterwards(cursor, FILLED):
            for statement in (PLAN, PEOPLE, BUSINESSES, YEARS, ASSESSMENTS):
                cursor.execute(statement, values)
        for table in NUMBERED[:2]:
            _move_number(cursor, table)
        with _indexed_afterwards(cursor, ("artisans_registryentry",)):
            _keep_entries(cursor, values["businesses"])
    _analyse()
    return wanted


@contextmanager
def _indexed_afterwards(cursor: Any, tables: Sequence[str]) -> Iterator[None]:
    """Takes the tables' indexes away that hold no promise, and makes them anew at the end.

    Building an index of a million rows takes seconds, adding to it row by row minutes.
    """
    # What waits for the commit would stand in the way.
    cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    cursor.execute(
        "SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index"
        " WHERE indrelid = ANY(%s::regclass[]) AND NOT indisunique",
        [list(tables)],
    )
    indexes = cursor.fetchall()
    for name, _definition in indexes:
        cursor.execute(f"DROP INDEX {name}")
    yield
    cursor.execute("SET LOCAL maintenance_work_mem = '256MB'")
    for _name, definition in indexes:
        cursor.execute(definition)


def _last(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT coalesce(max(id), 0) FROM {table}")  # noqa: S608 a constant
        return int(cursor.fetchone()[0])


def _move_number(cursor: Any, table: str) -> None:
    cursor.execute(
        f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}))"  # noqa: S608 a constant
    )


def _keep_entries(cursor: Any, after: int) -> None:
    """The rows of the registry's list, in parts that fit the memory."""
    newest = _last("artisans_business")
    for start in range(after, newest, KEPT_AT_ONCE):
        cursor.execute(
            "SELECT registry_keep("
            "ARRAY(SELECT id FROM artisans_business WHERE id > %s AND id <= %s))",
            [start, start + KEPT_AT_ONCE],
        )


def _analyse() -> None:
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


# Works: each a copy of one of the demo's, with the demo's photographs

WORKS = """
CREATE TEMP TABLE planned_works ON COMMIT DROP AS
WITH templates AS MATERIALIZED (
    SELECT id, row_number() OVER (ORDER BY id) - 1 AS place FROM products_product
    WHERE state = 'published'
),
makers AS MATERIALIZED (
    SELECT id, row_number() OVER (ORDER BY id) - 1 AS place FROM artisans_business
    WHERE slug LIKE 'contoh-usaha-%%' AND state = 'active'
    ORDER BY id LIMIT %(wanted)s
)
SELECT n, %(products)s + n AS product, %(versions)s + n AS version, made_codes.code,
    templates.id AS template, makers.id AS business
FROM made_codes
JOIN templates ON templates.place = n %% (SELECT count(*) FROM templates)
JOIN makers ON makers.place = n %% (SELECT count(*) FROM makers);
ANALYZE planned_works;
UPDATE artisans_business SET is_public = true WHERE id IN (SELECT business FROM planned_works);
SELECT registry_keep(ARRAY(SELECT DISTINCT business FROM planned_works));
INSERT INTO accounts_consent (
    subject, purpose, is_given, notice_version, channel, recorded_at, recorded_by_id
)
SELECT DISTINCT o.uid, 'public_profile', true, '2026-1', 'paper', %(at)s::timestamptz,
    (SELECT min(id) FROM accounts_user)
FROM planned_works w JOIN artisans_business b ON b.id = w.business
JOIN artisans_artisan o ON o.id = b.owner_id;
"""


def add_works(number: int) -> int:
    """Adds works up to `number` published ones; returns how many are new.

    Raises LookupError where there is no published work of the demo to copy.
    """
    wanted = number - Product.objects.filter(state=Product.State.PUBLISHED).count()
    if wanted <= 0:
        return 0
    if not Product.objects.filter(state=Product.State.PUBLISHED, is_demo=True).exists():
        raise LookupError("no published work of the demo")
    values: dict[str, Any] = {
        "wanted": wanted,
        "products": _last("products_product"),
        "versions": _last("products_productversion"),
        "at": datetime(2026, 1, 5, 2, tzinfo=UTC),
    }
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        _make_codes(cursor, wanted)
        cursor.execute(WORKS, values)
        with _words_indexed_afterwards(cursor):
            _copy_works(cursor)
        for table in NUMBERED[2:]:
            _move_number(cursor, table)
    _analyse()
    return wanted


@contextmanager
def _words_indexed_afterwards(cursor: Any) -> Iterator[None]:
    """Leaves the index of search words away meanwhile: built at once it takes a fraction."""
    cursor.execute("SELECT indexdef FROM pg_indexes WHERE indexname = 'product_search'")
    (definition,) = cursor.fetchone()
    cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    cursor.execute("DROP INDEX product_search")
    yield
    cursor.execute("SET LOCAL maintenance_work_mem = '512MB'")
    cursor.execute(definition)


def _make_codes(cursor: Any, wanted: int) -> None:
    """Public codes that no work has: a walk through all of them with a step that meets each."""
    base, last = len(CODE_ALPHABET), CODE_LENGTH - 1
    letters = " || ".join(
        f"substr('{CODE_ALPHABET}', 1 + (at / {base**place} % {base})::int, 1)"
        for place in range(last, -1, -1)
    )
    cursor.execute(
        "CREATE TEMP TABLE made_codes ON COMMIT DROP AS "  # noqa: S608 constants
        "SELECT row_number() OVER (ORDER BY k) AS n, code FROM ("
        f"SELECT k, {letters} AS code FROM ("
        f"SELECT k, (k * 5654987) % {base**CODE_LENGTH} AS at "
        f"FROM generate_series(1, {wanted * 2 + 1000}::bigint) k"
        ") walked) spelled WHERE code NOT IN (SELECT code FROM products_product) "
        f"ORDER BY k LIMIT {wanted}"
    )


def _copy_works(cursor: Any) -> None:
    """Versions, works, their words and first photographs, column by column."""
    join = "FROM planned_works w JOIN products_product t ON t.id = w.template"
    version = f"{join} JOIN products_productversion v ON v.id = t.published_version_id"
    _copy(
        cursor,
        "products_productversion",
        "v",
        {"id": "w.version", "product_id": "w.product", "predecessor_id": "NULL"},
        version,
    )
    _copy(
        cursor,
        "products_product",
        "t",
        {
            "id": "w.product",
            "code": "w.code",
            "business_id": "w.business",
            "published_version_id": "w.version",
            "published_at": "t.published_at - make_interval(secs => w.n)",
            "certificate_number": "''",
            "featured_position": "NULL",
            "district_id": "p.district_id",
            "centre_id": "b.centre_id",
            "maker_name": "o.name",
            "price_idr": "t.price_idr + w.n % 200 * 1000",
            "is_demo": "true",
        },
        f"{join} JOIN artisans_business b ON b.id = w.business"
        " JOIN artisans_artisan o ON o.id = b.owner_id"
        " LEFT JOIN artisans_village p ON p.code = b.village_id",
    )
    _copy(
        cursor,
        "products_photo",
        "f",
        {"id": None, "version_id": "w.version"},
        f"{join} JOIN LATERAL (SELECT * FROM products_photo"  # noqa: S608 constants
        " WHERE version_id = t.published_version_id ORDER BY position, id LIMIT 1) f ON true",
    )
    for table in ("products_productversion_materials", "products_productversion_techniques"):
        _copy(
            cursor,
            table,
            "m",
            {"id": None, "productversion_id": "w.version"},
            f"{join} JOIN {table} m ON m.productversion_id = t.published_version_id",
        )


def _copy(cursor: Any, table: str, row: str, changed: dict[str, str | None], source: str) -> None:
    """Inserts copies of rows with some columns changed; None leaves a column to the table."""
    cursor.execute(
        "SELECT column_name FROM information_schema.columns WHERE table_name = %s", [table]
    )
    columns = [name for (name,) in cursor.fetchall() if changed.get(name, "") is not None]
    values = [changed.get(name) or f"{row}.{name}" for name in columns]
    cursor.execute(
        f"INSERT INTO {table} ({', '.join(columns)}) SELECT {', '.join(values)} {source}"
    )  # noqa: S608 constants
