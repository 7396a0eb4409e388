"""`serve`: serve the pages with gunicorn, several workers under one boot secret."""

from __future__ import annotations

import argparse
import os
from typing import Any

from flask import Flask
from gunicorn.app.base import BaseApplication

from ledger.commands.opening import open_store
from ledger.commands.outcome import DONE, Failure
from ledger.settings import Settings, settings_from


def add_to(commands: Any) -> None:
    """Describe the command."""
    command = commands.add_parser("serve", help="serve the pages", description=__doc__)
    command.add_argument("--host", default="127.0.0.1", help="address to listen on (default: this machine only)")
    command.add_argument("--port", type=int, default=8000, help="port to listen on (default: 8000)")
    command.add_argument("--workers", type=int, default=2, help="worker processes (default: 2)")
    command.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> int:
    """Serve until told to stop."""
    serve(settings_from(), chosen.host, chosen.port, chosen.workers)
    return DONE


def serve(settings: Settings, host: str, port: int, workers: int) -> None:
    """Build the application once, so that all workers inherit one boot secret, and serve it."""
    from app import create_app

    open_store(settings).engine.dispose()
    try:
        app = create_app(settings)
    except RuntimeError as refusal:
        raise Failure(str(refusal)) from refusal
    _Server(app, f"{host}:{port}", workers).run()


class _Server(BaseApplication):  # type: ignore[misc] # gunicorn has no types
    """Gunicorn without its own command line."""

    def __init__(self, application: Flask, bind: str, workers: int) -> None:
        self.application = application
        self.wanted = {
            "bind": bind,
            "workers": workers,
            "threads": 4,
            "worker_class": "gthread",
            "preload_app": True,
            "accesslog": None,
            "errorlog": "-",
            "loglevel": "warning",
            "proc_name": "almoner",
            "post_fork": self._forget_connections,
            "control_socket_disable": True,
        }
        super().__init__()

    def load_config(self) -> None:
        for name, value in self.wanted.items():
            if name in self.cfg.settings:
                self.cfg.set(name, value)

    def load(self) -> Flask:
        return self.application

    def _forget_connections(self, _server: object, _worker: object) -> None:
        # A database connection does not survive a fork.
        self.application.extensions["store"].engine.dispose(close=False)
        os.umask(0o077)
