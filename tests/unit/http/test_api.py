import time

import pytest

from shared.core.errors import AppError, Conflict, InvalidInput, NotFound, PermanentError, TransientError
from shared.http import Api

JSON = {"Content-Type": "application/json"}


def test_json_goes_out_and_comes_in(site) -> None:
    site.pages["/v1/things?page=2"] = (200, JSON, b'{"id": "t1"}')
    api = Api(f"{site.url}/v1/", name="Vendor", headers={"Authorization": "Bearer abc"})
    assert api.call("POST", "/things", body={"a": 1}, params={"page": 2}) == {"id": "t1"}
    method, _, headers, body = site.asked[0]
    assert (method, headers["authorization"], headers["content-type"]) == ("POST", "Bearer abc", "application/json")
    assert body == b'{"a":1}'


@pytest.mark.parametrize(
    ("status", "error", "not_applied"),
    [
        (400, InvalidInput, True),
        (401, PermanentError, True),
        (403, PermanentError, True),
        (404, NotFound, True),
        (408, TransientError, False),
        (409, Conflict, True),
        (422, InvalidInput, True),
        (429, TransientError, True),
        (302, InvalidInput, False),
        (500, TransientError, False),
        (503, TransientError, False),
    ],
)
def test_each_answer_says_whether_to_retry_and_whether_anything_happened(
    site, status: int, error: type[AppError], not_applied: bool
) -> None:
    site.pages["/x"] = (status, {"Retry-After": "3600", "Location": "/elsewhere"}, b'{"error": "no"}')
    with pytest.raises(error, match=f"Vendor answered {status}") as caught:
        Api(site.url, name="Vendor").call("POST", "/x", body={})
    assert caught.value.not_applied is not_applied
    if isinstance(caught.value, TransientError):
        assert caught.value.retry_after == 3600
    assert len(site.asked) == 1, "one call is one request"


def test_a_dropped_connection_is_one_request_of_unknown_fate(site) -> None:
    site.pages["/x"] = lambda handler: handler.connection.close()
    with pytest.raises(TransientError, match="broke off") as caught:
        Api(site.url, name="Vendor").call("POST", "/x", body={})
    assert caught.value.not_applied is False
    assert len(site.asked) == 1


def test_silence_is_of_unknown_fate_too(site) -> None:
    site.pages["/x"] = lambda handler: time.sleep(1)
    with pytest.raises(TransientError, match="no answer within") as caught:
        Api(site.url, name="Vendor", timeout=0.1).call("POST", "/x", body={})
    assert caught.value.not_applied is False


def test_a_connection_that_was_never_made_did_nothing() -> None:
    with pytest.raises(TransientError, match="cannot be reached") as caught:
        Api("http://127.0.0.1:9", name="Vendor").call("POST", "/x", body={})
    assert caught.value.not_applied is True


def test_secrets_do_not_reach_error_texts(site) -> None:
    site.pages["/x"] = (400, {}, b"bad key canary-1234 for ana@example.com, token=abcdef")
    with pytest.raises(InvalidInput) as caught:
        Api(site.url, name="Vendor", secrets=["canary-1234"]).call("GET", "/x")
    assert "canary" not in str(caught.value)
    assert "ana@" not in str(caught.value)
    assert "abcdef" not in str(caught.value)


def test_an_answer_that_is_not_json_is_said_to_be_none(site) -> None:
    site.pages["/x"] = (200, {}, b"<html>" + b"[" * 100_000)
    site.pages["/deep"] = (200, {}, b"[" * 100_000)
    for path in ("/x", "/deep"):
        with pytest.raises(TransientError, match="not JSON"):
            Api(site.url, name="Vendor").call("GET", path)


def test_an_endless_answer_is_cut(site) -> None:
    site.pages["/x"] = (200, {}, b" " * 5000)
    with pytest.raises(PermanentError, match="exceeds"):
        Api(site.url, name="Vendor", max_bytes=1000).call("GET", "/x")


def test_without_network_only_this_machine_is_called(site) -> None:
    site.pages["/x"] = (204, {}, b"")
    assert Api(site.url, name="Vendor", network=False).call("GET", "/x") is None
    with pytest.raises(InvalidInput, match="switched off"):
        Api("https://api.example.com", name="Vendor", network=False).call("GET", "/x")
