"""Secrets of addresses never reach a log line."""

from __future__ import annotations

import logging
import logging.config

import pytest
from django.conf import settings

from vcs.core.logs import mask

TOKEN = "Zk3p_9-aQx7Lm2Rt8Vw1Yb5N"


@pytest.mark.parametrize("path", ["/j/{}", "/feeds/{}.ics", "/rsvp/{}/", "/j/{}/ping"])
def test_address_of_a_person_is_masked(path):
    line = mask(f"Conflict: {path.format(TOKEN)}")
    assert TOKEN not in line
    assert line.startswith(f"Conflict: /{path.split('/')[1]}/…")


def test_other_addresses_stay_as_they_are():
    line = "Not Found: /api/v1/bookings/12/ and /calendar?date=2026-11-20"
    assert mask(line) == line


def test_log_of_a_refused_request_names_no_token(capsys):
    logging.config.dictConfig(settings.LOGGING)
    logging.getLogger("django.request").warning("Conflict: %s", f"/j/{TOKEN}/ping")
    printed = capsys.readouterr().err
    assert "/j/…/ping" in printed
    assert TOKEN not in printed
