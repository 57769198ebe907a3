"""Waking sleepers in other processes: rung in a transaction, heard after its commit.

A ring is only a hint that a look at the database pays: it may be lost or doubled, so whoever
listens also looks by itself now and then.
"""

from vcs.outbox.wake.bell import LIVE, OUTBOX, Heard, ring
from vcs.outbox.wake.ears import Ear, listen

__all__ = ["LIVE", "OUTBOX", "Ear", "Heard", "listen", "ring"]
