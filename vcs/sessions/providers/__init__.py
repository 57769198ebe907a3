"""Meeting providers behind one contract (`base.Provider`), chosen by the name of their back end."""

from __future__ import annotations

from vcs.sessions.providers.base import Permanent, Provider
from vcs.sessions.providers.jitsi import Jitsi
from vcs.sessions.providers.manual import Manual

DEFAULT = Jitsi.name
_BACK_ENDS: dict[str, Provider] = {back_end.name: back_end for back_end in (Jitsi(), Manual())}


def named(name: str) -> Provider:
    """The back end of this name; one this service has none for is Permanent."""
    try:
        return _BACK_ENDS[name]
    except KeyError:
        raise Permanent(f"no back end for the provider {name!r}") from None


__all__ = ["DEFAULT", "Provider", "named"]
