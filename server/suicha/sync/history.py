"""What was at a site before: who sees it and when it changes; `rows/history.py` writes it.

Only closed checks count, with what hangs on them: what an inspector does in an open one would
otherwise send the whole past of its site again with every answer and every photo.
"""

from __future__ import annotations

from sqlalchemy import select

from suicha.accounts.models import Person
from suicha.hazards.models import Hazard, HazardState, RecheckAssignment
from suicha.photos.models import Photo, PhotoUse
from suicha.sites.models import Party, Unit
from suicha.spot_checks.models import Assignment, Record, SpotCheck
from suicha.spot_checks.queries import CLOSED
from suicha.sync.sight import Grant

IS_CLOSED = SpotCheck.state.in_(CLOSED)

_CHECK = (SpotCheck, SpotCheck.id == Hazard.spot_check_id)
_SEATS = (Assignment, Assignment.spot_check_id == SpotCheck.id)
_RECORDS = (Record, Record.spot_check_id == SpotCheck.id)
_USES = (PhotoUse, PhotoUse.spot_check_id == SpotCheck.id)
_RECHECKS = (RecheckAssignment, RecheckAssignment.hazard_id == Hazard.id)

# For as long as there is something to do at the site: a phone need not keep the past of every
# site that its person has ever been to.
GRANTS = (
    Grant(
        select(SpotCheck.site_id).join(*_SEATS),
        by=Assignment,
        lasts=~IS_CLOSED,
        ends=(SpotCheck.changed,),
    ),
    Grant(
        select(Hazard.site_id).join(*_RECHECKS),
        by=RecheckAssignment,
        lasts=Hazard.state != HazardState.CLOSED,
        ends=(Hazard.changed,),
    ),
)

_OF_CHECK = select(SpotCheck.site_id).where(IS_CLOSED)
_OF_HAZARD = select(Hazard.site_id).join(*_CHECK).where(IS_CLOSED)

SOURCES = (
    _OF_CHECK.add_columns(SpotCheck.changed),
    _OF_CHECK.add_columns(Record.changed).join(*_RECORDS),
    _OF_CHECK.add_columns(Assignment.changed).join(*_SEATS),
    _OF_CHECK.add_columns(Person.changed).join(*_SEATS).join(Assignment.inspector),
    _OF_CHECK.add_columns(PhotoUse.changed).join(*_USES),
    _OF_CHECK.add_columns(Photo.changed).join(*_USES).join(PhotoUse.photo),
    _OF_HAZARD.add_columns(Hazard.changed),
    _OF_HAZARD.add_columns(Unit.changed).join(Hazard.party).join(Party.unit),
    _OF_HAZARD.add_columns(RecheckAssignment.changed).join(*_RECHECKS),
    _OF_HAZARD.add_columns(Person.changed)
    .join(*_RECHECKS)
    .join(Person, Person.id == RecheckAssignment.inspector_id),
)
