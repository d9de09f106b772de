"""Drafted documents over HTTP: the same rights, scope and answers as any other file."""

import io

import pytest
from docx import Document

from tests.app.caller import Caller
from tests.faults.files import cookie_of, download

DISTRICT = "canbo"


@pytest.mark.trust("B15", "B18")
def test_the_route_hands_the_draft_out_as_other_files_are(served: Caller) -> None:
    asked = {"province": "nghe-an", "bottleneck": "DN06"}
    answer = download(served, "escalation_request.docx", cookie=cookie_of(served), **asked)
    assert answer.status == 200
    assert answer.headers["content-type"].endswith("wordprocessingml.document")
    assert answer.headers["cache-control"] == "private, no-store"
    assert 'filename="nghe-an_du-thao-de-nghi-DN06_' in answer.headers["content-disposition"]
    assert Document(io.BytesIO(answer.body)).paragraphs
    assert download(served, "escalation_request.docx", **asked).status == 401
    staff = cookie_of(served, DISTRICT)
    foreign = asked | {"bottleneck": "DN02"}
    assert download(served, "escalation_request.docx", cookie=staff, **foreign).status == 404
    for file in ("escalation_request.csv", "bottlenecks.docx"):
        assert download(served, file, cookie=cookie_of(served), **asked).status == 404
