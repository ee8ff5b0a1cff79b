-- Everything that no attempt may change, one line for each kind of thing. Roles belong to the whole
-- server, on which other tests work at the same time: only ours are looked at.
WITH ours AS (
    SELECT * FROM pg_authid
    WHERE starts_with(rolname, current_database() || '_')
       OR rolname IN ('desk_owner', 'desk_officer', 'desk_supervisor', 'desk_support',
                      'desk_dispatcher', 'desk_portal')
),
elsewhere AS (
    SELECT oid FROM pg_namespace
    WHERE nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast')
)
SELECT 'roles' AS what, string_agg(r::text, E'\n' ORDER BY rolname) AS state FROM ours AS r
UNION ALL
SELECT 'memberships', string_agg(m::text, E'\n' ORDER BY m::text) FROM pg_auth_members AS m
WHERE member IN (SELECT oid FROM ours) OR roleid IN (SELECT oid FROM ours WHERE rolcanlogin)
UNION ALL
SELECT 'settings of roles', string_agg(s::text, E'\n' ORDER BY s::text) FROM pg_db_role_setting AS s
WHERE setrole IN (SELECT oid FROM ours)
   OR setdatabase = (SELECT oid FROM pg_database WHERE datname = current_database())
UNION ALL
SELECT 'the database', (datname, datdba, datacl, datconnlimit, datallowconn)::text
FROM pg_database WHERE datname = current_database()
UNION ALL
SELECT 'schemas', string_agg(n::text, E'\n' ORDER BY nspname) FROM pg_namespace AS n
UNION ALL
SELECT 'relations',
       string_agg((relname, relnamespace, relkind, relowner, relacl, relrowsecurity,
                   relforcerowsecurity, reloptions, relhasrules, relhastriggers)::text,
                  E'\n' ORDER BY relnamespace, relname)
FROM pg_class WHERE relnamespace IN (SELECT oid FROM elsewhere)
UNION ALL
SELECT 'columns', string_agg(a::text, E'\n' ORDER BY attrelid, attnum) FROM pg_attribute AS a
WHERE attrelid IN (SELECT oid FROM pg_class WHERE relnamespace IN (SELECT oid FROM elsewhere))
UNION ALL
SELECT 'functions', string_agg(p::text, E'\n' ORDER BY oid) FROM pg_proc AS p
WHERE pronamespace IN (SELECT oid FROM elsewhere)
UNION ALL
SELECT 'functions of the server', md5(string_agg((oid, proacl)::text, E'\n' ORDER BY oid)) FROM pg_proc
UNION ALL
SELECT 'triggers', string_agg((tgname, tgrelid, tgenabled, tgfoid, tgtype)::text, E'\n' ORDER BY oid)
FROM pg_trigger
UNION ALL
SELECT 'rules', md5(string_agg(r::text, E'\n' ORDER BY oid)) FROM pg_rewrite AS r
UNION ALL
SELECT 'policies', string_agg(p::text, E'\n' ORDER BY oid) FROM pg_policy AS p
UNION ALL
SELECT 'constraints', string_agg((conname, conrelid, convalidated)::text, E'\n' ORDER BY oid)
FROM pg_constraint
UNION ALL
SELECT 'default rights', string_agg(d::text, E'\n' ORDER BY oid) FROM pg_default_acl AS d
UNION ALL
SELECT 'large objects', string_agg(l::text, E'\n' ORDER BY oid) FROM pg_largeobject_metadata AS l
UNION ALL
SELECT 'types, operators, casts',
       format('%s %s %s', (SELECT count(*) FROM pg_type), (SELECT count(*) FROM pg_operator),
              (SELECT count(*) FROM pg_cast))
UNION ALL
SELECT 'extensions, languages, servers, publications, event triggers',
       format('%s %s %s %s %s', (SELECT count(*) FROM pg_extension), (SELECT count(*) FROM pg_language),
              (SELECT count(*) FROM pg_foreign_server), (SELECT count(*) FROM pg_publication),
              (SELECT count(*) FROM pg_event_trigger))
UNION ALL
SELECT 'comments', string_agg(d::text, E'\n' ORDER BY d::text) FROM pg_description AS d
WHERE classoid = 'pg_class'::regclass
  AND objoid IN (SELECT oid FROM pg_class WHERE relnamespace IN (SELECT oid FROM elsewhere))
UNION ALL
SELECT 'sessions', string_agg(DISTINCT usename, ' ' ORDER BY usename) FROM pg_stat_activity
WHERE datname = current_database() AND usesysid IN (SELECT oid FROM ours)
