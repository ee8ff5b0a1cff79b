-- Facts of tables, views, sequences and what hangs on them, in the schema `desk`. One row is one fact:
-- what it is about, which property, and its value. Names are written with format('%I').
--
-- pg_get_*def is asked with an empty search_path, so that it names every schema. Texts that are made
-- longer by newer servers (NOT NULL as a named constraint) are left out: `required` tells the same.
WITH relation AS (
    SELECT c.*,
           CASE c.relkind
               WHEN 'r' THEN 'table'
               WHEN 'p' THEN 'table'
               WHEN 'v' THEN 'view'
               WHEN 'm' THEN 'materialized view'
               WHEN 'S' THEN 'sequence'
               WHEN 'f' THEN 'foreign table'
               ELSE 'relation'
           END || ' ' || quote_ident(c.relname) AS object
    FROM pg_catalog.pg_class AS c
    WHERE c.relnamespace = 'desk'::regnamespace AND c.relkind NOT IN ('i', 'I', 't', 'c')
)
SELECT object, 'owner' AS attribute, pg_get_userbyid(relowner)::text AS value
FROM relation
UNION ALL
SELECT object, 'persistence', relpersistence::text
FROM relation
UNION ALL
SELECT object, 'options', array_to_string(reloptions, ', ')
FROM relation
WHERE reloptions IS NOT NULL
UNION ALL
SELECT object, 'row security',
       CASE WHEN relrowsecurity THEN 'on' ELSE 'off' END
       || CASE WHEN relforcerowsecurity THEN ', for the owner too' ELSE '' END
FROM relation
WHERE relkind IN ('r', 'p')
UNION ALL
SELECT object, 'definition', pg_get_viewdef(oid)
FROM relation
WHERE relkind IN ('v', 'm')
UNION ALL
SELECT 'column ' || quote_ident(c.relname) || '.' || quote_ident(a.attname), property.name, property.value
FROM relation AS c
JOIN pg_catalog.pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
LEFT JOIN pg_catalog.pg_attrdef AS d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
LEFT JOIN pg_catalog.pg_collation AS o ON o.oid = a.attcollation
CROSS JOIN LATERAL (
    VALUES ('type', format_type(a.atttypid, a.atttypmod)),
           ('required', CASE WHEN a.attnotnull THEN 'yes' ELSE 'no' END),
           ('default', pg_get_expr(d.adbin, d.adrelid)),
           ('identity', nullif(a.attidentity::text, '')),
           ('generated', nullif(a.attgenerated::text, '')),
           ('collation', o.collname::text)
) AS property (name, value)
WHERE property.value IS NOT NULL AND c.relkind <> 'S'
UNION ALL
SELECT 'constraint ' || quote_ident(o.conname) || ' on '
       || COALESCE(quote_ident(c.relname), quote_ident(t.typname)),
       property.name, property.value
FROM pg_catalog.pg_constraint AS o
LEFT JOIN pg_catalog.pg_class AS c ON c.oid = o.conrelid
LEFT JOIN pg_catalog.pg_type AS t ON t.oid = o.contypid
CROSS JOIN LATERAL (
    VALUES ('definition', pg_get_constraintdef(o.oid)),
           ('validated', CASE WHEN o.convalidated THEN 'yes' ELSE 'no' END),
           -- A foreign key is kept by triggers of its own, which can be switched off.
           ('enforced', CASE
                            WHEN EXISTS (SELECT 1 FROM pg_catalog.pg_trigger AS g
                                         WHERE g.tgconstraint = o.oid
                                           AND g.tgisinternal
                                           AND g.tgenabled <> 'O')
                                THEN 'no'
                            ELSE 'yes'
                        END)
) AS property (name, value)
WHERE o.connamespace = 'desk'::regnamespace AND o.contype NOT IN ('n', 't')
UNION ALL
SELECT 'index ' || quote_ident(c.relname), property.name, property.value
FROM pg_catalog.pg_index AS i
JOIN pg_catalog.pg_class AS c ON c.oid = i.indexrelid
CROSS JOIN LATERAL (
    VALUES ('definition', pg_get_indexdef(i.indexrelid)),
           ('valid', CASE WHEN i.indisvalid AND i.indisready AND i.indislive THEN 'yes' ELSE 'no' END)
) AS property (name, value)
WHERE c.relnamespace = 'desk'::regnamespace
UNION ALL
SELECT 'trigger ' || quote_ident(t.tgname) || ' on ' || quote_ident(c.relname),
       property.name, property.value
FROM pg_catalog.pg_trigger AS t
JOIN relation AS c ON c.oid = t.tgrelid
CROSS JOIN LATERAL (
    VALUES ('definition', pg_get_triggerdef(t.oid)),
           ('fires', CASE t.tgenabled
                         WHEN 'O' THEN 'yes'
                         WHEN 'D' THEN 'no'
                         WHEN 'A' THEN 'always'
                         ELSE 'for replicas only'
                     END)
) AS property (name, value)
WHERE NOT t.tgisinternal
UNION ALL
SELECT 'policy ' || quote_ident(p.polname) || ' on ' || quote_ident(c.relname),
       property.name, property.value
FROM pg_catalog.pg_policy AS p
JOIN relation AS c ON c.oid = p.polrelid
CROSS JOIN LATERAL (
    VALUES ('command', p.polcmd::text),
           ('kind', CASE WHEN p.polpermissive THEN 'permissive' ELSE 'restrictive' END),
           ('roles', (SELECT string_agg(CASE role WHEN 0 THEN 'public' ELSE pg_get_userbyid(role)::text END,
                                        ', ' ORDER BY role)
                      FROM unnest(p.polroles) AS role)),
           ('using', pg_get_expr(p.polqual, p.polrelid)),
           ('check', pg_get_expr(p.polwithcheck, p.polrelid))
) AS property (name, value)
WHERE property.value IS NOT NULL
UNION ALL
SELECT 'rule ' || quote_ident(r.rulename) || ' on ' || quote_ident(c.relname),
       'definition', r.ev_enabled::text || ' ' || pg_get_ruledef(r.oid)
FROM pg_catalog.pg_rewrite AS r
JOIN relation AS c ON c.oid = r.ev_class
WHERE r.rulename <> '_RETURN'
UNION ALL
-- Parent and child tables share their rows.
SELECT 'inheritance of ' || i.inhrelid::regclass::text, 'parent', i.inhparent::regclass::text
FROM pg_catalog.pg_inherits AS i
JOIN pg_catalog.pg_class AS c ON c.oid = i.inhparent OR c.oid = i.inhrelid
WHERE c.relnamespace = 'desk'::regnamespace AND c.relkind IN ('r', 'p', 'f')
