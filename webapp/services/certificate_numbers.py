"""The numbers of certificates: region, year of the announcement, and a running number that never repeats."""

from datetime import date

from sqlalchemy.orm import Session

from webapp.queries import clusters

DIGITS = 3


def certificate_prefix(pack_id: str, announced_on: date) -> str:
    """Return what all certificates of a region and a year begin with, such as NM-2026-."""
    return f"{pack_id.partition('-')[0].upper()}-{announced_on.year}-"


def next_certificates(session: Session, pack_id: str, announced_on: date, n_wanted: int) -> list[str]:
    """Return the next free numbers of the region and the year."""
    prefix = certificate_prefix(pack_id, announced_on)
    used = clusters.certificates_from(session, prefix)
    last = max((int(one.removeprefix(prefix)) for one in used if one.removeprefix(prefix).isdecimal()), default=0)
    return [f"{prefix}{last + place:0{DIGITS}d}" for place in range(1, n_wanted + 1)]
