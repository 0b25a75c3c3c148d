"""The settings, and the only place that reads the environment."""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from suicha.map_tiles import NO_TILES, MapTiles, map_tiles

if TYPE_CHECKING:
    from collections.abc import Mapping

# Processes by default: beyond, the database wants the other cores, and its connections are few.
MOST_CORES = 4

REPOSITORY = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Settings:
    """Everything an installation can choose; docs/OPERATIONS.md lists each with its variable."""

    data: Path
    database_url: str | None
    secret_key: str
    host: str = "127.0.0.1"
    port: int = 8000
    cookie_secure: bool = False
    tls: bool = False
    tls_certificate: Path | None = None
    tls_key: Path | None = None
    s3_endpoint: str | None = None
    s3_access_key: str = ""
    s3_secret_key: str = ""
    s3_secure: bool = True
    bucket_evidence: str = "evidence"
    bucket_public: str = "public"
    bucket_incoming: str = "incoming"
    pwa: Path = REPOSITORY / "pwa" / "dist"
    server_processes: int = 1
    server_threads: int = 8
    worker_threads: int = 1
    demo_history: bool = True
    map_tiles: MapTiles = NO_TILES


def load(environ: Mapping[str, str] | None = None) -> Settings:
    """The settings of this process from `environ` (default: the process environment).

    Raises `BadSettingError` where one of them makes no sense.
    """
    env = os.environ if environ is None else environ
    data = Path(env.get("DATA") or "var").resolve()
    return Settings(
        data=data,
        database_url=_driver(env.get("DATABASE_URL") or None),
        secret_key=env.get("SECRET_KEY") or _kept_secret(data),
        host=env.get("HOST") or "127.0.0.1",
        port=int(env.get("PORT") or 8000),
        cookie_secure=_yes(env.get("COOKIE_SECURE")),
        tls=_yes(env.get("TLS")),
        tls_certificate=_path(env.get("TLS_CERTIFICATE")),
        tls_key=_path(env.get("TLS_KEY")),
        s3_endpoint=env.get("S3_ENDPOINT") or None,
        s3_access_key=env.get("S3_ACCESS_KEY") or "",
        s3_secret_key=env.get("S3_SECRET_KEY") or "",
        s3_secure=_yes(env.get("S3_SECURE") or "yes"),
        bucket_evidence=env.get("BUCKET_EVIDENCE") or "evidence",
        bucket_public=env.get("BUCKET_PUBLIC") or "public",
        bucket_incoming=env.get("BUCKET_INCOMING") or "incoming",
        pwa=Path(env.get("PWA") or REPOSITORY / "pwa" / "dist"),
        server_processes=int(env.get("SERVER_PROCESSES") or cores()),
        server_threads=int(env.get("SERVER_THREADS") or 8),
        worker_threads=int(env.get("WORKER_THREADS") or cores()),
        demo_history=_yes(env.get("DEMO_HISTORY") or "yes"),
        map_tiles=map_tiles(
            env.get("MAP_TILES") or "",
            env.get("MAP_TILES_DATUM") or "wgs84",
            env.get("MAP_KEY") or "",
            env.get("MAP_ATTRIBUTION") or "",
        ),
    )


MAX_JSON = 2 * 1024 * 1024  # a push holds 1 MiB at most; uploads raise their own limit


def flask_config(settings: Settings) -> dict[str, Any]:  # Any: Flask's own mapping
    """Return Flask's settings from ours."""
    return {
        "API_TITLE": "Suicha",
        "API_VERSION": "v1",
        "OPENAPI_VERSION": "3.0.3",
        "JSON_SORT_KEYS": False,
        "MAX_CONTENT_LENGTH": MAX_JSON,
        "PROPAGATE_EXCEPTIONS": False,
        "SECRET_KEY": settings.secret_key,
        "SQLALCHEMY_DATABASE_URI": settings.database_url or "postgresql+psycopg://",
        "SQLALCHEMY_ENGINE_OPTIONS": {
            "pool_pre_ping": True,
            "pool_size": max(settings.server_threads, settings.worker_threads),
            "hide_parameters": True,  # what people typed does not belong in a log
            # Prepared, a query gets one plan for all its parameters after ten runs: seen to make
            # a pull's page of 500 rows take 2 s instead of 0.1 s.
            "connect_args": {"prepare_threshold": None},
        },
        "JWT_SECRET_KEY": settings.secret_key,
        "JWT_TOKEN_LOCATION": ["cookies", "headers"],
        "JWT_COOKIE_SECURE": settings.cookie_secure,
        "JWT_COOKIE_SAMESITE": "Strict",
        "JWT_ACCESS_COOKIE_PATH": "/api/",
        "JWT_REFRESH_COOKIE_PATH": "/api/v1/session/refresh",
        "JWT_SESSION_COOKIE": False,
        "JWT_REFRESH_TOKEN_EXPIRES": timedelta(days=30),
    }


def cores() -> int:
    """How many to work with; beyond some, the database wants them, and its connections are few."""
    return min(os.cpu_count() or 1, MOST_CORES)


def _yes(value: str | None) -> bool:
    return (value or "").lower() in {"1", "yes", "true", "on"}


def _path(value: str | None) -> Path | None:
    return Path(value) if value else None


def _driver(url: str | None) -> str | None:
    """Name psycopg 3 in a plain `postgresql://` URL, which SQLAlchemy would take for psycopg2."""
    if url is None:
        return None
    for plain in ("postgresql://", "postgres://"):
        if url.startswith(plain):
            return "postgresql+psycopg://" + url.removeprefix(plain)
    return url


def _kept_secret(data: Path) -> str:
    """A secret made once for this data folder: no default key can ever be deployed.

    Several servers on one database need one SECRET_KEY in their environment instead.
    """
    path = data / "secret_key"
    if not path.exists():
        data.mkdir(mode=0o700, parents=True, exist_ok=True)
        fresh = path.with_name(f".secret_key.{secrets.token_hex(8)}")
        fresh.touch(mode=0o600)
        fresh.write_text(secrets.token_hex(32))
        try:
            os.link(fresh, path)  # never overwrites: two first starts agree on one key
        except FileExistsError:
            pass
        finally:
            fresh.unlink()
    return path.read_text().strip()
