//! Sealing, verifying and exporting, on a file and on a server, and on a server what came from a file.

use crate::source;
use crate::stage::{Answer, Stage, text_of};
use std::path::Path;

fn text(path: &Path) -> &str {
    path.to_str().expect("UTF-8")
}

#[track_caller]
fn tells(answer: &Answer, code: i32, words: &[&str]) {
    assert_eq!(answer.code, code, "{answer:?}");
    for word in words {
        assert!(
            answer.out.contains(word) || answer.told.contains(word),
            "{word}: {answer:?}"
        );
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_chain_goes_along_when_its_database_moves() {
    let stage = Stage::prepared();
    let [file, key, checkpoint, later] =
        ["desk.sqlite", "key", "first.json", "later.json"].map(|name| stage.file(name));
    source::make(&file).await;
    let public = stage.file("key.pub");
    let [file, key, checkpoint, later, public] =
        [&file, &key, &checkpoint, &later, &public].map(|path| text(path));

    tells(
        &stage.run(&["audit", "keygen", "--out", key]),
        0,
        &["Made the key"],
    );
    tells(
        &stage.run(&["audit", "keygen", "--out", key]),
        1,
        &["exists already"],
    );
    let of_file = ["--embedded", file];
    let run =
        |arguments: &[&str], more: &[&str]| stage.run(&[&["audit"], arguments, more].concat());
    tells(
        &run(&["export-checkpoint", "--out", checkpoint], &of_file),
        1,
        &["nothing was sealed yet"],
    );
    tells(&run(&["seal", "--key", key], &of_file), 0, &["sealed"]);
    tells(
        &run(&["seal", "--key", key], &of_file),
        0,
        &["nothing waits for a seal"],
    );
    tells(
        &run(&["export-checkpoint", "--out", checkpoint], &of_file),
        0,
        &["Wrote the checkpoint"],
    );
    tells(
        &run(&["export-checkpoint", "--out", checkpoint], &of_file),
        1,
        &["exists already"],
    );
    let anchored = ["--checkpoint", checkpoint, "--public-key", public];
    let verify = [&["verify"], &anchored[..]].concat();
    tells(
        &run(&verify, &of_file),
        0,
        &[
            "intact",
            "1 newer event(s)",
            "compared with 1 checkpoint(s)",
        ],
    );
    tells(
        &run(&["verify"], &of_file),
        0,
        &["intact", "nobody vouches", "no checkpoint was given"],
    );

    tells(
        &stage.run(&["move", "--from", file, "--yes"]),
        0,
        &["Moved"],
    );
    tells(
        &run(&verify, &[]),
        0,
        // The export, and the move.
        &[
            "intact",
            "2 newer event(s)",
            "compared with 1 checkpoint(s)",
        ],
    );
    tells(
        &run(&["seal", "--key", key], &[]),
        0,
        &["sealed 2 event(s)"],
    );
    tells(&run(&["export-checkpoint", "--out", later], &[]), 0, &[]);
    assert_eq!(
        stage.ask(
            "SELECT detail ->> 'administrator' FROM desk.audit_event
             WHERE action = 'checkpoint.exported' ORDER BY id DESC LIMIT 1"
        ),
        stage.cluster.superuser()
    );
    let both = [&verify[..], &["--checkpoint", later]].concat();
    tells(&run(&both, &[]), 0, &["intact", "2 checkpoint(s)"]);
    let id: u64 = stage
        .ask("SELECT event_id FROM desk.audit_link WHERE position = 7")
        .parse()
        .expect("an id");
    stage.ask(&format!(
        "SET session_replication_role = replica;
         UPDATE desk.audit_event SET action = 'x' WHERE id = {id}"
    ));
    tells(
        &run(&both, &[]),
        3,
        &[
            "the log was changed. 1 finding(s)",
            &format!("edited: Event {id} (place 7) was edited"),
        ],
    );
}

#[test]
fn what_vouches_for_nothing_is_refused_with_a_sentence() {
    let stage = Stage::prepared();
    let [key, forged] = ["key", "forged.json"].map(|name| stage.file(name));
    let [key, forged] = [text(&key), text(&forged)];
    assert_eq!(stage.run(&["audit", "keygen", "--out", key]).code, 0);
    let seed = text_of(Path::new(key));
    let seed = seed.lines().nth(1).expect("a line");
    std::fs::write(forged, "{}").expect("writes");
    tells(
        &stage.run(&["audit", "verify", "--checkpoint", forged]),
        1,
        &["holds no checkpoint", "export-checkpoint"],
    );
    tells(
        &stage.run(&["audit", "verify", "--public-key", key]),
        1,
        &["holds no such key", ".pub"],
    );
    tells(
        &stage.run(&["audit", "verify", "--embedded", key]),
        1,
        &["error:"],
    );
    // The key of whoever reads along vouches for nobody.
    let open = std::process::Command::new("chmod")
        .args(["644", key])
        .status()
        .expect("runs");
    assert!(open.success());
    let refused = stage.run(&["audit", "seal", "--key", key]);
    tells(&refused, 1, &["open to others", "chmod 600"]);
    assert!(!refused.told.contains(seed), "no key is printed");
    tells(
        &stage.run(&["audit", "verify"]),
        0,
        &["intact", "0 event(s) in the chain"],
    );
}
