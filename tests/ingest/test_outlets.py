"""Outlet files: what ships is sound, a new one is one file, a mistake is named with file, line and key."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from corpus.errors import OutletError
from corpus.ingest.outlets import registry as outlets
from corpus.ingest.outlets.records import OutletFile
from corpus.ingest.outlets.registry import authority_kinds, get_outlet, load_outlets

if TYPE_CHECKING:
    from pathlib import Path

SHIPPED = {path.stem for path in outlets.SHIPPED.glob("*.toml")}
MINIMAL = 'code = "mine"\nname = "Mine"\nkind = "newspaper"\nlanguages = ["en"]\n'
OUTLET_KEYS = OutletFile.__dataclass_fields__.keys()
AUTHORITIES = {
    "government-statement",
    "foreign-ministry-statement",
    "spokesperson-statement",
    "spokesperson-answer",
    "press-statement",
    "department-director",
    "agency-statement",
    "agency-commentary",
    "signed-commentary",
    "news",
}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CORPUS_OUTLETS", str(tmp_path))
    return tmp_path


def write(folder: Path, text: str, name: str = "mine") -> None:
    (folder / f"{name}.toml").write_text(text, encoding="utf-8")


def test_every_shipped_file_is_sound() -> None:
    assert {"kcna", "rodong", "dprk-new-year", "xinhua", "un-general-debate", "generic"} <= SHIPPED
    assert set(load_outlets()) >= SHIPPED


@pytest.mark.parametrize("code", sorted(SHIPPED))
def test_authorities_have_a_rank_and_a_reason(code: str) -> None:
    for statement in get_outlet(code).statements:
        if statement.authority is not None:
            assert statement.authority in AUTHORITIES
            assert statement.rank
            assert statement.reason


def test_a_new_outlet_is_one_file(folder: Path) -> None:
    write(folder, MINIMAL)
    assert get_outlet("mine").name == "Mine"
    assert set(load_outlets()) == SHIPPED | {"mine"}


def test_the_users_file_wins_over_the_shipped_one(folder: Path) -> None:
    write(folder, MINIMAL.replace("mine", "kcna"), "kcna")
    assert get_outlet("kcna").name == "Mine"


def test_a_changed_file_is_read_again(folder: Path) -> None:
    write(folder, MINIMAL)
    assert get_outlet("mine").name == "Mine"
    write(folder, MINIMAL.replace('"Mine"', '"Another"'))
    assert get_outlet("mine").name == "Another"


def test_included_patterns_follow_its_own_and_know_its_people(folder: Path) -> None:
    people = '[[people]]\nname = "Olga Marn"\n[[lead_ins]]\npattern = "own:$"\n'
    write(folder, MINIMAL + 'include = ["english"]\n' + people)
    outlet = get_outlet("mine")
    assert outlet.lead_ins[0].pattern.pattern == "own:$"
    assert any(
        lead_in.pattern.search("Olga Marn, who spoke, was glad, adding:") for lead_in in outlet.lead_ins
    )
    assert not any(
        lead_in.pattern.search("Olga Narm, who spoke, was glad, adding:") for lead_in in outlet.lead_ins
    )


def test_names_in_every_script_are_one_person() -> None:
    kcna = get_outlet("kcna")
    names = {
        kcna.canonical(name) for name in ("Kim Jong Un", "Kim Jong-un", "김정은", "金正恩", "Kim  Jong Un")
    }
    assert names == {"Kim Jong Un"}
    spokesman = "Spokesman for the Foreign Ministry of the Democratic People's Republic of Korea"
    assert kcna.canonical(spokesman) == kcna.canonical("spokesperson for the DPRK Foreign Ministry")
    assert kcna.canonical("Nobody Known") == "Nobody Known"


@pytest.mark.parametrize(
    ("added", "line", "said"),
    [
        ("colour = 1\n", 5, "colour is no key here"),
        ("[text]\nline = 1\n", 6, "text.line is no key here"),
        (
            '[[lead_ins]]\npattern = "a"\n\n[[lead_ins]]\npattern = "("\n',
            9,
            "lead_ins.2.pattern is no regular",
        ),
        ('datelines = ["a", "(?P<place"]\n', 5, "datelines.2 is no regular expression"),
        ('[[lead_ins]]\nopens = "all"\n', 6, "lead_ins.1.opens must be one of rest, next, one"),
        ('[[lead_ins]]\nopens = "rest"\n', 5, "lead_ins.1.pattern is missing"),
        ('[[statements]]\nmatch = "a"\nrank = "high"\n', 7, "statements.1.rank must be a whole number"),
        ("[calendar]\njuche = 1\n", 6, "calendar.juche must be true or false"),
        ('salutations = "Dear"\n', 5, "salutations must be a list"),
        ('country = "North Korea"\n', 5, "country must look like"),
        ('[[facts]]\nmatch = "a"\ndate = "May 1945"\n', 7, "facts.1.date must look like"),
        ('include = ["klingon"]\n', 5, "include names 'klingon'"),
        ('salutations = ["<<WORDS>>"]\n', 5, "salutations.1 names <<WORDS>>"),
        ("text = 5\n", 5, "text must be a table"),
        (
            f'[[people]]\nname = "{"x" * 301}"\n',
            6,
            "people.1.name has 301 characters; at most 300 are stored",
        ),
        (f'[text]\ngenre = "{"x" * 101}"\n', 6, "text.genre has 101 characters"),
    ],
)
def test_a_mistake_is_named_with_file_line_and_key(folder: Path, added: str, line: int, said: str) -> None:
    write(folder, MINIMAL + added)
    with pytest.raises(OutletError) as raised:
        get_outlet("mine")
    message = str(raised.value)
    assert message.startswith(f"{folder / 'mine.toml'}, line {line}: {said}")
    assert message.endswith(".")


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("code", f'"{"m" * 41}"', "line 1: code has 41 characters; at most 40"),
        ("name", f'"{"m" * 201}"', "line 2: name has 201 characters; at most 200"),
        ("languages", str(["en"] * 68), "line 4: languages has 203 characters; at most 200"),
    ],
)
def test_what_the_tables_cannot_hold_is_a_mistake(folder: Path, key: str, value: str, said: str) -> None:
    lines = [f"{key} = {value}" if line.startswith(key) else line for line in MINIMAL.splitlines()]
    name = "m" * 41 if key == "code" else "mine"
    write(folder, "\n".join(lines) + "\n", name)
    with pytest.raises(OutletError, match=said):
        get_outlet(name)


def test_the_code_is_the_files_name(folder: Path) -> None:
    write(folder, MINIMAL, "other")
    with pytest.raises(OutletError, match=r"other\.toml, line 1: code must be the file's name, 'other'"):
        get_outlet("other")


def test_a_file_that_is_no_toml_says_where(folder: Path) -> None:
    write(folder, MINIMAL + "country =\n")
    with pytest.raises(OutletError, match=r"no valid TOML: .*line 5"):
        get_outlet("mine")


def test_an_unknown_outlet_names_the_nearest() -> None:
    with pytest.raises(OutletError, match="no outlet 'kncna'; did you mean kcna"):
        get_outlet("kncna")


def test_a_folder_that_is_not_there_is_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("CORPUS_OUTLETS", str(tmp_path / "none"))
    with pytest.raises(OutletError, match="does not exist; correct CORPUS_OUTLETS"):
        get_outlet("kcna")


def message() -> str | None:
    """What is wrong with the file, if anything."""
    try:
        authority_kinds("mine")
        get_outlet("mine")
    except OutletError as error:
        return str(error)
    return None


VALUES = (
    "1",
    "true",
    "1.5",
    '""',
    '"(["',
    "[]",
    "[1]",
    '[""]',
    "[[]]",
    "[{}]",
    "{}",
    "{ a = 1 }",
    "2024-01-01",
)
KEYS = ("include", "words", *sorted(OUTLET_KEYS))


@pytest.mark.parametrize("value", VALUES)
@pytest.mark.parametrize("key", KEYS)
def test_a_value_of_a_wrong_type_is_named_with_file_line_and_key(folder: Path, key: str, value: str) -> None:
    lines = [line for line in MINIMAL.splitlines() if not line.startswith(f"{key} =")]
    write(folder, "\n".join([*lines, f"{key} = {value}"]))
    said = message()
    if said is not None:
        assert said.startswith(f"{folder / 'mine.toml'}, line {len(lines) + 1}: {key}")
    else:
        assert value in ("[]", "[{}]", "{}") or (key, value) == ("name", '"(["')


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("include = 1\n", "include"),
        ("include = [1]\n", "include.1"),
        ('include = "english"\n', "include"),
        ('include = ["nowhere"]\n', "include"),
        ("[words]\nA = 1\n", "words.A"),
        ('[words]\nA = ["a", 2]\n', "words.A.2"),
        ('[words]\nA = "("\n', "words.A"),
        ('[[people]]\nname = "A"\nnames = 3\n', "people.1.names"),
        ('[[people]]\nname = ["A"]\n', "people.1.name"),
        ("[people]\nname = 1\n", "people"),
        ("[[statements]]\nrank = 1.5\n", "statements.1.rank"),
        ('[[statements]]\nreason = 7\nauthority = "news"\n', "statements.1.reason"),
        ('[[lead_ins]]\npattern = "a{99999999999}"\n', "lead_ins.1.pattern"),
    ],
)
def test_wrong_types_deeper_down(folder: Path, text: str, key: str) -> None:
    write(folder, MINIMAL + text)
    said = message()
    assert said is not None
    assert said.startswith(f"{folder / 'mine.toml'}, line ")
    assert f": {key} " in said


def test_a_file_that_is_nested_without_end(folder: Path) -> None:
    write(folder, f"{MINIMAL}names = {'[' * 20_000}")
    with pytest.raises(OutletError, match=r"mine\.toml"):
        get_outlet("mine")


def test_groups_of_one_name_in_patterns_that_are_joined(folder: Path) -> None:
    write(folder, f"{MINIMAL}slogans = ['(?P<a>x)', '(?P<a>y)']\n")
    with pytest.raises(OutletError, match=r"mine\.toml: patterns of one key"):
        get_outlet("mine")
