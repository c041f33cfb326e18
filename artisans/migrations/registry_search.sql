-- Rows of the registry's list: folded words to search, columns to sort and count by.

-- Lower case without accents and apostrophes, older spellings and sounds that writers of names mix
-- up made one, doubled letters single; the same rules as in artisans/imports/people.py.
CREATE FUNCTION registry_fold(words text) RETURNS text
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
    folded text := translate(lower(normalize(words, NFKD)), '''’`', '');
BEGIN
    folded := regexp_replace(folded, '[\u0300-\u036f]', '', 'g');
    folded := regexp_replace(folded, '[^[:alnum:]]+', ' ', 'g');
    folded := regexp_replace(
        folded, '\m(mo[ch]*[ah]*m+[ae]d|mu[ch]*[ah]*m+[ae]d|mo[ch]h?|mu?h|muhd|md)\M', 'muhamad', 'g'
    );
    folded := regexp_replace(folded, '\ma(c?h|k?h)m+[ae]d\M', 'ahmad', 'g');
    folded := replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(folded, 'oe', 'u'), 'dj', 'j'), 'tj', 'c'), 'nj', 'ny'), 'sj', 'sy'), 'ch', 'h'), 'kh', 'h'), 'sh', 's'), 'ph', 'f'), 'th', 't'), 'dh', 'd'), 'v', 'f'), 'q', 'k'), 'x', 'ks'), 'z', 's'), 'ie', 'i'), 'y', 'i'), 'w', 'u');
    -- An expression that looks back is slow, so it sees only what has a doubled or a foreign letter.
    IF folded ~ '[^ -~]|aa|bb|cc|dd|ee|ff|gg|hh|ii|jj|kk|ll|mm|nn|oo|pp|qq|rr|ss|tt|uu|vv|ww|xx|yy|zz' THEN
        folded := regexp_replace(folded, '([[:alpha:]])\1+', '\1', 'g');
    END IF;
    RETURN btrim(folded);
END
$$;

-- Choices of the list's groups as words beside those of the names, so that one index finds what a
-- search and several choices have in common. No folded word begins with «=». What most businesses
-- are has no mark. The same marks as in artisans/list_facets.py.
CREATE FUNCTION registry_marks(
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

CREATE FUNCTION registry_words(words text, marks text[]) RETURNS tsvector
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT array_to_tsvector(
        array_remove(string_to_array(registry_fold(words), ' ') || marks, '')
    )
$$;

-- All words must be there, each as the beginning of one; titles count only where nothing else is.
CREATE FUNCTION registry_query(words text) RETURNS tsquery
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT string_agg(
        quote_literal(word) || CASE WHEN length(word) > 1 THEN ':*' ELSE '' END, ' & '
    )::tsquery
    FROM (
        SELECT word, is_title, bool_or(NOT is_title) OVER () AS has_other
        FROM (
            SELECT folded.word, plain.word = ANY(
                '{hj,hjh,bu,ibu,ny,nyonya,sdri,mbak,mbok,nyi,hajjah,nn,h,haji,pak,bpk,bapak,bp,tn,tuan,sdr,mas,kh,ki,kang,drs,dra,ir,dr,prof,mbah,ust,ustadz,ustad,alm}'::text[]
            ) AS is_title
            FROM unnest(
                string_to_array(registry_fold(words), ' ')
            ) WITH ORDINALITY AS folded (word, place)
            LEFT JOIN unnest(regexp_split_to_array(
                btrim(lower(words), ' .'), '[^[:alnum:]]+'
            )) WITH ORDINALITY AS plain (word, place) USING (place)
            WHERE folded.word <> ''
            ORDER BY place
            LIMIT 8
        ) parts
    ) found
    WHERE NOT (coalesce(is_title, false) AND has_other)
$$;

-- Makes the rows of these businesses what the tables say now. The rows are locked first, so that
-- the statement that computes them sees what others committed meanwhile.
CREATE FUNCTION registry_keep(ids bigint[]) RETURNS void LANGUAGE plpgsql AS $$
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

CREATE FUNCTION registry_of_businesses() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        PERFORM registry_keep(ARRAY(SELECT id FROM rows_after));
    ELSIF TG_OP = 'UPDATE' THEN
        PERFORM registry_keep(ARRAY(
            SELECT n.id FROM rows_after n JOIN rows_before b ON b.id = n.id
            WHERE (n.name, n.owner_id, n.business_id, n.village_id, n.craft_id, n.centre_id, n.size_class, n.state, n.phone, n.is_public, n.source, n.source_as_of) IS DISTINCT FROM (b.name, b.owner_id, b.business_id, b.village_id, b.craft_id, b.centre_id, b.size_class, b.state, b.phone, b.is_public, b.source, b.source_as_of)
        ));
    ELSE
        DELETE FROM artisans_registryentry WHERE business_id IN (SELECT id FROM rows_before);
    END IF;
    RETURN NULL;
END
$$;

CREATE FUNCTION registry_of_artisans() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM registry_keep(ARRAY(
        SELECT id FROM artisans_business WHERE owner_id IN (
            SELECT n.id FROM rows_after n JOIN rows_before b ON b.id = n.id
            WHERE (n.name, n.user_id, n.phone) IS DISTINCT FROM (b.name, b.user_id, b.phone)
        )
    ));
    RETURN NULL;
END
$$;

CREATE FUNCTION registry_of_assessments() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        PERFORM registry_keep(ARRAY(SELECT DISTINCT business_id FROM rows_after));
    ELSIF TG_OP = 'UPDATE' THEN
        PERFORM registry_keep(ARRAY(
            SELECT business_id FROM rows_after UNION SELECT business_id FROM rows_before
        ));
    ELSE
        PERFORM registry_keep(ARRAY(SELECT DISTINCT business_id FROM rows_before));
    END IF;
    RETURN NULL;
END
$$;

CREATE TRIGGER registry_insert AFTER INSERT ON artisans_business REFERENCING NEW TABLE AS rows_after FOR EACH STATEMENT EXECUTE FUNCTION registry_of_businesses();
CREATE TRIGGER registry_update AFTER UPDATE ON artisans_business REFERENCING OLD TABLE AS rows_before NEW TABLE AS rows_after FOR EACH STATEMENT EXECUTE FUNCTION registry_of_businesses();
CREATE TRIGGER registry_delete AFTER DELETE ON artisans_business REFERENCING OLD TABLE AS rows_before FOR EACH STATEMENT EXECUTE FUNCTION registry_of_businesses();
CREATE TRIGGER registry_update AFTER UPDATE ON artisans_artisan REFERENCING OLD TABLE AS rows_before NEW TABLE AS rows_after FOR EACH STATEMENT EXECUTE FUNCTION registry_of_artisans();
CREATE TRIGGER registry_insert AFTER INSERT ON artisans_readinessassessment REFERENCING NEW TABLE AS rows_after FOR EACH STATEMENT EXECUTE FUNCTION registry_of_assessments();
CREATE TRIGGER registry_update AFTER UPDATE ON artisans_readinessassessment REFERENCING OLD TABLE AS rows_before NEW TABLE AS rows_after FOR EACH STATEMENT EXECUTE FUNCTION registry_of_assessments();
CREATE TRIGGER registry_delete AFTER DELETE ON artisans_readinessassessment REFERENCING OLD TABLE AS rows_before FOR EACH STATEMENT EXECUTE FUNCTION registry_of_assessments();

SELECT registry_keep(ARRAY(SELECT id FROM artisans_business));
