"""The words of the command line: options and commands, where Python has arguments and methods."""

import shlex

from corpus.wording import Wording

COMMANDS = {
    "add_code": "annotate codes add",
    "add_concept": "concepts add",
    "add_person": "people add",
    "annotate": "annotate add",
    "annotations": "annotate list",
    "attendance": "people {} --order",
    "attendance_lists": "people {} --order",
    "codebook": "annotate codes",
    "coders": "annotate coders",
    "codes_over": "annotate freq",
    "concepts": "concepts show",
    "import_codes": "annotate import",
    "mention_lines": "people {} --lines",
    "mention_lines with_title": "titles {} --lines {with_title}",
    "merge_certain_people": "people merge --certain",
    "merge_people": "people merge",
    "people_proposals": "people {} --new",
    "sheet": "annotate export",
    "starter_concepts": "concepts starter",
    "take_back": "annotate remove",
}
"""Methods of Corpus, and their commands where those have other names; ``{}`` is where what is given without a
name stands, at the end elsewhere. A method with the name of an argument: where that is given."""
OPTIONS = {"database": "db", "with_title": "lines"}
"""Arguments, and their options where those have other names."""
GIVEN = {"trends": "query"}
"""What methods take without a name, and commands as an option."""
OUTPUT = {"Result.render": "--format", "Result.write": "the same command with --out"}
"""Methods of a result, which are options of each command."""


class CommandLine(Wording):
    """Arguments as options, actions as commands to be typed."""

    def argument(self, name: str, value: object = None) -> str:
        option = f"--{OPTIONS.get(name, name).replace('_', '-')}"
        several = value if isinstance(value, (list, tuple)) else (value,)
        return " ".join(
            option if one is None or one is True else f"{option} {_typed(one)}" for one in several
        )

    def action(self, name: str, *given: object, **arguments: object) -> str:
        typed = " ".join(map(_typed, given))
        if name in GIVEN and given:
            typed = self.argument(GIVEN[name], given)
        if name in OUTPUT:
            return f"{OUTPUT[name]} {typed}"
        command = COMMANDS.get(name, name)
        replaced = {}
        for key in [key for key in arguments if f"{name} {key}" in COMMANDS]:
            command, replaced[key] = COMMANDS[f"{name} {key}"], _typed(arguments.pop(key))
        before, _, behind = command.partition("{}")
        named = (self.argument(key, value) for key, value in arguments.items() if value not in (None, ()))
        parts = ("corpus", before.strip(), typed, behind.strip().format(**replaced), *named)
        return " ".join(filter(None, parts))


def _typed(value: object) -> str:
    if isinstance(value, dict):
        return " ".join(_typed(f"{key}:{one}") for key, one in value.items())
    return shlex.quote(str(value))
