use super::*;

fn names(tree: &FileTree) -> Vec<&str> {
    tree.iter().map(|(path, _)| path).collect()
}

fn put(root: &Path, files: &[&str]) {
    for file in files {
        let path = root.join(file);
        fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        fs::write(path, "{}").expect("a file");
    }
}

#[test]
fn json_schema_counts_alone_where_it_is() {
    let root = tempfile::tempdir().expect("a folder");
    put(
        root.path(),
        &[
            "p/loose.json",
            "p/json-schema/b.json",
            "p/json-schema/deep/er/a.json",
            "p/json-schema/.hidden.json",
            "p/examples/v1/x.json",
            "p/patches/fix.json",
            "p/patches/old/fix.json",
        ],
    );
    let provider = read(root.path(), "p").expect("a provider");
    assert!(!provider.flat);
    assert_eq!(names(&provider.source.schemas), ["b.json", "deep/er/a.json"]);
    assert_eq!(names(&provider.source.examples), ["v1/x.json"]);
    assert_eq!(names(&provider.source.patches), ["fix.json"]);
    assert_eq!(provider.skipped, []);
}

#[test]
fn files_that_seem_to_be_schemas_are_read_too() {
    let root = tempfile::tempdir().expect("a folder");
    let read_here = ["a.schema", "b.yaml", "c.jsonschema", "d.YML", "e", "f.json5", "g.proto"];
    let files = read_here.map(|name| format!("p/json-schema/{name}"));
    put(root.path(), &files.each_ref().map(String::as_str));
    put(root.path(), &["p/examples/x.yaml", "p/examples/y.json", "p/examples/z"]);
    for (name, text) in [
        ("README.md", "# Schemas"),
        ("LICENSE", "MIT"),
        ("fetch.sh", "#!/bin/sh"),
    ] {
        fs::write(root.path().join("p/json-schema").join(name), text).expect("a file");
    }
    let provider = read(root.path(), "p").expect("a provider");
    assert_eq!(names(&provider.source.schemas), read_here);
    assert_eq!(names(&provider.source.examples), ["y.json"]);
    let skipped: Vec<_> = provider.skipped.iter().filter_map(|it| it.location.as_ref()).collect();
    assert_eq!(skipped.len(), 1, "{skipped:?}");
    assert_eq!(skipped[0].file, "examples/x.yaml");
}

#[test]
fn without_it_the_folder_itself_counts() {
    let root = tempfile::tempdir().expect("a folder");
    put(root.path(), &["p/a.json", "p/sub/b.json", "p/examples/x.json"]);
    let provider = read(root.path(), "p").expect("a provider");
    assert!(provider.flat);
    assert_eq!(names(&provider.source.schemas), ["a.json"]);
    assert_eq!(names(&provider.source.examples), ["x.json"]);
    assert_eq!(provider.source.manifest, None);
}

#[cfg(unix)]
#[test]
fn links_stay_in_the_folder() {
    use std::os::unix::fs::symlink;
    let root = tempfile::tempdir().expect("a folder");
    put(
        root.path(),
        &["outside.json", "p/json-schema/a.json", "p/json-schema/s/b.json"],
    );
    let at = |path: &str| root.path().join("p/json-schema").join(path);
    symlink("a.json", at("inside.json")).expect("a link");
    symlink("../../outside.json", at("out.json")).expect("a link");
    symlink("../..", at("up")).expect("a link");
    symlink("..", at("s/loop")).expect("a link");
    symlink("nowhere", at("dangling.json")).expect("a link");
    let provider = read(root.path(), "p").expect("a provider");
    assert_eq!(names(&provider.source.schemas), ["a.json", "inside.json", "s/b.json"]);
    let skipped = provider.skipped.iter().map(|it| {
        let file = it.location.as_ref().map(|at| at.file.as_str());
        (file.unwrap_or_default(), it.message.as_str())
    });
    assert_eq!(
        skipped.collect::<Vec<_>>(),
        [
            ("json-schema/dangling.json", "the link leads nowhere"),
            ("json-schema/out.json", "the link leads out of the provider's folder"),
            ("json-schema/s/loop", "links to folders are not followed"),
            ("json-schema/up", "the link leads out of the provider's folder"),
        ]
    );
}

#[test]
fn the_folder_of_one_provider_is_known() {
    let root = tempfile::tempdir().expect("a folder");
    put(
        root.path(),
        &[
            "s/a/json-schema/x.json",
            "s/a/examples/y.json",
            "s/flat/x.json",
            "s/flat/examples/y.json",
            "s/json-schema/json-schema/x.json",
            "s/told/provider.toml",
            "s/told/deep/x.json",
            "s/README.md",
            "other/a/x.json",
        ],
    );
    let real = root.path().canonicalize().expect("a folder");
    for (given, provider) in [
        ("s", None),
        ("other", None),
        ("s/a", Some("a")),
        ("s/flat", Some("flat")),
        ("s/told", Some("told")),
        ("s/json-schema", Some("json-schema")),
        ("nowhere", None),
    ] {
        let path = root.path().join(given);
        let expected = match provider {
            Some(name) => (real.join("s"), vec![name.to_owned()]),
            None => (path.clone(), Vec::new()),
        };
        assert_eq!(of_one(&path, &[]), Ok(expected), "{given}");
    }
    assert!(of_one(&root.path().join("s/a"), &["a".to_owned()]).is_ok());
    let message = of_one(&root.path().join("s/a"), &["b".to_owned()]).expect_err("an error");
    assert!(
        message.message.contains("of one provider, `a`, and not of `b`"),
        "{message:?}"
    );
}

