//! The server around the desk: its files, programs, settings and room for things.

use super::attempt::{Attempt, DENIED, EVERYBODY, each};
use super::scene::Scene;

pub(crate) fn attempts() -> Vec<Attempt> {
    let mut list: Vec<_> = each("1.2.5", EVERYBODY, DENIED, &[
        ("run a program by copying to it", "COPY (SELECT 1) TO PROGRAM 'true'"),
        ("run a program by copying from it", "COPY desk.note FROM PROGRAM 'true'"),
        ("make a function in C",
         "CREATE FUNCTION public.mine() RETURNS integer LANGUAGE c AS 'libc', 'getpid'"),
        ("make a function of the server's own", "CREATE FUNCTION public.mine() RETURNS text
                                                 LANGUAGE internal AS 'pg_read_file_all'"),
        ("load a library", "LOAD 'libc'"),
        ("install a language", "CREATE LANGUAGE mine HANDLER plpgsql_call_handler"),
        ("make an event trigger",
         "CREATE EVENT TRIGGER mine ON ddl_command_start EXECUTE FUNCTION desk.tell_change()"),
    ])
    .collect();
    list.extend(each("13.2.5", EVERYBODY, DENIED, &[
        ("read a file of the server", "SELECT pg_read_file('postgresql.conf')"),
        ("read a file of the server as bytes", "SELECT pg_read_binary_file('PG_VERSION')"),
        ("list the files of the server", "SELECT pg_ls_dir('.')"),
        ("copy from a file of the server", "COPY desk.note FROM '/etc/passwd'"),
        ("copy into a file of the server", "COPY (SELECT 1) TO '/tmp/attack'"),
        ("bring a file in as a large object", "SELECT lo_import('/etc/passwd')"),
        ("take a large object out into a file", "SELECT lo_export(1, '/tmp/attack')"),
        ("make a large object", "SELECT lo_create(0)"),
        ("make a large object in the old way", "SELECT lo_creat(-1)"),
        ("make a large object of bytes", r"SELECT lo_from_bytea(0, '\x00')"),
        ("open a large object", "SELECT lo_open(1, 131072)"),
        ("write into a large object", r"SELECT lo_put(1, 0, '\x00')"),
        ("reach another server by a wrapper", "CREATE FOREIGN DATA WRAPPER mine"),
        ("publish the tables", "CREATE PUBLICATION mine FOR TABLE desk.member"),
        ("publish all tables", "CREATE PUBLICATION mine FOR ALL TABLES"),
        ("subscribe to another server",
         "CREATE SUBSCRIPTION mine CONNECTION 'dbname=x' PUBLICATION p WITH (connect = false)"),
        ("keep the server's log of changes", "SELECT pg_create_physical_replication_slot('mine')"),
    ]));
    list.extend(each(
        "13.2.2",
        EVERYBODY,
        DENIED,
        &[
            ("make a schema", "CREATE SCHEMA mine"),
            (
                "make a table in public",
                "CREATE TABLE public.mine (id bigint)",
            ),
            (
                "make a function in public",
                "CREATE FUNCTION public.clock() RETURNS timestamptz LANGUAGE sql AS 'SELECT now()'",
            ),
            (
                "make a view in public",
                "CREATE VIEW public.mine AS SELECT 1",
            ),
            (
                "keep a query's rows in public",
                "SELECT 1 AS x INTO public.mine",
            ),
            ("make a database", "CREATE DATABASE {database}_mine"),
            (
                "copy the database",
                "CREATE DATABASE {database}_mine TEMPLATE {database}",
            ),
            ("drop the database", "DROP DATABASE {database}"),
            (
                "rename the database",
                "ALTER DATABASE {database} RENAME TO {database}_mine",
            ),
            (
                "open the database to everybody",
                "ALTER DATABASE {database} OWNER TO CURRENT_USER",
            ),
            (
                "make a tablespace",
                "CREATE TABLESPACE mine LOCATION '/tmp/attack'",
            ),
            (
                "change a setting of the server",
                "ALTER SYSTEM SET log_statement = 'none'",
            ),
            ("write no log for oneself", "SET log_statement = 'none'"),
            ("log only what is fatal", "SET log_min_messages = 'panic'"),
            (
                "keep refusals out of the log",
                "SET log_min_error_statement = 'panic'",
            ),
            (
                "read the settings of the server anew",
                "SELECT pg_reload_conf()",
            ),
            (
                "turn the log of the server over",
                "SELECT pg_rotate_logfile()",
            ),
            ("reset the statistics", "SELECT pg_stat_reset()"),
            ("read who may connect", "SELECT * FROM pg_hba_file_rules"),
            ("change the catalog", "SET allow_system_table_mods = on"),
            ("write everything to the disk at once", "CHECKPOINT"),
        ],
    ));
    list
}

#[tokio::test]
async fn the_server_withstands() {
    let list = attempts();
    Scene::of(&list).await.withstands(&list).await;
}
