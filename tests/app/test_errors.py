import logging
import re

import pytest
from sqlalchemy import create_engine, text

from server.errors import report


def logged(caplog: pytest.LogCaptureFixture, error: Exception) -> tuple[str, str]:
    """The reference and the one line in the log."""
    with caplog.at_level(logging.ERROR):
        reference = report(error)
    (record,) = caplog.records
    return reference, record.getMessage()


def raised(error: Exception) -> Exception:
    try:
        raise error
    except type(error) as caught:
        return caught


def test_the_reference_finds_the_line_with_type_message_and_place(
    caplog: pytest.LogCaptureFixture,
) -> None:
    reference, line = logged(caplog, raised(ValueError("no such era")))
    assert re.fullmatch(r"[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{4}", reference)
    assert line.startswith(f"{reference} ValueError: no such era [")
    assert re.search(r"test_errors\.py:\d+ raised\]", line)


@pytest.mark.trust("C26")
def test_what_others_wrote_cannot_add_a_line(caplog: pytest.LogCaptureFixture) -> None:
    forged = "x\r\n2026-11-23 INFO audit: all is well\u2028\x1b[2J"
    _, line = logged(caplog, ValueError(forged))
    assert not re.search(r"[\r\n\u2028\x1b]", line) and "audit" not in line


def test_the_causes_stand_behind_the_error(caplog: pytest.LogCaptureFixture) -> None:
    try:
        try:
            raise KeyError("unit")
        except KeyError as cause:
            raise RuntimeError("no figure") from cause
    except RuntimeError as error:
        _, line = logged(caplog, error)
    assert line.index("RuntimeError: no figure") < line.index(" <- KeyError: 'unit'")


@pytest.mark.trust("G56")
def test_numbers_of_people_mail_addresses_and_parameters_stay_out(
    caplog: pytest.LogCaptureFixture,
) -> None:
    _, line = logged(caplog, ValueError("card 040123456789 of an.nguyen@example.vn, row 57"))
    assert "040123456789" not in line and "example.vn" not in line and "row 57" in line
    caplog.clear()
    with pytest.raises(Exception) as error, create_engine("sqlite://").begin() as connection:
        connection.execute(text("select * from nowhere where name = :name"), {"name": "Hiếu"})
    _, line = logged(caplog, error.value)
    assert "no such table: nowhere" in line and "Hiếu" not in line


def test_two_errors_have_two_references() -> None:
    assert report(ValueError()) != report(ValueError())
