"""Telling an executor other than the embedded worker that rows are there; a hint, like a ring."""

from collections.abc import Callable, Sequence

Offer = Callable[[Sequence[int]], None]

_takers: list[Offer] = []


def take_offers(taker: Offer) -> None:
    """Have each committed batch of new messages offered to the taker, too."""
    if taker not in _takers:
        _takers.append(taker)


def offer(ids: Sequence[int]) -> None:
    """Offer rows to whoever registered; nobody must rely on it, the rows are the truth."""
    for taker in _takers:
        taker(ids)
