"""What a passage can be, and which of it counts."""

from __future__ import annotations

from enum import IntEnum


class Role(IntEnum):
    """What a passage is. The numbers are stored; never renumber."""

    headline = 0
    dateline = 1
    narration = 2
    speech = 3
    salutation = 4
    slogan = 5
    end_mark = 6
    editor_note = 7
    stage_direction = 8


COUNTED = frozenset({Role.headline, Role.narration, Role.speech, Role.salutation, Role.slogan})
"""Roles that count unless others are asked for."""
SPOKEN = frozenset({Role.speech, Role.salutation, Role.slogan})
"""Roles of a speaker's own words."""
