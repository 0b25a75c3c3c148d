"""gunicorn, set up from our settings instead of from a file of its own."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING

from gunicorn.app.base import BaseApplication

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

    from suicha.config import Settings


class Server(BaseApplication):  # type: ignore[misc]  # gunicorn is untyped
    """Processes of several threads: Python computes in one thread of a process at a time."""

    def __init__(self, app: WSGIApplication, settings: Settings) -> None:
        """Keep what to serve and how."""
        self.app, self.settings = app, settings
        super().__init__()

    def load_config(self) -> None:
        """Tell gunicorn our settings."""
        self.cfg.set("bind", f"{self.settings.host}:{self.settings.port}")
        self.cfg.set("worker_class", "gthread")
        self.cfg.set("workers", self.settings.server_processes)
        self.cfg.set("threads", self.settings.server_threads)
        self.cfg.set("loglevel", "warning")
        self.cfg.set("keepalive", 30)
        # The preview of a correction names its photos and its reason (publications/preview.py).
        self.cfg.set("limit_request_line", 8190)
        if self.settings.tls_certificate and self.settings.tls_key:
            self.cfg.set("certfile", str(self.settings.tls_certificate))
            self.cfg.set("keyfile", str(self.settings.tls_key))

    def load(self) -> WSGIApplication:
        """Give gunicorn the application.

        What stands now stays: the collector need not walk through it again at every request.
        """
        gc.collect()
        gc.freeze()
        return self.app
