"""Refusals: every "no" that this system says, with its stable code, status and sentence."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

# code -> (HTTP status, sentence in English). The PWA holds the words that people read, by code;
# docs/REFUSALS.md explains each; tests/house holds the three together.
REFUSALS: dict[str, tuple[int, str]] = {
    "request.malformed": (400, "The request could not be read."),
    "request.invalid": (422, "A field of the request is missing or wrong."),
    "request.too_large": (413, "The request is larger than this address accepts."),
    "request.media_type": (415, "This address does not accept that content type."),
    "request.method": (405, "This address does not accept that method."),
    "not_found": (404, "There is nothing here that you may see."),
    "server.trouble": (500, "The server had a fault of its own; nothing was changed."),
    "server.busy": (503, "The server cannot answer just now; try again."),
    "login.required": (401, "Sign in first."),
    "login.expired": (401, "The sign-in has expired."),
    "login.revoked": (401, "This device was signed out; sign in again."),
    "login.csrf": (401, "The request did not carry the anti-forgery token."),
    "login.wrong": (401, "The name or the password is wrong."),
    "login.locked": (429, "Too many wrong passwords; try again later."),
    "login.malformed": (422, "A login holds 1 to 64 of a-z, 0-9, dot, dash and underscore."),
    "login.exists": (409, "Somebody has this login already."),
    "password.short": (422, "A password needs 10 characters or more."),
    "password.wrong": (422, "The present password is wrong."),
    "person.unknown": (404, "There is no such person among yours."),
    "person.self": (409, "Nobody ends their own account; another administrator does."),
    "person.ended": (409, "The account has ended already."),
    "device.unknown": (404, "There is no such device among yours."),
    "device.own": (409, "This is the device that you are using; sign out instead."),
    "device.revoked": (409, "The device was signed out already."),
    "unit.unknown": (422, "There is no unit of this code (USCC)."),
    "role.unknown": (422, "There is no such role."),
    "agency.unknown": (422, "There is no agency of this short name."),
    "agency.exists": (409, "There is an agency of this short name already."),
    "place.code": (422, "A jurisdiction's code is six digits (GB/T 2260)."),
    "place.unknown": (422, "There is no jurisdiction of this code."),
    "jurisdiction.other": (403, "Your office may read this, but only its own district may act."),
    "role.forbidden": (403, "Your role may not do this."),
    "setting.bounds": (422, "The number lies outside of what this setting can be."),
    "setting.past": (422, "A setting begins today or later; what held before stays."),
    "setting.exists": (409, "This setting has a number from that day on; choose another day."),
    "plan.another_revealed": (409, "Another plan of this item waits for its dice; draw it first."),
    "plan.take_above_class": (422, "More sites are asked for than can be drawn of the class."),
    "plan.take_nothing": (422, "A plan must take at least one site."),
    "plan.period": (422, "The period must end on or after the day it begins."),
    "plan.no_commitment": (409, "No witness has committed a number yet."),
    "plan.frozen": (409, "The plan is frozen and can no longer be changed."),
    "plan.freeze_refused": (422, "The freeze check found something that must be mended first."),
    "plan.rehearsal_over": (409, "A plan is rehearsed only until its rosters are frozen."),
    "plan.not_frozen": (409, "Freeze the rosters first."),
    "plan.not_revealed": (409, "The witnesses' numbers must be revealed before the dice."),
    "plan.already_revealed": (409, "The witnesses' numbers have been revealed already."),
    "plan.reveal_mismatch": (422, "The number does not match a witness's commitment."),
    "plan.reveal_late": (409, "The time to reveal is over; the number counts as not revealed."),
    "plan.reveal_early": (409, "The witness may still reveal; wait for the deadline."),
    "plan.too_early": (409, "No public source speaks before the time committed to."),
    "plan.void": (409, "The plan was declared void; nothing more is done to it."),
    "plan.own": (409, "Nobody approves their own plan; another supervisor does."),
    "plan.own_void": (409, "Whoever made a plan cannot declare it void; another supervisor does."),
    "plan.already_approved": (409, "The plan has been approved already."),
    "plan.not_approved": (409, "A second person must approve the plan before it is frozen."),
    "plan.another": (409, "Another plan for the same item and days is under way; finish it first."),
    "plan.party_taken": (409, "Another witness took this name in the seed; commit again."),
    "plan.visited": (409, "Sites of this draw have been visited; it stands."),
    "plan.not_announced": (409, "A public source has not been written down yet."),
    "plan.seal_missing": (422, "A sealed plan needs the office's number and a day to publish it."),
    "plan.seal_mismatch": (422, "The number is not the one that seals this plan."),
    "source.unknown": (422, "The plan names no such public source."),
    "source.malformed": (422, "This is not a value of that source in its written form."),
    "source.no_evidence": (422, "Say where the value was announced, or give its proof."),
    "source.proof_differs": (422, "The proof gives another value."),
    "source.unchanged": (409, "This is the value that was computed; nothing is to be mended."),
    "source.dice_late": (409, "Once its draw is computed, no dice replace a source that spoke."),
    "plan.own_repeat": (409, "Whoever made a plan or computed it cannot set its draw aside."),
    "draw.overtaken": (409, "The draw was repeated meanwhile; look again."),
    "plan.already_drawn": (409, "This plan has been drawn; there is no second draw."),
    "plan.not_drawn": (409, "Nothing has been drawn yet that could change."),
    "object.unknown": (422, "The draw gave no such site."),
    "object.replaced": (409, "This site was replaced already; look again."),
    "seat.unknown": (422, "The draw gave no such seat."),
    "seat.overtaken": (409, "Somebody else holds this seat by now; look again."),
    "seat.closed": (409, "The check of this seat has been submitted; its inspectors stay."),
    "roster.changed": (409, "The registers changed after freezing; freeze again."),
    "command.malformed": (422, "The command could not be read."),
    "command.unknown": (422, "The server does not know this command or this version of it."),
    "command.id_reused": (409, "Another command with this id was received before."),
    "command.too_large": (413, "A command may not exceed 256 KiB."),
    "push.too_large": (413, "A push may hold 100 commands and 1 MiB."),
    "sync.resync": (409, "The cursor belongs to another database; pull afresh."),
    "device.foreign": (403, "This device belongs to another sign-in."),
    "spot_check.unknown": (404, "There is no such spot check among yours."),
    "spot_check.begun": (409, "The visit has begun; what is found there is recorded."),
    "spot_check.cancelled": (409, "The check has been cancelled."),
    "spot_check.not_lead": (403, "Only the lead inspector closes the record and decides on it."),
    "spot_check.not_submitted": (409, "The record is not closed yet; there is nothing to decide."),
    "record.overtaken": (409, "The record or what was said beside it has changed; look again."),
    "record.not_canonical": (409, "The record has no canonical form; no version can follow it."),
    "spot_check.not_complete": (409, "The check is not complete; something promised is missing."),
    "checklist.unknown": (422, "This checklist does not belong to the check."),
    "item.unknown": (422, "The checklist has no such item."),
    "checklist.date": (422, "A list changes from a day on that is not in the past."),
    "checklist.library": (409, "A list of the library is the same for all and never retired."),
    "checklist.overtaken": (409, "The list has a later version."),
    "checklist.retired": (409, "The list was retired already."),
    "checklist.in_use": (409, "Entries of the item list still use the list."),
    "draft.exists": (409, "This list is being written already."),
    "draft.unknown": (404, "There is no such draft here."),
    "draft.over": (409, "The draft was published or discarded."),
    "draft.overtaken": (409, "Somebody has saved the draft since."),
    "checklist.faulty": (422, "The checklist has faults; none of it was published."),
    "answer.wrong": (422, "The checklist takes no such answer to these items."),
    "party.unknown": (422, "This party does not belong to the site."),
    "likeness.unknown": (404, "There are no such two photos to compare among yours."),
    "likeness.judged": (409, "Somebody has judged these two photos already."),
    "original.none": (409, "What was sent of this photo is its original; nothing is owed."),
    "hazard.unknown": (404, "There is no such hazard among yours."),
    "hazard.exists": (409, "A hazard with this id was reported before; a report is not replaced."),
    "hazard.due_before_check": (422, "The due date must not be before the day of the check."),
    "hazard.not_reported": (409, "The hazard has been confirmed already."),
    "hazard.due_not_later": (
        422,
        "An extension ends after the present due date, and not in the past.",
    ),
    "hazard.is_reported": (409, "The hazard is only reported; it must be confirmed first."),
    "hazard.is_confirmed": (409, "The hazard is being rectified; nobody has replied yet."),
    "hazard.is_replied": (409, "The hazard has a reply that waits to be looked at."),
    "hazard.is_verified": (409, "The rectification was found good; the hazard waits to be closed."),
    "hazard.is_returned": (409, "The rectification was sent back; nobody has replied since."),
    "hazard.is_closed": (409, "The hazard is closed."),
    "determination.edition": (422, "The server does not know this edition of the standard."),
    "determination.second_item": (422, "A major hazard is determined by exactly one item."),
    "determination.item_unknown": (422, "The standard for major hazards has no such item."),
    "determination.reason_missing": (
        422,
        "Articles 16 and 17, and whatever sets a determination aside, need a written reason.",
    ),
    "inspector.unknown": (422, "There is no such inspector in this district."),
    "site.unknown": (404, "There is no such site among yours."),
    "site.exists": (409, "There is a site of this permit number already."),
    "site.ended": (409, "The site has ended; nothing of it is changed any more."),
    "site.not_ended": (409, "The site has not ended."),
    "site.end_day": (422, "A site ends between the day of its entry and today."),
    "boundary.no_area": (422, "The corners of a ring of the boundary enclose no area."),
    "boundary.crosses": (422, "A line of the boundary crosses or touches itself."),
    "boundary.hole": (422, "A hole lies outside of the outer ring, or meets it or another hole."),
    "party.twice": (422, "A unit is named twice in the same role."),
    "unit.exists": (409, "There is a unit of this code (USCC) already."),
    "unit.ended": (409, "The unit has ended."),
    "unit.at_sites": (409, "The unit is a party at sites in force; change those first."),
    "card.unknown": (404, "There is no such card among yours."),
    "card.not_inspector": (422, "Only inspectors hold cards."),
    "card.held": (409, "This person holds a card already; correct or renew it."),
    "card.number_taken": (409, "Somebody holds a card of this number."),
    "card.cancelled": (409, "The card was cancelled; nothing of it is changed any more."),
    "card.not_later": (422, "A renewal holds longer than the card does now."),
    "card.state_is": (409, "The card is in this state already."),
    "recusal.unknown": (404, "There is no such recusal among yours."),
    "recusal.names_nothing": (422, "There is no such enterprise, district or site."),
    "recusal.exists": (409, "The inspector is kept from this object already."),
    "recusal.ended": (409, "The recusal has ended already."),
    "entry.unknown": (404, "There is no such entry in your item list."),
    "entry.exists": (409, "The item list has an entry of this number already."),
    "entry.ended": (409, "The entry has been taken off the list."),
    "entry.overtaken": (409, "The entry has a newer version; look again."),
    "entry.valid_from": (422, "A version holds from the day of the one before or later."),
    "entry.last_day": (422, "An entry ends on or after the day from which it holds."),
    "checklist.none_such": (422, "There is no checklist of this code."),
    "sheet.empty": (422, "The file holds nothing."),
    "sheet.too_large": (413, "The file may not exceed 20 MB, nor unpack to more than 400 MB."),
    "sheet.too_many_rows": (422, "A sheet may hold 60,000 rows; split it."),
    "sheet.unreadable": (422, "The file is no workbook (.xlsx) and no CSV text."),
    "sheet.protected": (422, "The workbook has a password; save it without one."),
    "sheet.old_format": (422, "This is the old format .xls; save it as .xlsx or CSV."),
    "sheet.uncalculated": (422, "A formula has no value yet; open the file and save it."),
    "sheet.head_missing": (422, "Columns are missing whose heads must be there."),
    "sheet.head_twice": (422, "Two columns have the same meaning."),
    "import.unknown": (404, "There is no such import among yours."),
    "import.not_checked": (409, "The import does not wait for anybody to take it over."),
    "import.at_fault": (409, "Rows are at fault; mend the file and send it again."),
    "import.other_file": (409, "This is not the file that was checked."),
    "outbox.unreadable": (422, "The file is no exported outbox, or it was cut or changed."),
    "outbox.version": (422, "This server does not know this version of the file."),
    "outbox.too_large": (413, "The file may hold 4 GB and 20,000 commands and photos."),
    "outbox.altered": (422, "This is not what the file's own list says of it."),
    "outbox.missing": (422, "The file lists this and does not hold it."),
    "outbox.other_device": (422, "The device that the file names is another person's."),
    "photo.not_promised": (404, "Nobody promised this photo."),
    "photo.of_another": (409, "Somebody else sent this photo; take one of your own."),
    "photo.too_large": (413, "A photo may not exceed 25 MB."),
    "photo.too_many_pixels": (422, "A photo may not exceed 60 megapixels."),
    "photo.not_an_image": (422, "The bytes are not an image of an accepted format."),
    "photo.too_heavy": (422, "Decoding the photo takes more memory or time than is allowed."),
    "photo.expired": (422, "The photo was kept as long as the office keeps its kind."),
    "photo.hash_mismatch": (422, "The bytes do not match the promised hash."),
    "photo.not_ready": (409, "The picture is not ready yet."),
    "cover.outside": (422, "A cover lies outside of its picture."),
    "photo.unknown": (422, "This photo does not belong to the check."),
    "upload.offset_mismatch": (409, "The upload continues at another offset."),
    "upload.wrong_type": (415, "Send application/offset+octet-stream."),
    "upload.version": (412, "Only tus 1.0.0 is spoken here."),
    "upload.length_mismatch": (409, "The length differs from what was promised."),
    "publication.exists": (409, "The check has been published already."),
    "publication.not_published": (409, "The check has not been published yet."),
    "publication.withdrawn": (409, "The publication has been withdrawn already."),
    "publication.overtaken": (409, "Somebody else changed the publication meanwhile; look again."),
}


@dataclass
class Refusal(Exception):
    """One expected "no". Raised, it undoes the request; returned by a view, it commits."""

    code: str
    details: dict[str, Any] = field(default_factory=dict)  # Any: JSON for the caller

    def __post_init__(self) -> None:
        """Refuse a code that is not in the table: codes are a promise to clients."""
        if self.code not in REFUSALS:
            raise LookupError(f"unknown refusal code {self.code}")
        super().__init__(self.code)

    @property
    def status(self) -> int:
        """HTTP status of this refusal."""
        return REFUSALS[self.code][0]

    def problem(self) -> dict[str, Any]:  # Any: JSON
        """Return the wire shape `{code, message, details}`."""
        return {"code": self.code, "message": REFUSALS[self.code][1], "details": self.details}


@dataclass(frozen=True)
class Accepted:
    """A command that was done, with what a person should look at (sync.md: refuse little)."""

    flags: tuple[str, ...] = ()
    receipt: str | None = None


def refuse(code: str, **details: object) -> Refusal:
    """Build a refusal, to raise or to return."""
    return Refusal(code, dict(details))
