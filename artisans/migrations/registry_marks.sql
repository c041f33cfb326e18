-- Choices of the list's groups as words beside those of the names, so that one index finds what a
-- search and several choices have in common. No folded word begins with «=». What most businesses
-- are has no mark. The same marks as in artisans/list_facets.py.
CREATE OR REPLACE FUNCTION registry_marks(
    district text, village text, craft text, centre bigint, level int, size_class text, state text,
    has_nib boolean, has_account boolean, has_phone boolean, is_public boolean, source text
) RETURNS text[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT array_remove(ARRAY[
        '=' || district,
        '=' || coalesce(village, 'd-'),
        '=c' || coalesce(craft, '-'),
        '=s' || centre,
        '=l' || level,
        CASE WHEN size_class NOT IN ('', 'micro') THEN '=z' || size_class END,
        CASE WHEN state <> 'active' THEN '=r' || state END,
        CASE WHEN has_nib THEN '=n1' ELSE '=n0' END,
        CASE WHEN has_account THEN '=a' END,
        CASE WHEN NOT has_phone THEN '=t-' END,
        CASE WHEN is_public THEN '=p' END,
        '=u' || CASE WHEN source = '' THEN '-' ELSE left(md5(source), 10) END
    ], NULL)
$$;

CREATE OR REPLACE FUNCTION registry_words(words text, marks text[]) RETURNS tsvector
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT array_to_tsvector(
        array_remove(string_to_array(registry_fold(words), ' ') || marks, '')
    )
$$;

-- Makes the rows of these businesses what the tables say now. The rows are locked first, so that
-- the statement that computes them sees what others committed meanwhile.
CREATE OR REPLACE FUNCTION registry_keep(ids bigint[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF cardinality(ids) = 0 THEN
        RETURN;
    END IF;
    PERFORM 1 FROM artisans_registryentry WHERE business_id = ANY(ids)
    ORDER BY business_id FOR UPDATE;
    DELETE FROM artisans_registryentry e WHERE e.business_id = ANY(ids) AND NOT EXISTS (
        SELECT 1 FROM artisans_business b WHERE b.id = e.business_id AND b.state <> 'merged'
    );
    INSERT INTO artisans_registryentry AS e (
        business_id, words, sort_name, sort_owner, district_id, village_id, craft_id,
        centre_id, level, size_class, state, has_nib, has_account, has_phone, is_public,
        source, as_of
    )
    SELECT
        b.id,
        registry_words(
            b.name || ' ' || o.name || ' ' || b.business_id,
            registry_marks(
                v.district_id, b.village_id, b.craft_id, b.centre_id, coalesce(a.level, 0)::int,
                b.size_class, b.state, b.business_id <> '', o.user_id IS NOT NULL,
                b.phone <> '' OR o.phone <> '', b.is_public, b.source
            )
        ),
        lower(b.name),
        lower(o.name),
        v.district_id,
        b.village_id,
        b.craft_id,
        b.centre_id,
        coalesce(a.level, 0),
        b.size_class,
        b.state,
        b.business_id <> '',
        o.user_id IS NOT NULL,
        b.phone <> '' OR o.phone <> '',
        b.is_public,
        b.source,
        b.source_as_of
    FROM artisans_business b
    JOIN artisans_artisan o ON o.id = b.owner_id
    LEFT JOIN artisans_village v ON v.code = b.village_id
    LEFT JOIN LATERAL (
        SELECT level FROM artisans_readinessassessment WHERE business_id = b.id
        ORDER BY assessed_on DESC, id DESC LIMIT 1
    ) a ON true
    WHERE b.id = ANY(ids) AND b.state <> 'merged'
    ON CONFLICT (business_id) DO UPDATE SET (
        words, sort_name, sort_owner, district_id, village_id, craft_id, centre_id, level,
        size_class, state, has_nib, has_account, has_phone, is_public, source, as_of
    ) = ROW (
        excluded.words, excluded.sort_name, excluded.sort_owner, excluded.district_id,
        excluded.village_id, excluded.craft_id, excluded.centre_id, excluded.level,
        excluded.size_class, excluded.state, excluded.has_nib, excluded.has_account,
        excluded.has_phone, excluded.is_public, excluded.source, excluded.as_of
    )
    WHERE (e.*) IS DISTINCT FROM (excluded.*);
END
$$;

SELECT registry_keep(ARRAY(SELECT id FROM artisans_business));
