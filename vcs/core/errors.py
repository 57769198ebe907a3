"""What may go wrong, said once: a code for programs, an HTTP status, two languages for people."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar, Self


@dataclass(frozen=True, slots=True)
class Text:
    """One sentence in the two languages of the service; Thai is shown first."""

    th: str
    en: str

    def __str__(self) -> str:
        return self.en


@dataclass(frozen=True, slots=True)
class FieldError:
    """What is wrong with one field of the input, named by a JSON pointer (RFC 6901)."""

    pointer: str
    code: str
    detail: Text


class DomainError(Exception):
    """A refusal that a person can understand and a program can act on; never a bug.

    With a `pointer` and no `errors` of its own it is also its one field error, so whoever renders
    it need only look at `errors`.
    """

    code: ClassVar[str] = "error"
    status: ClassVar[int] = 400
    title: ClassVar[Text] = Text("ดำเนินการไม่ได้", "This cannot be done")

    def __init__(
        self,
        detail: Text | None = None,
        *,
        pointer: str | None = None,
        data: Mapping[str, object] | None = None,
        errors: Sequence[FieldError] = (),
    ) -> None:
        super().__init__(detail)
        self.detail = detail or self.title
        self.pointer = pointer
        self.data: dict[str, object] = dict(data or {})
        self.errors: tuple[FieldError, ...] = tuple(errors)
        if pointer is not None and not self.errors:
            self.errors = (FieldError(pointer, self.code, self.detail),)

    def __str__(self) -> str:
        return f"{self.code}: {self.detail.en}"


class InvalidInput(DomainError):
    """What was sent cannot be read or breaks a rule of its own; sending it again will not help."""

    code = "invalid_input"
    status = 400
    title = Text("ข้อมูลที่ส่งมาไม่ถูกต้อง", "The input is not valid")

    @classmethod
    def field(cls, pointer: str, code: str, detail: Text) -> Self:
        """Refuse one field under a finer code than the error's own."""
        return cls(detail, pointer=pointer, errors=(FieldError(pointer, code, detail),))


class NotAllowed(DomainError):
    """The person is known but may not do this."""

    code = "not_allowed"
    status = 403
    title = Text("ไม่มีสิทธิ์ทำรายการนี้", "You may not do this")


class NotFound(DomainError):
    """It does not exist, or not for this person: the answer is the same, so it leaks nothing."""

    code = "not_found"
    status = 404
    title = Text("ไม่พบรายการที่ขอ", "There is no such thing")


class WrongState(DomainError):
    """The thing exists but its state does not allow this step."""

    code = "wrong_state"
    status = 409
    title = Text("สถานะปัจจุบันทำรายการนี้ไม่ได้", "Its present state does not allow this")


class Conflict(DomainError):
    """Something else already has what was asked for."""

    code = "conflict"
    status = 409
    title = Text("ซ้ำกับรายการที่มีอยู่แล้ว", "It collides with something that exists")


class PreconditionFailed(DomainError):
    """The caller acted on an older version than the one stored."""

    code = "precondition_failed"
    status = 412
    title = Text(
        "มีผู้แก้ไขรายการนี้ไปแล้ว โปรดเปิดใหม่แล้วลองอีกครั้ง",
        "Someone changed this meanwhile; fetch it again and retry",
    )


class TooLarge(DomainError):
    """More was sent than the service takes."""

    code = "too_large"
    status = 413
    title = Text("ข้อมูลมีขนาดใหญ่เกินกำหนด", "More was sent than is accepted")


class Busy(DomainError):
    """The database could not serve this in bounded time; nothing changed, a retry is safe."""

    code = "busy"
    status = 503
    title = Text(
        "ระบบมีผู้ใช้งานมาก ยังไม่ได้บันทึก โปรดลองใหม่อีกครั้ง",
        "The service is busy; nothing was saved, please try again",
    )
