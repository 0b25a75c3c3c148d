"""What the release before has published becomes the first version of it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import flask_migrate
from sqlalchemy import select

from suicha import config
from suicha.db import db
from suicha.factory import create_app
from suicha.publications.models import Publication, PublicationVersion, VersionKind
from suicha.spot_checks.models import Record
from tests.builders import House
from tests.conftest import new_database
from tests.visits import Visit

if TYPE_CHECKING:
    from pathlib import Path


def test_a_page_of_the_release_before_has_a_first_version_after_the_upgrade(
    cluster: str, tmp_path: Path
) -> None:
    url = new_database(cluster, "suicha_upgrading")
    app = create_app(replace(config.load({"DATA": str(tmp_path)}), database_url=url))
    with app.app_context():
        flask_migrate.upgrade()
        house = House()
        visit = Visit(house)
        visit.submit("no_problem")
        supervisor = house.person()
        out = Publication(
            spot_check_id=visit.check.id,
            jurisdiction_id=house.jurisdiction.id,
            photos=["a" * 64],
            published_by=supervisor.id,
        )
        house.keep(out)
        db.session.remove()
        flask_migrate.downgrade(revision="0003")
        flask_migrate.upgrade()
        version = db.session.scalars(select(PublicationVersion)).one()
        assert (version.version, version.kind) == (1, VersionKind.PUBLISHED)
        assert (version.publication_id, version.made_by) == (out.id, supervisor.id)
        assert (version.at, version.photos) == (out.published_at, ["a" * 64])
        assert version.record_digest == db.session.scalars(select(Record.digest)).one()
        assert version.result_category == "no_problem"
        db.session.remove()
        db.engine.dispose()
