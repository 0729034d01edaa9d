"""The shape of the code: layers, sizes, the tree of errors."""

from __future__ import annotations

import ast
import importlib
import os
import re
import shutil
import subprocess
import sys
import tomllib
from importlib import metadata
from pathlib import Path

import pytest

from corpus import errors
from corpus.cli.main import COMMANDS

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "corpus"
MOST_LINES = 400


def lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    """Check the contracts of the pyproject.toml in ``folder`` on the package there."""
    command = [
        sys.executable,
        "-c",
        "from importlinter.cli import lint_imports_command; lint_imports_command()",
    ]
    environment = {**os.environ, "PYTHONPATH": str(folder)}
    return subprocess.run(
        [*command, "--no-cache"], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """A copy of the code, to be broken."""
    shutil.copytree(PACKAGE, tmp_path / "corpus", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def test_imports_point_down_only() -> None:
    done = lint_imports(ROOT)
    assert done.returncode == 0, done.stdout + done.stderr


def test_an_import_that_points_up_is_found(copied: Path) -> None:
    with (copied / "corpus/text/normalisation.py").open("a", encoding="utf-8") as module:
        module.write("\nimport corpus.store.engine\n")
    done = lint_imports(copied)
    assert done.returncode == 1
    assert "corpus.text.normalisation -> corpus.store.engine" in done.stdout


def test_a_module_without_a_layer_is_found(copied: Path) -> None:
    (copied / "corpus/elsewhere.py").write_text('"""A module that no layer names."""\n')
    done = lint_imports(copied)
    assert done.returncode == 1
    assert "elsewhere" in done.stdout + done.stderr


def test_a_type_import_that_closes_a_circle_is_found(copied: Path) -> None:
    with (copied / "corpus/index/build/one_language.py").open("a", encoding="utf-8") as module:
        module.write("\nif TYPE_CHECKING:\n    from corpus.index.build.language_runs import Spans\n")
    done = lint_imports(copied)
    assert done.returncode == 1
    assert "No cycles are allowed in corpus.index.build" in done.stdout


def test_no_module_is_long() -> None:
    lengths = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in PACKAGE.rglob("*.py")}
    assert lengths
    assert {str(path): lines for path, lines in lengths.items() if lines > MOST_LINES} == {}


def test_every_error_is_in_the_tree_and_has_an_exit_code() -> None:
    classes = [value for value in vars(errors).values() if isinstance(value, type)]
    assert len(classes) > 5
    for error in classes:
        assert issubclass(error, errors.CorpusError)
        assert error.exit_code in {1, 2, 3}
        assert re.search(rf"\b{error.__name__}\b", errors.__doc__ or ""), (
            f"{error.__name__} is not in the tree at the top"
        )


def imports_in_functions(path: Path) -> set[str]:
    """The modules that a file imports inside functions."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            for one in ast.walk(node):
                if isinstance(one, ast.Import):
                    found |= {alias.name for alias in one.names}
                elif isinstance(one, ast.ImportFrom):
                    found.add(one.module or ".")
    return found


LATE = {
    "alembic": "0.1 s; only migrations need it",
    "ftfy": "30 ms; only texts with signs of a wrong encoding need it",
    "importlib": "its resources take 4 ms of `corpus --help`, which reads no data of the package",
    "loky": "25 ms; only loads in several processes need it",
    "polars": "90 ms; only .frame and parquet need it",
    "py3langid": "80 ms; only texts in an unknown language need it",
    "regex": "15 ms; most queries and texts need none of its expressions",
    "tomllib": "3 ms of `corpus --help`",
    "tqdm": "20 ms; only a terminal shows it",
    "wcwidth": "11 ms; only characters of unknown width need it",
}
"""Libraries that are imported inside functions, and why: all take their time, and most runs need none."""


def packages_of_extras() -> set[str]:
    """The modules that the packages of extras bring, and those that come with these."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    named = {
        re.split(r"[\[>=<]", package)[0].lower()
        for packages in project["optional-dependencies"].values()
        for package in packages
    }
    modules = metadata.packages_distributions()
    return {
        module for module, brought_by in modules.items() if named & {one.lower() for one in brought_by}
    } | {"markupsafe"}


def test_imports_stand_inside_functions_only_where_an_extra_or_a_heavy_library_is_late() -> None:
    extras = packages_of_extras()
    assert {"kiwipiepy", "altair"} <= extras
    late = {
        (str(path.relative_to(PACKAGE)), module)
        for path in PACKAGE.rglob("*.py")
        for module in imports_in_functions(path)
    }
    libraries = {(path, module.partition(".")[0]) for path, module in late}
    assert {one for one in libraries if one[1] not in extras and one[1] not in LATE} == set()
    assert set(LATE) - {module for _, module in libraries} == set(), "nothing imports these late any more"


