-- Every role of the server that is not PostgreSQL's own, with what the check of people asks of it.
-- `groups` are the roles it is a member of, by however many steps; `direct` those that it was made a
-- member of, with `*` behind those it may pass on.
WITH RECURSIVE membership AS (
    SELECT m.member, m.roleid
    FROM pg_catalog.pg_auth_members AS m
    UNION
    SELECT b.member, m.roleid
    FROM membership AS b
    JOIN pg_catalog.pg_auth_members AS m ON m.member = b.roleid
)
SELECT r.rolname::text AS name,
       r.oid = 10 AS is_first,
       r.rolname = session_user AS is_self,
       s.id IS NOT NULL AS is_staff,
       COALESCE(s.role, '') AS staff_role,
       COALESCE(s.is_active, false) AS is_active,
       r.rolcanlogin AS may_log_in,
       r.rolsuper AS is_superuser,
       r.rolcreaterole AS may_create_roles,
       r.rolcreatedb AS may_create_databases,
       r.rolreplication AS may_replicate,
       r.rolbypassrls AS passes_row_security,
       r.rolinherit AS inherits,
       COALESCE(ARRAY(SELECT pg_get_userbyid(b.roleid)::text
                      FROM membership AS b
                      WHERE b.member = r.oid
                      ORDER BY 1), '{}') AS groups,
       COALESCE(ARRAY(SELECT pg_get_userbyid(m.roleid)::text || CASE WHEN m.admin_option THEN '*' ELSE '' END
                      FROM pg_catalog.pg_auth_members AS m
                      WHERE m.member = r.oid
                      ORDER BY 1), '{}') AS direct,
       (SELECT count(*)
        FROM pg_catalog.pg_shdepend AS d
        WHERE d.refclassid = 'pg_catalog.pg_authid'::regclass
          AND d.refobjid = r.oid
          AND d.deptype = 'o') AS owned,
       EXISTS (SELECT 1 FROM pg_catalog.pg_db_role_setting AS c WHERE c.setrole = r.oid) AS has_settings
FROM pg_catalog.pg_roles AS r
LEFT JOIN desk.staff AS s ON s.db_role = r.rolname
WHERE r.rolname NOT LIKE 'pg\_%'
ORDER BY r.rolname
