"""The demo office's rooms, licences, equipment and crew."""

from __future__ import annotations

from typing import Final

from vcs.demo import texts
from vcs.demo.planning import Thing

THINGS: Final = (
    Thing(
        texts.RATCHAPHRUEK,
        "room",
        60,
        ("vc_kit", "projector", "microphones", "whiteboard"),
        "ชั้น 3",
        requires_approval=True,
    ),
    Thing(
        texts.CHAIYAPHRUEK,
        "room",
        30,
        ("vc_kit", "projector", "microphones"),
        "ชั้น 3",
        requires_approval=True,
    ),
    Thing(texts.INTHANIN, "room", 24, ("vc_kit", "projector"), "ชั้น 2"),
    Thing(texts.PHUANGSAET, "room", 12, ("whiteboard",), "ชั้น 2", weekdays_only=True),
    Thing(
        texts.HALL,
        "room",
        200,
        ("projector", "stage", "microphones"),
        "อาคารหอประชุม",
        requires_approval=True,
        request_holds=False,
    ),
    Thing(
        texts.STUDIO,
        "room",
        8,
        ("vc_kit", "studio", "lighting"),
        "ชั้น 1",
        setup=30,
        teardown=15,
        requires_approval=True,
    ),
    *(
        Thing(
            f"โฮสต์ {name}",
            "licence",
            seats,
            provider="jitsi",
            setup=15,
            teardown=15,
            requires_approval=seats >= 300,  # noqa: PLR2004 - the two large ones are scarce
        )
        for name, seats in (("A", 500), ("B", 300), ("C", 100))
    ),
    Thing(texts.ENCODER, "encoder", location="ชั้น 1", setup=15),
    Thing(texts.CHANNEL, "channel"),
    Thing(texts.MOBILE_KIT, "equipment", features=("vc_kit",), location="ห้องพัสดุ ชั้น 1"),
    Thing(texts.CAMERA, "equipment", features=("camera",), location="ชั้น 1"),
    Thing(texts.CREW, "crew", features=("camera", "sound", "switcher")),
)