#[cfg(unix)]
#[test]
fn manifest_and_lock_do_not_lead_out_of_the_folder() {
    use std::os::unix::fs::symlink;
    let root = tempfile::tempdir().expect("a folder");
    put(root.path(), &["secret", "p/json-schema/a.json", "p/inside.toml"]);
    let at = |path: &str| root.path().join("p").join(path);
    symlink("inside.toml", at("provider.toml")).expect("a link");
    symlink("../secret", at("names.lock")).expect("a link");
    let provider = read(root.path(), "p").expect("a provider");
    assert_eq!(provider.source.manifest.as_deref(), Some("{}"));
    assert_eq!(manifest(&at("")).as_deref(), Some("{}"));
    assert_eq!(provider.source.lock, None);
    let codes: Vec<_> = provider.skipped.iter().map(|it| it.code).collect();
    assert_eq!(codes, [Code::InvalidLock]);

    fs::remove_file(at("provider.toml")).expect("removed");
    symlink("../secret", at("provider.toml")).expect("a link");
    let provider = read(root.path(), "p").expect("a provider");
    assert_eq!((provider.source.manifest, manifest(&at(""))), (None, None));
    let codes: Vec<_> = provider.skipped.iter().map(|it| it.code).collect();
    assert_eq!(codes, [Code::InvalidManifest, Code::InvalidLock]);

    fs::remove_file(at("names.lock")).expect("removed");
    symlink("../nowhere", at("names.lock")).expect("a link");
    let provider = read(root.path(), "p").expect("a provider");
    assert_eq!(provider.skipped.len(), 2, "{:?}", provider.skipped);
}

#[test]
fn a_slip_is_met_with_what_was_meant() {
    let root = tempfile::tempdir().expect("a folder");
    put(
        root.path(),
        &["nhost/a.json", "stytch/a.json", "atproto/a.json", ".git/x.json"],
    );
    let select = |asked: &[&str]| {
        let asked: Vec<_> = asked.iter().map(|name| (*name).to_owned()).collect();
        super::select(root.path(), &asked).map_err(|failure| failure.message)
    };
    assert_eq!(
        select(&[]),
        Ok(["atproto", "nhost", "stytch"].map(str::to_owned).into())
    );
    assert_eq!(
        select(&["stytch", "nhost", "stytch"]),
        Ok(["nhost", "stytch"].map(str::to_owned).into())
    );
    let message = select(&["stitch", "nhost"]).expect_err("an error");
    assert!(message.contains("no provider `stitch`"), "{message}");
    assert!(message.ends_with("did you mean `stytch`?"), "{message}");
    let message = select(&["qqq"]).expect_err("an error");
    assert!(message.ends_with("there are `atproto`, `nhost`, `stytch`"), "{message}");
}

#[cfg(unix)]
#[test]
fn what_is_no_plain_file_is_told_and_never_opened() {
    let root = tempfile::tempdir().expect("a folder");
    put(
        root.path(),
        &[
            "p/json-schema/a.json",
            "p/patches/x.json/y.json",
            "q/b.json",
            "q/c.json/d.json",
        ],
    );
    let at = |path: &str| root.path().join(path);
    for pipe in ["p/json-schema/pipe.json", "p/examples.json", "q/pipe.json"] {
        let made = std::process::Command::new("mkfifo").arg(at(pipe)).status();
        assert!(made.is_ok_and(|status| status.success()), "no pipe at {pipe}");
    }
    let _socket = std::os::unix::net::UnixListener::bind(at("p/json-schema/socket.json")).expect("a socket");
    let large = fs::File::create(at("p/json-schema/large.json")).expect("a file");
    large.set_len(FILE_BYTES + 1).expect("a file without data");
    let skipped = |name: &str| -> Vec<(String, String)> {
        let skipped = read(root.path(), name).expect("a provider").skipped.into_iter();
        skipped
            .map(|it| (it.location.expect("a place").file, it.message))
            .collect()
    };
    let plain = "it is no plain file, but a folder, a pipe, a socket or a device";
    let expected = |files: &[(&str, &str)]| -> Vec<(String, String)> {
        files
            .iter()
            .map(|(file, why)| ((*file).to_owned(), (*why).to_owned()))
            .collect()
    };
    assert_eq!(
        skipped("p"),
        expected(&[
            ("json-schema/large.json", "the file is larger than 256 MiB"),
            ("json-schema/pipe.json", plain),
            ("json-schema/socket.json", plain),
            ("patches/x.json", plain),
        ])
    );
    assert_eq!(
        skipped("q"),
        expected(&[("json-schema/c.json", plain), ("json-schema/pipe.json", plain)])
    );
    fs::remove_file(at("p/json-schema/pipe.json")).expect("removed");
    let made = std::process::Command::new("mkfifo").arg(at("p/provider.toml")).status();
    assert!(made.is_ok_and(|status| status.success()), "no pipe");
    let failure = read(root.path(), "p").expect_err("no manifest");
    assert!(failure.message.contains("it is no plain file"), "{}", failure.message);
}
