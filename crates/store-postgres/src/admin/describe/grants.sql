-- Who may do what in the schema `desk`. What the owner may do goes without saying.
WITH held AS (
    SELECT 'schema ' || quote_ident(n.nspname) AS object, n.nspowner AS owner,
           COALESCE(n.nspacl, acldefault('n', n.nspowner)) AS rights
    FROM pg_catalog.pg_namespace AS n
    WHERE n.nspname = 'desk'
    UNION ALL
    SELECT CASE c.relkind
               WHEN 'v' THEN 'view'
               WHEN 'm' THEN 'materialized view'
               WHEN 'S' THEN 'sequence'
               WHEN 'f' THEN 'foreign table'
               ELSE 'table'
           END || ' ' || quote_ident(c.relname),
           c.relowner,
           COALESCE(c.relacl,
                    acldefault(CASE c.relkind WHEN 'S' THEN 's'::"char" ELSE 'r'::"char" END, c.relowner))
    FROM pg_catalog.pg_class AS c
    WHERE c.relnamespace = 'desk'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm', 'S', 'f')
    UNION ALL
    SELECT 'column ' || quote_ident(c.relname) || '.' || quote_ident(a.attname), c.relowner, a.attacl
    FROM pg_catalog.pg_attribute AS a
    JOIN pg_catalog.pg_class AS c ON c.oid = a.attrelid
    WHERE c.relnamespace = 'desk'::regnamespace AND a.attacl IS NOT NULL AND NOT a.attisdropped
    UNION ALL
    SELECT 'function ' || quote_ident(p.proname) || '(' || oidvectortypes(p.proargtypes) || ')',
           p.proowner,
           COALESCE(p.proacl, acldefault('f', p.proowner))
    FROM pg_catalog.pg_proc AS p
    WHERE p.pronamespace = 'desk'::regnamespace
    UNION ALL
    SELECT 'type ' || quote_ident(t.typname), t.typowner, COALESCE(t.typacl, acldefault('T', t.typowner))
    FROM pg_catalog.pg_type AS t
    WHERE t.typnamespace = 'desk'::regnamespace AND t.typtype IN ('d', 'e')
    UNION ALL
    -- What everybody, or one of the desk's roles, may do in the database at all.
    SELECT 'the database', d.datdba, COALESCE(d.datacl, acldefault('d', d.datdba))
    FROM pg_catalog.pg_database AS d
    WHERE d.datname = current_database()
    UNION ALL
    -- Large objects are nobody's business here, and open to everybody by default.
    SELECT 'function pg_catalog.' || quote_ident(p.proname) || '(' || oidvectortypes(p.proargtypes) || ')',
           p.proowner,
           COALESCE(p.proacl, acldefault('f', p.proowner))
    FROM pg_catalog.pg_proc AS p
    WHERE p.pronamespace = 'pg_catalog'::regnamespace
      AND p.proname IN ('lo_creat', 'lo_create', 'lo_from_bytea', 'lo_open', 'lo_put', 'lowrite')
    UNION ALL
    SELECT 'schema public', n.nspowner, COALESCE(n.nspacl, acldefault('n', n.nspowner))
    FROM pg_catalog.pg_namespace AS n
    WHERE n.nspname = 'public'
    UNION ALL
    SELECT 'whatever ' || quote_ident(pg_get_userbyid(d.defaclrole)) || ' will make'
           || CASE d.defaclobjtype
                  WHEN 'r' THEN ' as a table'
                  WHEN 'S' THEN ' as a sequence'
                  WHEN 'f' THEN ' as a function'
                  WHEN 'T' THEN ' as a type'
                  ELSE ' as a schema'
              END,
           d.defaclrole, d.defaclacl
    FROM pg_catalog.pg_default_acl AS d
    LEFT JOIN pg_catalog.pg_namespace AS n ON n.oid = d.defaclnamespace
    WHERE n.nspname = 'desk' OR d.defaclrole = 'desk_owner'::regrole
)
SELECT 'grant to ' || CASE a.grantee WHEN 0 THEN 'everybody' ELSE pg_get_userbyid(a.grantee)::text END
       || ' of ' || a.privilege_type || ' on ' || held.object AS object,
       'granted' AS attribute,
       CASE WHEN bool_or(a.is_grantable) THEN 'and may be passed on' ELSE 'yes' END AS value
FROM held
CROSS JOIN LATERAL aclexplode(held.rights) AS a
WHERE a.grantee <> held.owner
  -- Others may have to do with the database, as long as they make nothing in it; a role of the desk and
  -- everybody else have not.
  AND (held.object <> 'the database'
       OR a.privilege_type <> 'CONNECT'
       OR a.grantee = 0
       OR pg_get_userbyid(a.grantee) LIKE 'desk\_%')
  AND (held.object <> 'schema public' OR a.privilege_type = 'CREATE')
GROUP BY held.object, a.grantee, a.privilege_type
UNION ALL
SELECT 'schema desk', 'owner', pg_get_userbyid(n.nspowner)::text
FROM pg_catalog.pg_namespace AS n
WHERE n.nspname = 'desk'
UNION ALL
-- The roles that migrations count on.
SELECT 'role ' || r.rolname, property.name, property.value
FROM pg_catalog.pg_roles AS r
CROSS JOIN LATERAL (
    VALUES ('may log in', r.rolcanlogin::text),
           ('superuser', r.rolsuper::text),
           ('may create roles', r.rolcreaterole::text),
           ('may create databases', r.rolcreatedb::text),
           ('may replicate', r.rolreplication::text),
           ('passes row security', r.rolbypassrls::text),
           ('settings', array_to_string(r.rolconfig, ', ')),
           ('member of', (SELECT string_agg(pg_get_userbyid(m.roleid)::text, ', ' ORDER BY m.roleid)
                          FROM pg_catalog.pg_auth_members AS m WHERE m.member = r.oid))
) AS property (name, value)
WHERE r.rolname IN ('desk_owner', 'desk_officer', 'desk_supervisor', 'desk_support', 'desk_dispatcher',
                    'desk_portal')
  AND property.value IS NOT NULL
UNION ALL
-- Settings that change what a rule means or whether triggers fire.
SELECT 'settings of ' || CASE s.setrole WHEN 0 THEN 'the database' ELSE 'role ' || pg_get_userbyid(s.setrole) END,
       split_part(setting, '=', 1), split_part(setting, '=', 2)
FROM pg_catalog.pg_db_role_setting AS s
CROSS JOIN LATERAL unnest(s.setconfig) AS setting
WHERE (s.setdatabase = 0
       OR s.setdatabase = (SELECT oid FROM pg_catalog.pg_database WHERE datname = current_database()))
  AND split_part(setting, '=', 1) IN ('session_replication_role', 'row_security', 'role',
                                      'session_preload_libraries', 'local_preload_libraries')
UNION ALL
SELECT 'settings of the server', 'session_replication_role', current_setting('session_replication_role')
