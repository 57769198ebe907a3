import pickle

from vcs.core.errors import Busy, DomainError, FieldError, InvalidInput, NotFound, Text


def test_error_without_detail_says_its_title() -> None:
    error = NotFound()

    assert error.detail == NotFound.title
    assert (error.code, error.status) == ("not_found", 404)
    assert error.errors == ()


def test_error_with_a_pointer_is_its_own_field_error() -> None:
    detail = Text("ผิด", "wrong")

    error = InvalidInput(detail, pointer="/title")

    assert error.errors == (FieldError("/title", "invalid_input", detail),)


def test_error_with_field_errors_keeps_them() -> None:
    given = [FieldError("/a", "x", Text("ก", "a")), FieldError("/b", "y", Text("ข", "b"))]

    error = InvalidInput(given[0].detail, pointer="/a", errors=given)

    assert list(error.errors) == given


def test_field_gives_a_finer_code() -> None:
    error = InvalidInput.field("/title", "too_long", Text("ยาว", "long"))

    assert error.code == "invalid_input"
    assert error.errors == (FieldError("/title", "too_long", Text("ยาว", "long")),)


def test_error_survives_pickling_between_processes() -> None:
    error = InvalidInput(Text("ผิด", "wrong"), pointer="/title", data={"limit": 3})

    copy = pickle.loads(pickle.dumps(error))

    assert (copy.detail, copy.pointer, copy.data, copy.errors) == (
        error.detail,
        error.pointer,
        error.data,
        error.errors,
    )


def test_every_error_has_a_code_of_its_own_and_both_languages() -> None:
    kinds = [k for k in DomainError.__subclasses__() if k.__module__ == "vcs.core.errors"]

    assert {kind.code: kind.status for kind in kinds} == {
        "invalid_input": 400,
        "not_allowed": 403,
        "not_found": 404,
        "wrong_state": 409,
        "conflict": 409,
        "precondition_failed": 412,
        "too_large": 413,
        "busy": 503,
    }
    assert all(kind.title.th and kind.title.en.isascii() for kind in kinds)


def test_data_of_one_error_is_not_shared_with_the_next() -> None:
    Busy().data["a"] = 1

    assert Busy().data == {}
