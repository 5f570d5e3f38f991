//! The crates as a registry of files: a real Cargo takes them from a server on this machine's loopback.

use cratemill_cli::Exit;
use end_to_end::upstream::{Reply, Server, tells};
use end_to_end::{House, files, workspace};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

const SCHEMA: &str = r#"{ "type": "object", "required": ["x"], "properties": { "x": { "type": "string" } } }"#;

/// A house with a runtime and one crate, as a workspace has them.
fn house() -> House {
    let house = House::with_crates(&[("acme/json-schema/a.json", SCHEMA)]);
    for name in ["lossless", "round-trip"] {
        let from = workspace().join("crates").join(name);
        for file in files(&from) {
            let path = file.strip_prefix(&from).expect("below").display().to_string();
            let text = fs::read_to_string(&file).expect("a text");
            house.put(&format!("crates/{name}/{path}"), &text);
        }
    }
    let manifest = fs::read_to_string(workspace().join("Cargo.toml")).expect("a manifest");
    house.put("Cargo.toml", &manifest);
    tells(house.xtask(&["codegen"]), Exit::Fine, &[]);
    house
}

fn registry(house: &House, out: &str, url: &str) -> end_to_end::Outcome {
    let out = house.at(out).display().to_string();
    house.xtask(&["registry", "--out", &out, "--url", url])
}

fn contents(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let of = |path: PathBuf| {
        let bytes = fs::read(&path).expect("a file");
        (path.strip_prefix(folder).expect("below").to_owned(), bytes)
    };
    files(folder).into_iter().map(of).collect()
}

#[test]
fn what_was_published_stays_and_comes_out_equal() {
    let house = house();
    let url = "http://127.0.0.1:1";
    tells(
        registry(&house, "one", url),
        Exit::Fine,
        &["3 versions added, 0 there already"],
    );
    tells(registry(&house, "two", &format!("{url}/")), Exit::Fine, &[]);
    let first = contents(&house.at("one"));
    assert!(first == contents(&house.at("two")), "another folder, the same bytes");
    let names: Vec<String> = first.keys().map(|path| path.display().to_string()).collect();
    assert_eq!(
        names,
        [
            "crates/acme-types/acme-types-0.1.0.crate",
            "crates/lossless/lossless-0.1.0.crate",
            "crates/round-trip/round-trip-0.1.0.crate",
            "index/ac/me/acme-types",
            "index/config.json",
            "index/lo/ss/lossless",
            "index/ro/un/round-trip",
        ]
    );
    tells(
        registry(&house, "one", url),
        Exit::Fine,
        &["0 versions added, 3 there already"],
    );
    assert!(first == contents(&house.at("one")));

    // Another schema is another version, and both are there.
    house.put("schemas/acme/json-schema/a.json", &SCHEMA.replace("string", "integer"));
    tells(house.xtask(&["codegen"]), Exit::Fine, &[]);
    tells(
        registry(&house, "one", url),
        Exit::Fine,
        &["1 versions added, 2 there already"],
    );
    let line = house.text("one/index/ac/me/acme-types");
    let versions: Vec<&str> = line
        .lines()
        .filter_map(|line| line.split("\"vers\":\"").nth(1)?.get(..5))
        .collect();
    assert_eq!(versions, ["0.1.0", "0.2.0"], "{line}");
    let old = Path::new("crates/acme-types/acme-types-0.1.0.crate");
    assert!(contents(&house.at("one")).get(old) == first.get(old));

    house.put("generated/acme/src/by_hand.rs", "// one version, other contents");
    tells(
        registry(&house, "one", url),
        Exit::Found,
        &[
            "`acme-types` 0.2.0 is in",
            "with other contents",
            "needs another version",
        ],
    );
    tells(registry(&house, "three", "nowhere"), Exit::Usage, &["no address"]);
    assert!(!house.at("three").exists());
}

