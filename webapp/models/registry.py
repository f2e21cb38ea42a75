"""Recognised clusters and what happens to them: steps, yearly reports, changes, incidents, re-reviews, revocations."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from webapp.models.base import Base


class Cluster(Base):
    """One recognised cluster; a cluster of an earlier batch has neither round nor declaration here."""

    __tablename__ = "cluster"

    id: Mapped[int] = mapped_column(primary_key=True)
    certificate: Mapped[str] = mapped_column(String(40), unique=True)
    pack_id: Mapped[str] = mapped_column(String(64))
    round_id: Mapped[int | None] = mapped_column(ForeignKey("round.id"), index=True)
    declaration_id: Mapped[int | None] = mapped_column(ForeignKey("declaration.id"), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    city: Mapped[str] = mapped_column(String(64), default="")
    county: Mapped[str] = mapped_column(String(64), default="")
    operator: Mapped[str] = mapped_column(String(200), default="")
    operator_account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    industry: Mapped[str] = mapped_column(String(120), default="")
    pinyin_key: Mapped[str] = mapped_column(String(200))
    stroke_key: Mapped[str] = mapped_column(String(400))
    announced_on: Mapped[date]
    expires_on: Mapped[date]
    n_extensions: Mapped[int] = mapped_column(default=0)
    state: Mapped[str] = mapped_column(String(24))
    ended_on: Mapped[date | None]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]


class ClusterStep(Base):
    """One step of a cluster as it was taken; step, source and target are the words of the pack's procedure."""

    __tablename__ = "cluster_step"

    id: Mapped[int] = mapped_column(primary_key=True)
    cluster_id: Mapped[int] = mapped_column(ForeignKey("cluster.id"), index=True)
    step: Mapped[str] = mapped_column(String(32))
    source: Mapped[str] = mapped_column(String(32))
    target: Mapped[str] = mapped_column(String(32))
    article: Mapped[str] = mapped_column(String(32), default="")
    taken_on: Mapped[date]
    text: Mapped[str] = mapped_column(Text, default="")
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    at: Mapped[datetime]