def face_of(package: Path) -> set[str]:
    """What an ``__init__`` names for others."""
    tree = ast.parse((package / "__init__.py").read_text(encoding="utf-8"))
    return {
        alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == module_of(package)
        for alias in node.names
    }


def module_of(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


WITHOUT_A_FACE = {"corpus", "corpus.api", "corpus.cli", "corpus.cli.commands", "corpus.data", "corpus.docs"}
"""What others may use of these is a class, or nothing."""


def test_what_other_rooms_import_is_named_in_the_face_of_its_room() -> None:
    modules = {module_of(path): path for path in PACKAGE.rglob("*.py")}
    unnamed = set()
    for name, path in modules.items():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.ImportFrom) or not (node.module or "").startswith("corpus"):
                continue
            for alias in node.names:
                module = f"{node.module}.{alias.name}"
                parts = (module if module in modules else node.module or "").split(".")
                for size in range(1, len(parts)):
                    room = ".".join(parts[:size])
                    if name == room or name.startswith(f"{room}.") or room in WITHOUT_A_FACE:
                        continue
                    if parts[size] not in face_of(ROOT.joinpath(*parts[:size])):
                        unnamed.add(f"{name} imports {room}.{parts[size]}")
    assert unnamed == set()


def test_faces_name_modules_that_are_there() -> None:
    for init in PACKAGE.rglob("__init__.py"):
        room = module_of(init)
        if room not in WITHOUT_A_FACE:
            for name in face_of(init.parent):
                assert getattr(importlib.import_module(room), name) is sys.modules[f"{room}.{name}"]


def test_a_face_has_no_other_names() -> None:
    with pytest.raises(AttributeError, match=r"module 'corpus\.query' has no attribute 'nothing'"):
        importlib.import_module("corpus.query").nothing  # noqa: B018


@pytest.mark.parametrize("library", ["numpy", "sqlalchemy", "lxml", "regex", "polars"])
def test_help_imports_no_library_of_queries(library: str) -> None:
    code = (
        "import sys, corpus.cli.main as main; list(map(main.command_function, main.COMMANDS));"
        f" print({library!r} in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"


OTHER_PROGRAMS = re.compile(r"\b(?:pg_dump|createdb|pip install)(?: --[a-z-]+(?:=\w+)?)+")
"""Commands of other programs, with their options."""
ARGUMENTS_OF_OTHERS = {"--format=custom", "--file={}", "--dbname={}"}
"""What the program itself gives to pg_dump."""
MARKS = {"--", "<!--"}
"""What stands for no value in tables, and begins a comment of HTML."""
OPTION = re.compile(r"(?<![\w'-])--(?:[a-z{]|$)")
COMMAND = re.compile(rf"(?<![\w-])corpus (?:(?:{'|'.join(COMMANDS)})\b|\{{|$)")


def strings(tree: ast.Module) -> list[tuple[int, str]]:
    """Line and text of every string that is no docstring; ``{}`` where a value is put in."""
    passed = {
        id(line.value)
        for node in ast.walk(tree)
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef))
        for line in node.body
        if isinstance(line, ast.Expr)
    }
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            parts = [part.value if isinstance(part, ast.Constant) else "{}" for part in node.values]
            found.append((node.lineno, "".join(map(str, parts))))
            passed.update(map(id, node.values))
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in passed:
            found.append((node.lineno, node.value))
    return found


def named(text: str) -> bool:
    """Whether a string names an option or a command of the command line."""
    bare = OTHER_PROGRAMS.sub("", text)
    if bare in MARKS | ARGUMENTS_OF_OTHERS:
        return False
    return bool(OPTION.search(bare) or COMMAND.search(bare))


def test_no_string_below_the_command_line_names_an_option_or_a_command() -> None:
    paths = [
        path
        for path in PACKAGE.rglob("*.py")
        if path.relative_to(PACKAGE).parts[0] not in ("cli", "__main__.py")
    ]
    assert len(paths) > 300
    found = [
        f"{path.relative_to(ROOT)}:{line}: {text!r}"
        for path in paths
        for line, text in strings(ast.parse(path.read_text(encoding="utf-8")))
        if named(text)
    ]
    assert found == []


@pytest.mark.parametrize(
    "text",
    [
        "--min goes from 1.",
        "; run: corpus check",
        "run: corpus ",
        "--{} is text",
        "(--as-of)",
        "corpus {} shows",
    ],
)
def test_what_names_an_option_or_a_command_is_seen(text: str) -> None:
    assert named(text)


@pytest.mark.parametrize(
    "text", ["pip install --force-reinstall 'x'", "a corpus without tokens", "state-media-corpus {}", "1--2"]
)
def test_other_programs_and_plain_words_are_let_through(text: str) -> None:
    assert not named(text)


def test_values_put_into_a_string_are_seen_as_such() -> None:
    tree = ast.parse('def f(x):\n    """--docs"""\n    return f"--{x} goes", "plain"')
    assert strings(tree) == [(3, "--{} goes"), (3, "plain")]