/// The packages that the runtime depends on, as a folder that Cargo takes them from: no network is asked for them.
fn vendored(house: &House) {
    let cargo = |arguments: &[&str]| {
        let output = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
            .args(arguments)
            .args(["--offline", "--locked", "--manifest-path"])
            .arg(workspace().join("Cargo.toml"))
            .output()
            .expect("cargo");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).expect("a text")
    };
    let tree = cargo(&[
        "tree",
        "-p",
        "lossless",
        "-e",
        "normal,build",
        "--prefix",
        "none",
        "--target",
        "all",
    ]);
    let metadata = cargo(&["metadata", "--format-version", "1"]);
    let metadata: serde_json::Value = serde_json::from_str(&metadata).expect("metadata");
    let lock: toml::Table = fs::read_to_string(workspace().join("Cargo.lock"))
        .expect("a lock")
        .parse()
        .expect("a lock");
    let locked = lock["package"].as_array().expect("packages");
    for line in tree
        .lines()
        .filter(|line| !line.contains('/') && !line.ends_with("(*)"))
    {
        let (name, version) = line.split_once(" v").expect("a package");
        let version = version.split_whitespace().next().expect("a version");
        let is_it = |package: &&serde_json::Value| package["name"] == name && package["version"] == version;
        let package = metadata["packages"].as_array().expect("packages").iter().find(is_it);
        let manifest = package.and_then(|it| it["manifest_path"].as_str()).expect("a package");
        let from = Path::new(manifest).parent().expect("a folder");
        let to = house.at(&format!("vendored/{name}-{version}"));
        for file in files(from) {
            let target = to.join(file.strip_prefix(from).expect("below"));
            fs::create_dir_all(target.parent().expect("a parent")).expect("a folder");
            fs::copy(file, target).expect("a copy");
        }
        let digest = locked
            .iter()
            .find(|it| it["name"].as_str() == Some(name) && it["version"].as_str() == Some(version));
        let digest = digest.and_then(|it| it["checksum"].as_str()).expect("a digest");
        let checksum = serde_json::json!({ "files": {}, "package": digest });
        fs::write(to.join(".cargo-checksum.json"), checksum.to_string()).expect("a file");
    }
}

#[test]
fn cargo_takes_a_crate_and_its_runtime_from_a_file_server() {
    let house = house();
    let server = Server::new();
    tells(registry(&house, "out", &server.address("")), Exit::Fine, &[]);
    for (path, bytes) in contents(&house.at("out")) {
        server.reply(&format!("/{}", path.display()), &[Reply::File(bytes)]);
    }
    vendored(&house);
    house.put(
        "user/.cargo/config.toml",
        &format!(
            "[registries.api]\nindex = \"sparse+{}\"\n[source.crates-io]\nreplace-with = \"folder\"\n\
             [source.folder]\ndirectory = \"{}\"\n",
            server.address("/index/"),
            house.at("vendored").display()
        ),
    );
    house.put(
        "user/Cargo.toml",
        "[package]\nname = \"user\"\nversion = \"0.1.0\"\nedition = \"2024\"\n[workspace]\n[dependencies]\n\
         acme-types = { version = \"0.1\", registry = \"api\" }\n",
    );
    house.put(
        "user/src/lib.rs",
        "pub fn x(text: &str) -> Option<String> {\n    \
         acme_types::lossless::from_str::<acme_types::A>(text).ok().map(|it| it.x)\n}\n",
    );
    let output = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
        .arg("check")
        .current_dir(house.at("user"))
        .env("CARGO_HOME", house.at("home"))
        .env("CARGO_TARGET_DIR", house.at("target"))
        .env("CARGO_INCREMENTAL", "0")
        .env("NO_PROXY", "127.0.0.1")
        .env("no_proxy", "127.0.0.1")
        .output()
        .expect("cargo");
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{told}");
    let asked: Vec<String> = server.asked().into_iter().map(|asked| asked.path).collect();
    for path in [
        "/index/config.json",
        "/index/ac/me/acme-types",
        "/index/lo/ss/lossless",
        "/crates/acme-types/acme-types-0.1.0.crate",
        "/crates/lossless/lossless-0.1.0.crate",
    ] {
        assert!(
            asked.iter().any(|asked| asked == path),
            "{path} was not asked for: {asked:?}"
        );
    }
    let lock = house.text("user/Cargo.lock");
    assert!(
        lock.contains(&format!("sparse+{}", server.address("/index/"))),
        "{lock}"
    );
}