class AnnualReport(Base):
    """One year's report; figures carry the keys of the form, so that a re-review can take them over."""

    __tablename__ = "annual_report"
    __table_args__ = (UniqueConstraint("cluster_id", "year"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    cluster_id: Mapped[int] = mapped_column(ForeignKey("cluster.id"), index=True)
    year: Mapped[int]
    figures: Mapped[dict[str, Any]]
    texts: Mapped[dict[str, Any]]
    handed_in_on: Mapped[date | None]
    reported_on: Mapped[date | None]
    due_on: Mapped[date]
    is_provisional: Mapped[bool]
    result: Mapped[str | None] = mapped_column(String(16))
    reason: Mapped[str] = mapped_column(Text, default="")
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    at: Mapped[datetime]


class Change(Base):
    """One grave change with the last day to file it; not filed until there is a day."""

    __tablename__ = "cluster_change"

    id: Mapped[int] = mapped_column(primary_key=True)
    cluster_id: Mapped[int] = mapped_column(ForeignKey("cluster.id"), index=True)
    kind: Mapped[str] = mapped_column(String(32))
    changed_on: Mapped[date]
    before: Mapped[str] = mapped_column(Text, default="")
    after: Mapped[str] = mapped_column(Text, default="")
    reason: Mapped[str] = mapped_column(Text, default="")
    due_on: Mapped[date]
    is_provisional: Mapped[bool]
    filed_on: Mapped[date | None]
    result: Mapped[str | None] = mapped_column(String(16))
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    at: Mapped[datetime]


class Incident(Base):
    """Something grave that happened in the cluster, with the evidence in words."""

    __tablename__ = "incident"

    id: Mapped[int] = mapped_column(primary_key=True)
    cluster_id: Mapped[int] = mapped_column(ForeignKey("cluster.id"), index=True)
    happened_on: Mapped[date]
    text: Mapped[str] = mapped_column(Text)
    evidence: Mapped[str] = mapped_column(Text)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    at: Mapped[datetime]


class ReReview(Base):
    """One re-review from application or opening to its outcome; the round and declaration it is worked in, if any."""

    __tablename__ = "re_review"

    id: Mapped[int] = mapped_column(primary_key=True)
    cluster_id: Mapped[int] = mapped_column(ForeignKey("cluster.id"), index=True)
    applied_on: Mapped[date | None]
    opened_on: Mapped[date | None]
    round_id: Mapped[int | None] = mapped_column(ForeignKey("round.id"))
    declaration_id: Mapped[int | None] = mapped_column(ForeignKey("declaration.id"), unique=True)
    old_expiry: Mapped[date]
    new_expiry: Mapped[date | None]
    outcome: Mapped[str | None] = mapped_column(String(8))
    decided_on: Mapped[date | None]
    reason: Mapped[str] = mapped_column(Text, default="")
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    at: Mapped[datetime]


class RevocationCase(Base):
    """One case: the ground of the measure, facts, evidence, the cluster's statement and what was decided."""

    __tablename__ = "revocation_case"

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(48), unique=True)
    cluster_id: Mapped[int] = mapped_column(ForeignKey("cluster.id"), index=True)
    ground: Mapped[int]
    article: Mapped[str] = mapped_column(String(32))
    quote: Mapped[str] = mapped_column(Text)
    facts: Mapped[str] = mapped_column(Text)
    evidence: Mapped[str] = mapped_column(Text)
    opened_on: Mapped[date]
    statement: Mapped[str] = mapped_column(Text, default="")
    stated_on: Mapped[date | None]
    outcome: Mapped[str | None] = mapped_column(String(8))
    reason: Mapped[str] = mapped_column(Text, default="")
    decided_on: Mapped[date | None]
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    at: Mapped[datetime]


class ClusterEvidence(Base):
    """One file that proves an incident, a charge, or what the cluster says to it; content is found by its hash."""

    __tablename__ = "cluster_evidence"

    id: Mapped[int] = mapped_column(primary_key=True)
    cluster_id: Mapped[int] = mapped_column(ForeignKey("cluster.id"), index=True)
    incident_id: Mapped[int | None] = mapped_column(ForeignKey("incident.id"))
    case_id: Mapped[int | None] = mapped_column(ForeignKey("revocation_case.id"))
    side: Mapped[str] = mapped_column(String(12))
    filename: Mapped[str] = mapped_column(String(160))
    media_type: Mapped[str] = mapped_column(String(120))
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    at: Mapped[datetime]


class NationalRecommendation(Base):
    """One place on a year's list of clusters recommended to the national level."""

    __tablename__ = "national_recommendation"
    __table_args__ = (UniqueConstraint("year", "cluster_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    year: Mapped[int]
    pack_id: Mapped[str] = mapped_column(String(64))
    cluster_id: Mapped[int] = mapped_column(ForeignKey("cluster.id"), index=True)
    place: Mapped[int]
    reason: Mapped[str] = mapped_column(Text, default="")
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    at: Mapped[datetime]


class PoolEntry(Base):
    """One cluster that is cultivated towards recognition."""

    __tablename__ = "pool_entry"

    id: Mapped[int] = mapped_column(primary_key=True)
    pack_id: Mapped[str] = mapped_column(String(64))
    declaration_id: Mapped[int | None] = mapped_column(ForeignKey("declaration.id"), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    city: Mapped[str] = mapped_column(String(64), default="")
    county: Mapped[str] = mapped_column(String(64), default="")
    operator: Mapped[str] = mapped_column(String(200), default="")
    entered_on: Mapped[date]
    reason: Mapped[str] = mapped_column(Text, default="")
    left_on: Mapped[date | None]
    left_reason: Mapped[str] = mapped_column(Text, default="")
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    at: Mapped[datetime]
