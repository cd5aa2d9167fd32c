"""The sample websites and the sample file keep what the rehearsals rely on."""

import threading
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from sandbox.__main__ import run
from sandbox.sample import HEADER, sample_csv
from sandbox.sites import NAMES, Sites, pages_of, serve


def _get(url: str) -> tuple[int, str]:
    try:
        with urllib.request.urlopen(url, timeout=10) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


def test_every_site_has_its_own_address_and_pages(sites: Sites) -> None:
    assert len(set(sites.urls)) == len(NAMES)
    for name, url in zip(NAMES, sites.urls, strict=True):
        for path in pages_of(name):
            status, text = _get(url.rstrip("/") + path)
            assert status == 200
            assert text.startswith("<!doctype html>")


def test_sites_can_be_dead_broken_and_slow(sites: Sites) -> None:
    assert _get(sites.dead)[0] == 404
    assert _get(f"{sites.url}broken")[0] == 503
    assert _get(f"{sites.url}../../../etc/passwd")[0] == 404
    began = time.perf_counter()
    assert _get(f"{sites.url}slow?seconds=0.3")[0] == 200
    assert time.perf_counter() - began >= 0.3


def test_the_sites_refer_to_nothing_outside_themselves(sites: Sites) -> None:
    for name in NAMES:
        for page in pages_of(name).values():
            text = page.decode()
            assert "http" not in text.replace("http-equiv", "")
            assert "src=" not in text


def test_overlays_stand_where_screenshots_must_deal_with_them() -> None:
    home = {name: pages_of(name)["/"].decode() for name in NAMES}
    assert "Accept all</button>" in home["ridgeline"]
    assert "onetrust-accept-btn-handler" in home["brightwater"]
    assert "newsletter-modal" in home["casaluma"]


def test_the_ports_are_free_again_afterwards() -> None:
    with serve() as first:
        port = first.ports[0]
    with serve(port=port, names=NAMES[:1]) as again:
        assert again.ports == (port,)


def test_the_sites_run_until_they_are_told_to_stop() -> None:
    told, stop = threading.Event(), threading.Event()
    worker = threading.Thread(target=run, kwargs={"port": 0, "ready": lambda _: told.set(), "until": stop})
    worker.start()
    assert told.wait(5)
    stop.set()
    worker.join(5)
    assert not worker.is_alive()


@pytest.mark.parametrize("encoding", ["utf-16", "cp1252", "utf-8-sig"])
def test_the_sample_file_is_the_same_every_time_and_reads_back(tmp_path: Path, encoding: str) -> None:
    from shared.leads.reader import read_rows

    sites = [f"http://127.0.0.1:{port}/" for port in range(8701, 8706)]
    made = sample_csv(tmp_path / "a.csv", sites, encoding=encoding)
    sample_csv(tmp_path / "b.csv", sites, encoding=encoding)
    assert (tmp_path / "a.csv").read_bytes() == (tmp_path / "b.csv").read_bytes()
    rows = read_rows(tmp_path / "a.csv")
    assert tuple(rows[0]) == HEADER
    assert len(rows) - 1 == made.rows == made.leads + made.doubles + made.broken == 27
    for site in sites:
        assert sum(row[2] == site for row in rows) >= 3
    assert sum(row[2].endswith("/dead") for row in rows) == 2
    assert any("\n" in cell for row in rows for cell in row)
