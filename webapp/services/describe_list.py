"""The list as plain values for pages and documents: what hangs out until when, what was announced."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy.orm import Session

from rubrics.loading import load_pack
from webapp.errors import NotFound
from webapp.models import Announcement, Publicity, Round
from webapp.queries import certificates, lists
from webapp.queries.lists import ListedEntry
from webapp.services.city_papers import applicant_of
from webapp.services.round_settings import RoundSettings
from webapp.services.start_publicity import REMOVED, REPLACEMENT, n_publicity_days

ON_PAGE = 50
REPLACES = "递补“{name}”"
PROVISIONAL = "公示截止日为暂定：该年度放假安排尚未公布，公布后以重新计算的日期为准。"


@dataclass(frozen=True)
class ListedCluster:
    """One name as it is printed."""

    number: str
    cluster_name: str
    place: str
    applicant: str
    note: str = ""
    certificate: str = ""
    is_removed: bool = False


@dataclass(frozen=True)
class ListHead:
    """What every document of the list says of its round."""

    code: str
    title: str
    measure: str
    department: str
    addressees: str
    fingerprint: str
    is_demonstration: bool
    settings: RoundSettings
    n_working_days: int


@dataclass(frozen=True)
class PublishedList:
    """One publicity with its names by number."""

    head: ListHead
    publicity: Publicity
    clusters: tuple[ListedCluster, ...]
    notes: tuple[str, ...]
    n_clusters: int
    page: int = 1

    @property
    def n_pages(self) -> int:
        """How many pages its names take."""
        return max(1, -(-self.n_clusters // ON_PAGE))

    @property
    def n_before(self) -> int:
        """How many names stand on the pages before."""
        return (self.page - 1) * ON_PAGE

    @property
    def is_replacement(self) -> bool:
        """Whether a name moved up in it."""
        return self.publicity.kind == REPLACEMENT


@dataclass(frozen=True)
class AnnouncedList:
    """The announced names with their certificates."""

    head: ListHead
    announced_on: date
    valid_until: date | None
    clusters: tuple[ListedCluster, ...]


def list_head(found: Round) -> ListHead:
    """Collect the head."""
    pack, settings = load_pack(found.pack_id), RoundSettings.from_json(found.settings)
    return ListHead(
        code=found.code,
        title=found.title,
        measure=f"《{pack.title}》",
        department=pack.labels.get("department", pack.region),
        addressees=f"各{pack.labels.get('city_bureau', '有关单位')}",
        fingerprint=(found.fingerprint or "")[:12],
        is_demonstration=found.is_demonstration,
        settings=settings,
        n_working_days=n_publicity_days(found.pack_id, settings),
    )


def published_lists(found: Round, entries: Sequence[ListedEntry]) -> tuple[PublishedList, ...]:
    """Return every publicity of the round, as it was hung out."""
    head, hung = list_head(found), {one.publicity.id: one.publicity for one in entries}
    return tuple(
        PublishedList(
            head,
            publicity,
            tuple(listed_cluster(one) for one in entries if one.publicity.id == publicity.id),
            (PROVISIONAL,) if publicity.is_provisional else (),
            sum(one.publicity.id == publicity.id for one in entries),
        )
        for publicity in hung.values()
    )


def published_part(session: Session, found: Round, page: int) -> tuple[PublishedList, ...]:
    """Return one page of every publicity of the round; a number beyond either end gives the page nearest to it."""
    parts = []
    for key, n in lists.n_entries(session, found.id).items():
        at = min(max(1, page), max(1, -(-n // ON_PAGE)))
        (part,) = published_lists(found, lists.entries_from(session, key, (at - 1) * ON_PAGE, ON_PAGE))
        parts.append(replace(part, n_clusters=n, page=at))
    return tuple(parts)


def published_list(session: Session, found: Round, publicity_id: int) -> PublishedList:
    """Return one publicity of the round."""
    for one in published_lists(found, lists.entries_of_round(session, found.id)):
        if one.publicity.id == publicity_id:
            return one
    raise NotFound("no-publicity", "没有这次公示。")


def announced_list(session: Session, found: Round) -> AnnouncedList:
    """Return what was announced."""
    announced: Announcement | None = lists.announcement_of(session, found.id)
    if announced is None:
        raise NotFound("not-announced", "本轮次还没有公布名单。")
    numbers = certificates.certificates_of_round(session, found.id)
    clusters = tuple(
        listed_cluster(one, numbers.get(one.declaration.id, ""))
        for one in sorted(lists.entries_of_round(session, found.id), key=lambda one: one.declaration.number)
        if one.entry.standing != REMOVED
    )
    return AnnouncedList(list_head(found), announced.announced_on, announced.valid_until, clusters)


def listed_cluster(one: ListedEntry, certificate: str = "") -> ListedCluster:
    """Return one name as it is printed."""
    return ListedCluster(
        number=one.declaration.number,
        cluster_name=one.declaration.cluster_name,
        place=f"{one.declaration.city}{one.declaration.county}",
        applicant=applicant_of(one.declaration),
        note=REPLACES.format(name=one.replaces) if one.replaces else "",
        certificate=certificate,
        is_removed=one.entry.standing == REMOVED,
    )
