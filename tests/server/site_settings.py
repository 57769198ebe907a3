"""The service's settings with the test site in front of its addresses."""

from vcs.settings import *  # noqa: F403

ROOT_URLCONF = "tests.server.site"
