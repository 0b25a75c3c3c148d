"""gunicorn is set up from our settings."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from suicha import config
from suicha.gunicorn_server import Server

if TYPE_CHECKING:
    from pathlib import Path

    import pytest
    from flask import Flask


def test_processes_and_threads_are_settings(house_app: Flask) -> None:
    settings = replace(house_app.extensions["settings"], server_processes=3, server_threads=5)
    server = Server(house_app, settings)
    assert (server.cfg.workers, server.cfg.threads) == (3, 5)


def test_it_speaks_tls_with_the_certificate_of_the_settings_and_only_then(
    house_app: Flask, tmp_path: Path
) -> None:
    plain = house_app.extensions["settings"]
    certificate, key = tmp_path / "server.pem", tmp_path / "server.key"
    for file in (certificate, key):
        file.touch()
    with_tls = replace(plain, tls_certificate=certificate, tls_key=key)
    assert Server(house_app, plain).cfg.certfile is None
    found = Server(house_app, with_tls).cfg
    assert (found.certfile, found.keyfile) == (str(certificate), str(key))


def test_every_core_is_put_to_work_and_four_at_most(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for cores, processes in ((1, 1), (2, 2), (64, 4), (None, 1)):
        monkeypatch.setattr("os.cpu_count", lambda cores=cores: cores)
        found = config.load({"DATA": str(tmp_path)})
        assert (found.server_processes, found.worker_threads) == (processes, processes)
    chosen = {"SERVER_PROCESSES": "7", "WORKER_THREADS": "3"}
    found = config.load({"DATA": str(tmp_path), **chosen})
    assert (found.server_processes, found.worker_threads) == (7, 3)
