"""With which titles people are named."""

from typing import TYPE_CHECKING

from corpus.late_imports import face

if TYPE_CHECKING:
    from corpus.insight.people.titles import mention_contexts as mention_contexts
    from corpus.insight.people.titles import title_rules as title_rules
    from corpus.insight.people.titles import title_table as title_table
else:
    __getattr__ = face(__name__)
