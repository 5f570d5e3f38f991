"""Crates of API types, each by one action of `cargo xtask action`, which Bazel runs, caches and spreads over machines.

    load("//xtask/bazel:defs.bzl", "cratemill_crate", "cratemill_current")

    cratemill_crate(
        name = "acme",
        folder = "schemas/acme",
        srcs = glob(["schemas/acme/**"], exclude = ["schemas/acme/names.lock"]),
        lock = "schemas/acme/names.lock",
        previous = glob(["generated/acme/src/schema.json"]),
        tool = "//tools:xtask",
    )

    cratemill_current(
        name = "acme_is_current",
        crate = ":acme",
        folder = "generated/acme",
        srcs = glob(["generated/acme/**"], exclude = ["generated/acme/target/**", "generated/acme/Cargo.lock"]),
        lock = "schemas/acme/names.lock",
    )

The tool is the built program, `target/release/xtask`, in a package of its own; it is an input like any other, so that another
build of the generator is another action.
"""

CratemillInfo = provider(
    "What an action made.",
    fields = {"out": "The folder of the crate and of names.lock.", "result": "What is to be said of it, as JSON."},
)

def _crate(ctx):
    out = ctx.actions.declare_directory(ctx.label.name)
    depfile = ctx.actions.declare_file(ctx.label.name + ".d")
    result = ctx.actions.declare_file(ctx.label.name + ".json")
    inputs = ctx.files.srcs + ctx.files.previous
    arguments = ctx.actions.args()
    arguments.add("action")
    arguments.add("--provider", ctx.attr.folder)
    arguments.add("--name", ctx.attr.provider_name or ctx.attr.folder.split("/")[-1])
    arguments.add("--previous", ctx.files.previous[0] if ctx.files.previous else "none")
    if ctx.file.lock:
        inputs = inputs + [ctx.file.lock]
    arguments.add("--lock", ctx.file.lock or "none")
    arguments.add("--out", out.path)
    arguments.add("--depfile", depfile)
    arguments.add("--result", result)
    if ctx.attr.runtime:
        arguments.add("--runtime", ctx.attr.runtime)
    arguments.add("--memory", str(ctx.attr.memory))
    arguments.add("--seconds", str(ctx.attr.seconds))
    ctx.actions.run(
        executable = ctx.executable.tool,
        arguments = [arguments],
        inputs = inputs,
        outputs = [out, depfile, result],
        env = {},
        mnemonic = "Cratemill",
        progress_message = "Generating %s" % ctx.label.name,
    )
    return [
        DefaultInfo(files = depset([out, result])),
        CratemillInfo(out = out, result = result),
    ]

cratemill_crate = rule(
    implementation = _crate,
    doc = "One crate.",
    attrs = {
        "folder": attr.string(mandatory = True, doc = "The provider's folder, from the workspace's root."),
        "provider_name": attr.string(doc = "The provider's name; by default that of its folder."),
        "srcs": attr.label_list(mandatory = True, allow_files = True, doc = "The provider's files but for names.lock."),
        "lock": attr.label(allow_single_file = True, doc = "The names so far."),
        "previous": attr.label_list(allow_files = True, doc = "`src/schema.json` of the version before, or nothing."),
        "runtime": attr.string(doc = "How the crate depends on its runtime, as for the action."),
        "memory": attr.int(default = 4096, doc = "Address space, in MiB."),
        "seconds": attr.int(default = 600, doc = "Processor time."),
        "tool": attr.label(mandatory = True, executable = True, cfg = "host", allow_files = True),
    },
)

def _current(ctx):
    out = ctx.attr.crate[CratemillInfo].out
    stamp = ctx.actions.declare_file(ctx.label.name + ".current")
    commands = ["diff -r \"$1/crate\" \"$2\""]
    if ctx.file.lock:
        commands.append("diff \"$1/names.lock\" \"$4\"")
    ctx.actions.run_shell(
        command = " && ".join(commands) + " && : > \"$3\"",
        arguments = [out.path, ctx.attr.folder, stamp.path] + ([ctx.file.lock.path] if ctx.file.lock else []),
        inputs = [out] + ctx.files.srcs + ([ctx.file.lock] if ctx.file.lock else []),
        outputs = [stamp],
        mnemonic = "CratemillCurrent",
        progress_message = "Comparing %s with what is generated" % ctx.attr.folder,
    )
    return [DefaultInfo(files = depset([stamp]))]

cratemill_current = rule(
    implementation = _current,
    doc = "Can't be built where the committed crate is not what is generated.",
    attrs = {
        "crate": attr.label(mandatory = True, providers = [CratemillInfo]),
        "folder": attr.string(mandatory = True, doc = "The crate's folder, from the workspace's root."),
        "srcs": attr.label_list(mandatory = True, allow_files = True, doc = "All files of that folder."),
        "lock": attr.label(allow_single_file = True, doc = "The committed names."),
    },
)
