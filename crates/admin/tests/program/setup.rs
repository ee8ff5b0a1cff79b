//! A new desk, from an empty database to the first supervisor.

use crate::stage::Stage;
use std::process::Command;

#[test]
fn a_new_desk_is_made_in_the_order_that_the_help_tells() {
    let stage = Stage::new();
    let listed = stage.run(&["migrate", "--dry-run"]);
    assert_eq!(listed.code, 0, "{listed:?}");
    assert!(listed.out.starts_with("The schema is 0."), "{}", listed.out);
    assert_eq!(
        stage.ask("SELECT count(*) FROM pg_namespace WHERE nspname = 'desk'"),
        "0"
    );

    let asked = stage.run(&["migrate"]);
    assert_eq!(asked.code, 2, "nobody is there to say yes: {asked:?}");
    let made = stage.run(&["migrate", "--yes"]);
    assert_eq!(made.code, 0, "{made:?}");
    assert!(
        made.out.contains("Made the roles desk_owner"),
        "{}",
        made.out
    );
    assert!(
        made.out.contains("The schema was 0 and is "),
        "{}",
        made.out
    );
    assert!(made.out.contains("The clock is sealed"), "{}", made.out);
    let again = stage.run(&["migrate"]);
    assert_eq!(again.code, 0, "nothing to do, nothing to ask: {again:?}");
    assert!(again.out.contains("already"), "{}", again.out);

    let first = [
        "staff",
        "add",
        "--username",
        "siriporn",
        "--name",
        "ศิริพร รอบคอบ",
        "--first",
    ];
    let added = stage.run(&first);
    assert_eq!(added.code, 0, "{added:?}");
    let password = added
        .out
        .lines()
        .last()
        .and_then(|line| line.rsplit(' ').next())
        .expect("is shown");
    let psql = Command::new("psql")
        .args([
            "--no-psqlrc",
            "--tuples-only",
            "--no-align",
            "--command",
            "SELECT session_user",
        ])
        .arg(
            stage
                .address()
                .replace(stage.cluster.superuser(), "siriporn"),
        )
        .env("PGPASSWORD", password)
        .output()
        .expect("psql runs");
    assert_eq!(
        String::from_utf8_lossy(&psql.stdout).trim(),
        "siriporn",
        "{psql:?}"
    );

    let second = stage.run(&[
        "staff",
        "add",
        "--username",
        "decha",
        "--name",
        "D",
        "--first",
    ]);
    assert_eq!(second.code, 1);
    assert!(
        second.told.contains("there is a supervisor already"),
        "{}",
        second.told
    );

    let with_stdin = [
        "staff",
        "add",
        "--username",
        "somchai",
        "--name",
        "S",
        "--role",
        "officer",
        "--password-stdin",
    ];
    let weak = stage.run_with_input(&with_stdin, "short\n");
    assert_eq!(weak.code, 1);
    assert!(
        !weak.told.contains("short\n") && weak.told.contains("shorter than 12"),
        "{}",
        weak.told
    );
    let given = stage.run_with_input(&with_stdin, "correct horse battery\n");
    assert_eq!(given.code, 0, "{given:?}");
    assert!(
        !given.out.contains("correct horse"),
        "what was given is not shown again"
    );

    let list = stage.run(&["staff", "list"]);
    assert!(
        list.out.contains("siriporn") && list.out.contains("somchai"),
        "{}",
        list.out
    );
    let well = stage.run(&["check"]);
    assert_eq!(well.code, 0, "{well:?}");
    assert!(well.out.contains("2 account(s)"), "{}", well.out);
}

#[test]
fn people_are_locked_unlocked_and_changed() {
    let stage = Stage::prepared();
    let run = |arguments: &[&str]| {
        let answer = stage.run(arguments);
        assert_eq!(answer.code, 0, "{arguments:?}: {answer:?}");
        answer
    };
    run(&[
        "staff",
        "add",
        "--username",
        "malee",
        "--name",
        "M",
        "--role",
        "support",
    ]);
    run(&[
        "staff",
        "role",
        "--username",
        "malee",
        "--role",
        "officer",
        "--yes",
    ]);
    let locked = run(&["staff", "lock", "--username", "malee", "--yes"]);
    assert!(locked.out.contains("malee is locked"), "{}", locked.out);
    assert!(locked.told.contains("no supervisor"), "{}", locked.told);
    assert!(run(&["staff", "list"]).out.contains("locked"));
    run(&["staff", "unlock", "--username", "malee"]);
    let reset = run(&["staff", "reset", "--username", "malee", "--yes"]);
    assert!(reset.out.contains("shown this once"), "{}", reset.out);
    let unknown = stage.run(&["staff", "lock", "--username", "nobody", "--yes"]);
    assert_eq!(unknown.code, 1);
    assert!(
        unknown.told.contains("staff list"),
        "says what to do: {}",
        unknown.told
    );
}

#[test]
fn a_deviation_is_an_exit_code_of_its_own() {
    let stage = Stage::prepared();
    stage.ask("GRANT UPDATE ON desk.member TO desk_officer");
    let checked = stage.run(&["check"]);
    assert_eq!(checked.code, 3, "{checked:?}");
    assert!(
        checked
            .out
            .contains("role desk_officer may UPDATE table member"),
        "{}",
        checked.out
    );
}

#[test]
fn what_is_wrong_with_the_command_line_is_told_without_a_server() {
    let stage = Stage::new();
    let run = |address: &str, arguments: &[&str]| {
        let output = stage
            .program(arguments)
            .env("COE_DESK_SERVER", address)
            .output()
            .expect("the program runs");
        (
            output.status.code(),
            String::from_utf8_lossy(&output.stderr).into_owned(),
        )
    };
    let (code, told) = run("postgres://dba:hunter2@127.0.0.1/desk", &["check"]);
    assert_eq!(code, Some(2));
    assert!(
        told.contains("PGPASSWORD") && !told.contains("hunter2"),
        "{told}"
    );
    let (code, _) = run("postgres://127.0.0.1/desk", &["nonsense"]);
    assert_eq!(code, Some(2));
    let bad_name = [
        "staff",
        "add",
        "--username",
        "Bad Name",
        "--name",
        "N",
        "--role",
        "officer",
    ];
    let (code, told) = run(&stage.address(), &bad_name);
    assert_eq!(code, Some(2));
    assert!(told.contains("2 to 31 characters"), "{told}");
    let (code, told) = run("postgres://dba@db.invalid/desk", &["check"]);
    assert_eq!(code, Some(1));
    assert!(told.contains("this computer only"), "{told}");
    let (code, told) = run(&stage.address(), &["check"]);
    assert_eq!(code, Some(1));
    assert!(told.contains("coe-desk-admin migrate"), "{told}");
}
