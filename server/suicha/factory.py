"""The factory: which rooms the house has."""

from __future__ import annotations

from flask import Flask
from flask_jwt_extended import JWTManager
from flask_migrate import Migrate

from suicha import http, journal, storage, worker
from suicha.accounts.views import accounts
from suicha.checklists.views import checklists
from suicha.config import REPOSITORY, Settings, flask_config, load
from suicha.dated_settings.views import dated_settings
from suicha.db import db
from suicha.draws.views import draws
from suicha.hazards.views import hazards
from suicha.maps.views import maps
from suicha.outboxes.views import outboxes
from suicha.photos.views import uploads
from suicha.publications.views import publications
from suicha.receipts.views import receipt_pages, receipts
from suicha.registers.views import registers
from suicha.sites.views import sites
from suicha.spot_checks.views import spot_checks
from suicha.sync.views import sync
from suicha.web.views import pages


def create_app(settings: Settings | None = None) -> Flask:
    """Put the house together: the table of contents, and no logic."""
    settings = settings or load()
    app = Flask("suicha", static_folder=None)
    app.config.from_mapping(flask_config(settings))
    app.extensions["settings"] = settings

    db.init_app(app)
    storage.init(settings)
    JWTManager(app)
    Migrate(app, db, directory=str(REPOSITORY / "migrations"))
    journal.follow(worker.follow)

    api = http.Api(app)
    for blueprint in (
        accounts,
        checklists,
        dated_settings,
        draws,
        hazards,
        maps,
        outboxes,
        publications,
        receipts,
        registers,
        sites,
        spot_checks,
        sync,
        uploads,
    ):
        api.register_blueprint(blueprint.smorest)
    app.register_blueprint(receipt_pages.smorest)
    app.register_blueprint(pages(api).smorest)

    http.init(app)
    http.refuse_unguarded(app)
    return app
