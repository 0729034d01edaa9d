"""What a question returns beside its numbers: the table, hints and further commands."""

from typing import TYPE_CHECKING

from corpus.late_imports import face

if TYPE_CHECKING:
    from corpus.query.result import followup_commands as followup_commands
    from corpus.query.result import hangul_hints as hangul_hints
    from corpus.query.result import misreadings as misreadings
    from corpus.query.result import table as table
    from corpus.query.result import unspaced_notes as unspaced_notes
else:
    __getattr__ = face(__name__)
