"""Every write to the outbox: messages, leases, slots of periodic jobs, upkeep."""

from vcs.outbox.services.leasing import (
    claim_messages,
    record_outcomes,
    release_expired,
    release_leases,
    renew_leases,
)
from vcs.outbox.services.upkeep import (
    forget_worker,
    prune_finished,
    prune_slots,
    prune_workers,
    record_beat,
    send_again,
    start_slots,
)
from vcs.outbox.services.writing import write_messages, write_to_all

__all__ = [
    "claim_messages",
    "forget_worker",
    "prune_finished",
    "prune_slots",
    "prune_workers",
    "record_beat",
    "record_outcomes",
    "release_expired",
    "release_leases",
    "renew_leases",
    "send_again",
    "start_slots",
    "write_messages",
    "write_to_all",
]
