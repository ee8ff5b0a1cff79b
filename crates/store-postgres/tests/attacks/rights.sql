-- Who was granted what in schema desk: one row for each right, object and set of roles.
WITH granted AS (
    SELECT c.relname AS object, NULL AS columns, a.privilege_type AS right, a.grantee,
           CASE c.relkind WHEN 'v' THEN 2 ELSE 1 END AS kind
    FROM pg_class AS c, aclexplode(c.relacl) AS a
    WHERE c.relnamespace = 'desk'::regnamespace AND a.grantee <> c.relowner
    UNION ALL
    SELECT c.relname, string_agg(attname, ', ' ORDER BY attnum), a.privilege_type, a.grantee,
           CASE c.relkind WHEN 'v' THEN 2 ELSE 1 END
    FROM pg_class AS c
    JOIN pg_attribute AS t ON t.attrelid = c.oid, aclexplode(t.attacl) AS a
    WHERE c.relnamespace = 'desk'::regnamespace AND a.grantee <> c.relowner
    GROUP BY c.relname, c.relkind, a.privilege_type, a.grantee
    UNION ALL
    SELECT p.proname, NULL, a.privilege_type, a.grantee, 3
    FROM pg_proc AS p, aclexplode(p.proacl) AS a
    WHERE p.pronamespace = 'desk'::regnamespace AND a.grantee <> p.proowner
    UNION ALL
    SELECT 'schema desk', NULL, a.privilege_type, a.grantee, 0
    FROM pg_namespace AS n, aclexplode(n.nspacl) AS a
    WHERE n.nspname = 'desk' AND a.grantee <> n.nspowner
)
SELECT object, "right", COALESCE(columns, ''),
       string_agg(CASE grantee WHEN 0 THEN 'everybody' ELSE replace(grantee::regrole::text, 'desk_', '') END,
                  ', ' ORDER BY array_position(ARRAY['desk_officer', 'desk_supervisor', 'desk_support',
                                                     'desk_dispatcher', 'desk_portal'],
                                               grantee::regrole::text))
FROM granted
GROUP BY kind, object, "right", columns
ORDER BY kind, object, "right" DESC, columns NULLS FIRST
