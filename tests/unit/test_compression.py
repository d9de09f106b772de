import asyncio
import gzip
from pathlib import Path

import brotli
import pytest
from starlette.datastructures import Headers
from starlette.responses import Response

from server.compression import SMALLEST, CompressedFiles, encoding_for

BODY = b"const figure = 57.12;\n" * 200


@pytest.fixture
def script(tmp_path: Path) -> Path:
    path = tmp_path / "figure.js"
    path.write_bytes(BODY)
    return path


def answered(
    files: CompressedFiles, path: Path, *, method: str = "GET", **headers: str
) -> Response | None:
    sent = Headers({name.replace("_", "-"): value for name, value in headers.items()})
    return asyncio.run(files.answer(path, request=sent, method=method, cache_control="max-age=5"))


@pytest.mark.parametrize(
    ("accepted", "expected"),
    [
        ("gzip, deflate, br, zstd", "br"),
        ("gzip", "gzip"),
        ("GZIP", "gzip"),
        ("br;q=0, gzip;q=0.5", "gzip"),
        ("br; q=0.0", None),
        ("identity", None),
        ("", None),
        ("*", None),
        ("brr, gzipped", None),
    ],
)
def test_the_best_encoding_that_the_browser_takes(
    script: Path, accepted: str, expected: str | None
) -> None:
    assert encoding_for(script, Headers({"accept-encoding": accepted})) == expected


def test_a_part_is_never_compressed(script: Path) -> None:
    asked = Headers({"accept-encoding": "br", "range": "bytes=0-9"})
    assert encoding_for(script, asked) is None


def test_small_and_already_compressed_files_are_left_alone(tmp_path: Path) -> None:
    small = tmp_path / "small.js"
    small.write_bytes(b"x" * (SMALLEST - 1))
    picture = tmp_path / "picture.png"
    picture.write_bytes(BODY)
    for path in (small, picture):
        assert answered(CompressedFiles(), path, accept_encoding="br") is None


def test_what_is_unpacked_is_the_file(script: Path) -> None:
    for encoding, unpack in (("br", brotli.decompress), ("gzip", gzip.decompress)):
        answer = answered(CompressedFiles(), script, accept_encoding=encoding)
        assert answer is not None
        assert unpack(bytes(answer.body)) == BODY
        assert answer.headers["content-encoding"] == encoding
        assert int(answer.headers["content-length"]) == len(answer.body)
        assert answer.headers["vary"] == "Accept-Encoding"
        assert answer.headers["cache-control"] == "max-age=5"
        assert "javascript" in answer.headers["content-type"]


def test_each_encoding_has_a_tag_of_its_own(script: Path) -> None:
    files = CompressedFiles()
    answers = [answered(files, script, accept_encoding=name) for name in ("br", "gzip")]
    tags = {answer.headers["etag"] for answer in answers if answer}
    assert len(tags) == 2


def test_head_tells_the_length_and_sends_nothing(script: Path) -> None:
    files = CompressedFiles()
    whole = answered(files, script, accept_encoding="br")
    head = answered(files, script, method="HEAD", accept_encoding="br")
    assert whole and head
    assert bytes(head.body) == b""
    assert head.headers["content-length"] == whole.headers["content-length"]


def test_who_has_it_is_not_sent_it_again(script: Path) -> None:
    files = CompressedFiles()
    first = answered(files, script, accept_encoding="br")
    assert first
    again = answered(files, script, accept_encoding="br", if_none_match=first.headers["etag"])
    other = answered(files, script, accept_encoding="br", if_none_match='"another"')
    assert again and other
    assert (again.status_code, bytes(again.body), other.status_code) == (304, b"", 200)


def test_a_changed_file_is_compressed_anew(script: Path) -> None:
    files = CompressedFiles()
    answered(files, script, accept_encoding="br")
    script.write_bytes(BODY * 2)
    answer = answered(files, script, accept_encoding="br")
    assert answer and brotli.decompress(bytes(answer.body)) == BODY * 2
