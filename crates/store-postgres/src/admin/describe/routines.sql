-- Facts of functions, types and other objects of the schema `desk`.
SELECT 'function ' || quote_ident(p.proname) || '(' || oidvectortypes(p.proargtypes) || ')'
           AS object,
       property.name AS attribute,
       property.value AS value
FROM pg_catalog.pg_proc AS p
JOIN pg_catalog.pg_language AS l ON l.oid = p.prolang
CROSS JOIN LATERAL (
    VALUES ('owner', pg_get_userbyid(p.proowner)::text),
           ('language', l.lanname::text),
           ('kind', p.prokind::text),
           ('returns', CASE WHEN p.prorettype <> 0 THEN pg_get_function_result(p.oid) END),
           ('arguments', pg_get_function_arguments(p.oid)),
           ('rights', CASE WHEN p.prosecdef THEN 'of the owner' ELSE 'of the caller' END),
           ('settings', COALESCE(array_to_string(p.proconfig, ', '), 'none')),
           ('volatility', p.provolatile::text),
           ('strict', p.proisstrict::text),
           ('leakproof', p.proleakproof::text),
           ('parallel', p.proparallel::text),
           ('body', encode(sha256(convert_to(COALESCE(pg_get_function_sqlbody(p.oid), p.prosrc), 'UTF8')),
                           'hex'))
) AS property (name, value)
WHERE p.pronamespace = 'desk'::regnamespace AND property.value IS NOT NULL
UNION ALL
SELECT 'type ' || quote_ident(t.typname), property.name, property.value
FROM pg_catalog.pg_type AS t
CROSS JOIN LATERAL (
    VALUES ('owner', pg_get_userbyid(t.typowner)::text),
           ('kind', t.typtype::text),
           ('base', CASE WHEN t.typbasetype <> 0 THEN format_type(t.typbasetype, t.typtypmod) END),
           ('required', CASE WHEN t.typtype = 'd' THEN t.typnotnull::text END),
           ('default', t.typdefault),
           ('values', (SELECT string_agg(e.enumlabel, ', ' ORDER BY e.enumsortorder)
                       FROM pg_catalog.pg_enum AS e WHERE e.enumtypid = t.oid))
) AS property (name, value)
WHERE t.typnamespace = 'desk'::regnamespace
  AND property.value IS NOT NULL
  -- Neither the row type of each table nor the array of each type.
  AND (t.typrelid = 0 OR EXISTS (SELECT 1 FROM pg_catalog.pg_class AS c
                                 WHERE c.oid = t.typrelid AND c.relkind = 'c'))
  AND NOT EXISTS (SELECT 1 FROM pg_catalog.pg_type AS e WHERE e.typarray = t.oid)
UNION ALL
SELECT 'operator ' || o.oid::regoperator::text, 'owner', pg_get_userbyid(o.oprowner)::text
FROM pg_catalog.pg_operator AS o
WHERE o.oprnamespace = 'desk'::regnamespace
UNION ALL
SELECT 'collation ' || quote_ident(c.collname), 'owner', pg_get_userbyid(c.collowner)::text
FROM pg_catalog.pg_collation AS c
WHERE c.collnamespace = 'desk'::regnamespace
UNION ALL
-- Fires at changes of the schema, for whoever makes them and with their rights.
SELECT 'event trigger ' || quote_ident(e.evtname), 'fires', e.evtevent || ' ' || e.evtenabled::text
FROM pg_catalog.pg_event_trigger AS e
UNION ALL
-- A cast between the types of the server could change what a comparison means.
SELECT 'cast from ' || format_type(c.castsource, NULL) || ' to ' || format_type(c.casttarget, NULL),
       'function', COALESCE(NULLIF(c.castfunc, 0)::regprocedure::text, 'none')
FROM pg_catalog.pg_cast AS c
WHERE c.oid >= 16384
UNION ALL
SELECT 'migration ' || m.version, 'checksum', encode(m.checksum, 'hex')
FROM desk._sqlx_migrations AS m
WHERE m.success
UNION ALL
-- Which checks an approval requires is a rule, though it stands in a row.
SELECT 'check ' || d.code, 'required', d.required::text
FROM desk.check_definition AS d
