"""Save what an expert typed: field by field, so that two windows see each other's change and lose nothing."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.orm import Session

from webapp.errors import Refusal
from webapp.permissions import Action, Actor, Facts, require
from webapp.queries.own_sheets import Given, OwnSheet
from webapp.services.record_act import record_act
from webapp.services.sample_first import check_sample_done
from webapp.services.store_scores import begin_review, store_scores


@dataclass(frozen=True)
class Entry:
    """What one criterion holds: points in hundredths, or not applicable, with the reason."""

    hundredths: int | None = None
    is_not_applicable: bool = False
    reason: str = ""


@dataclass(frozen=True)
class Change:
    """One changed field: what the window showed before, and what it shows now."""

    seen: Entry
    now: Entry


@dataclass
class Saved:
    """What became of each changed field."""

    version: int
    saved: list[str] = field(default_factory=list)
    clashes: dict[str, Entry | str] = field(default_factory=dict)


def save_review(
    session: Session,
    *,
    actor: Actor,
    sheet: OwnSheet,
    changes: Mapping[str, Change],
    opinion: tuple[str, str] | None,
    now: datetime,
) -> Saved:
    """Store the changes that nobody else overtook; a repeated request stores nothing twice.

    The sheet is one that is held (``own_sheets.held_sheet``); it shows afterwards what is stored.
    """
    place = sheet.place
    require(actor, Action.SCORE, Facts(owner_id=place.account_id, round_state=place.round_state))
    check_open(sheet)
    check_sample_done(session, place)
    outcome = Saved(place.version or 1)
    stored = {key: stored_entry(sheet.scores.get(key)) for key in changes}
    written = {
        key: Given(change.now.hundredths, change.now.is_not_applicable, change.now.reason)
        for key, change in changes.items()
        if stored[key] == change.seen and stored[key] != change.now
    }
    outcome.clashes |= {
        key: stored[key] for key, change in changes.items() if stored[key] not in (change.seen, change.now)
    }
    text = written_opinion(place.opinion or "", opinion, outcome)
    if not written and text is None:
        return outcome
    outcome.saved = [*written, *([] if text is None else ["opinion"])]
    review_id = place.review_id or begin_review(session, place.assignment_id, now)
    outcome.version += 1
    kept = (place.opinion or "") if text is None else text
    review = {"of_review": review_id, "opinion": kept, "version": outcome.version, "updated_at": now}
    store_scores(session, review, written, known=sheet.scores)
    sheet.scores.update(written)
    state = place.review_state or "draft"
    sheet.place = place._replace(review_id=review_id, review_state=state, opinion=kept, version=outcome.version)
    facts = {"assignment": place.assignment_id, "fields": sorted(outcome.saved), "version": outcome.version}
    record_act(session, actor=actor, action="save review", facts=facts, now=now, round_id=place.round_id, is_last=True)
    return outcome


def check_open(sheet: OwnSheet) -> None:
    """Refuse to write where nothing may be written any more, or not yet."""
    if sheet.place.round_state != "scoring" and not sheet.is_writable:
        raise Refusal("scoring-closed", "评分已结束，不能再修改。")
    if not sheet.place.is_undertaken:
        raise Refusal("no-undertaking", "请先签署承诺书，再开始评分。")
    if sheet.state == "submitted":
        raise Refusal("already-submitted", "该份评审已提交，需要修改请联系评审机构退回。")


def stored_entry(given: Given | None) -> Entry:
    """Return what is stored for a criterion."""
    return Entry(*given) if given else Entry()


def written_opinion(stored: str, opinion: tuple[str, str] | None, outcome: Saved) -> str | None:
    """Return the opinion to store, None where nothing changes; report the text another window has stored meanwhile."""
    if opinion is None:
        return None
    seen, text = opinion
    if stored == text:
        return None
    if stored != seen:
        outcome.clashes["opinion"] = stored
        return None
    return text
