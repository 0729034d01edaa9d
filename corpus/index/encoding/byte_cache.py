"""Arrays kept in memory within a bound of bytes: the one that was not used for longest goes first."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

    import numpy as np
    import numpy.typing as npt

Key = TypeVar("Key", bound="Hashable")


class BoundedArrays(Generic[Key]):
    """Arrays of unsigned numbers by key. One that is larger than the bound is kept alone."""

    def __init__(self, most_bytes: int) -> None:
        self._most = most_bytes
        self._held = 0
        self._arrays: OrderedDict[Key, npt.NDArray[np.uint32]] = OrderedDict()

    def get(self, key: Key, make: Callable[[], npt.NDArray[np.uint32]]) -> npt.NDArray[np.uint32]:
        """The array of a key, made where it is not kept."""
        found = self._arrays.get(key)
        if found is not None:
            self._arrays.move_to_end(key)
            return found
        found = self._arrays[key] = make()
        self._held += found.nbytes
        while self._held > self._most and len(self._arrays) > 1:
            _, old = self._arrays.popitem(last=False)
            self._held -= old.nbytes
        return found
