"""The invented round with rows in every list of every room: as many of each as asked, beside what the round has."""

import hashlib
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from reviewers.names import pinyin_key, stroke_key
from tests.conftest import NOW, TODAY
from tests.stories.actors import SETTINGS, account_of
from webapp import models
from webapp.database import give_field_key, transaction
from webapp.permissions import Actor, Role
from webapp.queries import rounds
from webapp.services.describe_pack import criterion_titles, pack_for_page
from webapp.services.evidence_items import evidence_items
from webapp.services.keep_content import keep_content
from webapp.services.open_round import propose_settings
from webapp.services.queue_job import queue_job

FILE = b"%PDF-1.4 invented"
DIGEST = hashlib.sha256(FILE).hexdigest()
NAMES = {"aliases": ["研究院"], "former_names": [], "parents": [], "english_name": ""}
LONG_NAME = "内蒙古自治区锡林郭勒盟镶黄旗𫖯仰街道风电装备关键零部件特色产业集群管理委员会"


class Filler:
    """Adds n rows of each kind; what a row refers to is taken in turn from what is there."""

    def __init__(self, session: Session, n: int) -> None:
        self.session, self.places = session, range(n)
        self.found = rounds.round_by_code(session, "NM-DEMO")
        self.pack_id = self.found.pack_id
        self.people = {role: account_of(session, role) for role in Role if role not in (Role.PUBLIC, Role.EXPERT)}
        self.me = self.people[Role.DEPARTMENT].id
        self.declarations = list(session.scalars(select(models.Declaration).order_by(models.Declaration.id)))
        self.admitted = [one for one in self.declarations if one.state == "admitted"]
        self.seats = list(session.scalars(select(models.Seat).order_by(models.Seat.id)))
        self.experts = list(session.scalars(select(models.Expert).order_by(models.Expert.id)))

    def fill(self) -> None:
        """Fill every room."""
        self.declaring()
        self.accounts()
        if self.seats:
            self.pool()
            self.panel()
        self.selection()
        self.registry()

    def add(self, table: type[Any], **values: Any) -> Any:
        """Add one row."""
        row = table(**values)
        self.session.add(row)
        return row

    def declaring(self) -> None:
        """Rounds, declarations of the applicant and of the city, evidence, decisions, steps of the city."""
        applicant, city = self.people[Role.APPLICANT], self.people[Role.CITY_BUREAU]
        settings = propose_settings(pack_for_page(self.pack_id), TODAY, "").as_json()
        items = evidence_items(self.pack_id)
        for declaration in self.declarations:
            declaration.applicant_id, declaration.city = applicant.id, city.city or ""
        first = self.declarations[0]
        for place in self.places:
            self.add(
                models.Round,
                code=f"NM-{place}",
                title=f"第{place}轮",
                pack_id=self.pack_id,
                settings=settings,
                created_at=NOW,
            )
            self.add(
                models.Evidence,
                declaration_id=first.id,
                field_key=items[place % len(items)].key,
                filename=f"佐证材料{place}.pdf",
                media_type="application/pdf",
                size=len(FILE),
                sha256=DIGEST,
                account_id=applicant.id,
                at=NOW,
            )
            facts = {"visitors": "张三、李四", "visited_on": str(TODAY)}
            self.add(
                models.CityStep,
                declaration_id=first.id,
                step="verify_on_site",
                target="verified",
                text="已核实。",
                facts=facts,
                account_id=city.id,
                at=NOW,
            )
            self.add(
                models.FindingDecision,
                declaration_id=first.id,
                condition=f"5({place})",
                outcome="pass",
                reason="经核实符合。",
                account_id=self.me,
                at=NOW,
            )

    def accounts(self) -> None:
        """Accounts with requests, sign-ins, tokens, notices and jobs."""
        for place in self.places:
            values = {"display_name": f"某某单位{place}", "password_hash": "-", "created_at": NOW}
            one = self.add(models.Account, login=f"more-{place}", role=Role.APPLICANT, **values)
            self.session.flush()
            self.add(
                models.AccountRequest,
                account_id=one.id,
                kind="password",
                asked_by=self.people[Role.SYSTEM_ADMINISTRATOR].id,
                asked_at=NOW,
                reason="人员调离",
            )
            self.add(models.LoginTry, login=one.login, address="10.0.0.8", at=NOW)
            for role, person in [*self.people.items(), *self.an_expert()]:
                key = f"{place}-{person.id}"
                self.add(
                    models.Notice,
                    account_id=person.id,
                    kind="expert_reminder",
                    key=key,
                    text="请尽快完成评分。",
                    at=NOW,
                )
                self.add(
                    models.LoginSession,
                    token_hash=f"s{key}",
                    account_id=person.id,
                    created_at=NOW,
                    seen_at=NOW,
                    address="10.0.0.8",
                    browser="Chromium",
                )
                until = NOW + timedelta(days=30)
                self.add(
                    models.ApiToken,
                    account_id=person.id,
                    title="数据对接",
                    token_hash=f"t{key}",
                    scopes=["read"],
                    created_at=NOW,
                    expires_at=until,
                )
                values = {
                    "kind": "expert_reminder",
                    "channel": "mail",
                    "address": "a@b.cn",
                    "subject": "提醒",
                    "body": "请尽快完成评分。",
                }
                self.add(models.Outgoing, key=key, account_id=person.id, next_at=NOW, created_at=NOW, **values)
                queue_job(
                    self.session,
                    actor=Actor(role, person.id),
                    kind="rank round",
                    arguments={},
                    now=NOW,
                    key=key,
                    round_id=self.found.id,
                )

    def an_expert(self) -> list[tuple[Role, models.Account]]:
        """Return the account of the first expert who sits, where there is one."""
        seated = [one.account_id for one in self.seats if one.account_id][:1]
        return [(Role.EXPERT, self.session.get_one(models.Account, key)) for key in seated]

    def pool(self) -> None:
        """Known units and ties, and answers about who is who."""
        for place in self.places:
            self.add(models.KnownUnit, name=f"某某研究院{place}", names=NAMES, at=NOW)
            pair = {"person_a": f"甲{place}", "unit_a": "甲厂", "person_b": f"乙{place}", "unit_b": "乙厂"}
            self.add(models.KnownTie, kind="kin", evidence="本人申报", at=NOW, **pair)
            twin = self.experts[place % len(self.experts)]
            keys = {"pinyin_key": twin.pinyin_key, "stroke_key": twin.stroke_key}
            self.add(
                models.Expert,
                name=twin.name,
                unit=f"另一单位{place}",
                profile=dict(twin.profile),
                created_at=NOW,
                **keys,
            )
            self.session.flush()
            ids = [one.id for one in self.experts[place % 5 : place % 5 + 2]]
            self.add(
                models.PoolAnswer,
                experts={"ids": ids},
                is_same=False,
                reason="经核实，非同一人。",
                account_id=self.me,
                at=NOW,
            )

    def panel(self) -> None:
        """Requests of recusal, commitments, samples, reconsiderations, extra reviews, an opinion."""
        # The first expert's come first, so that the pages of an expert have them too.
        order = (
            models.Assignment.seat_id != next(one.id for one in self.seats if one.account_id),
            models.Assignment.id,
        )
        pairs = list(self.session.scalars(select(models.Assignment).order_by(*order)))
        who, of_round = {"account_id": self.me}, {"round_id": self.found.id}
        for place in self.places:
            first, named = self.admitted[place % len(self.admitted)], self.experts[place % len(self.experts)]
            asked = {"asked": named.name, "reason": "曾任该专家所在单位的供应商。", "asked_at": NOW}
            self.add(models.RecusalRequest, declaration_id=first.id, **of_round, **who, **asked)
            self.add(
                models.Commitment,
                attempt=1,
                kind="seed",
                party=f"第{place}方",
                fingerprint="0" * 64,
                at=NOW,
                **of_round,
                **who,
            )
            values: dict[str, Any] = {"note": "请对照佐证材料复看。", "asked_at": NOW, "original": {}, "revised": {}}
            if self.found.state != "scoring":
                self.add(
                    models.Reconsideration, assignment_id=pairs[place].id, area="digital", **values, **of_round, **who
                )
                self.add(
                    models.ExtraReview,
                    assignment_id=pairs[place].id,
                    gain=12_000,
                    reason="临近名额线。",
                    at=NOW,
                    **of_round,
                    **who,
                )
        self.add(
            models.SampleCase,
            title="试评案例（虚构）",
            source="虚构案例",
            answers=dict(self.declarations[0].answers),
            at=NOW,
            **of_round,
            **who,
        )
        self.found.settings = {**self.found.settings, "sample_scoring": True}
        leader = next(seat for seat in self.seats if seat.account_id)
        sections = {"overall": "总体情况良好。"}
        self.add(models.PanelOpinion, leader_seat_id=leader.id, sections=sections, updated_at=NOW, **of_round, **who)
        points = {key: [8_000, False] for key in criterion_titles(self.pack_id)}
        for seat in self.seats:
            self.add(models.SampleReview, seat_id=seat.id, points=points, at=NOW, **of_round)

    def selection(self) -> None:
        """Spot checks and objections."""
        for place, one in enumerate(self.admitted[: len(self.places)]):
            common = {"round_id": self.found.id, "declaration_id": one.id, "account_id": self.me}
            self.add(models.SpotCheck, reasons=[], picked_at=NOW, **common)
            if self.found.state == "publicity":
                told = {
                    "objector": "某某公司",
                    "contact": "13800000000",
                    "claim": "产值数据与税务数据不符。",
                    "refusal": [],
                }
                self.add(
                    models.Objection,
                    number=f"NM-DEMO-Y{place}",
                    state="received",
                    received_on=TODAY,
                    at=NOW,
                    **common,
                    **told,
                )

    def registry(self) -> None:
        """Clusters with reports, changes, incidents, re-reviews and cases; candidates and recommended ones."""
        for place in self.places:
            name = f"{LONG_NAME}{place}"[-40:]
            keys = {"pinyin_key": pinyin_key(name)[:200], "stroke_key": stroke_key(name)[:400]}
            ends = TODAY + timedelta(days=300)
            days = {
                "announced_on": TODAY - timedelta(days=900),
                "expires_on": ends,
                "created_at": NOW,
                "updated_at": NOW,
            }
            cluster = self.add(
                models.Cluster,
                certificate=f"{self.pack_id}-X{place}",
                pack_id=self.pack_id,
                name=name,
                city=self.people[Role.CITY_BUREAU].city,
                operator=LONG_NAME,
                operator_account_id=self.people[Role.APPLICANT].id,
                state="recognised",
                **keys,
                **days,
            )
            self.session.flush()
            self.history(cluster, place)
            self.add(models.PoolEntry, pack_id="nx-2023", name=name, entered_on=TODAY, reason="拟列入培育", at=NOW)

    def history(self, cluster: models.Cluster, place: int) -> None:
        """What happened to one cluster."""
        of_one = {"cluster_id": cluster.id, "account_id": self.me, "at": NOW}
        due: dict[str, Any] = {"due_on": TODAY, "is_provisional": False}
        figures = {"leading_industry.total_output": "52.30"}
        self.add(models.AnnualReport, year=2025, figures=figures, texts={"progress": "稳步发展"}, **due, **of_one)
        self.add(
            models.Change,
            kind="运营管理机构",
            changed_on=TODAY,
            before="甲",
            after="乙",
            reason="调整",
            **due,
            **of_one,
        )
        self.add(models.Incident, happened_on=TODAY, text="一般事故。", evidence="通报", **of_one)
        self.add(models.ReReview, applied_on=TODAY, old_expiry=cluster.expires_on, **of_one)
        charge = {"ground": 1, "article": "15(1)", "quote": "不再符合", "facts": "数据不符", "evidence": "核查记录"}
        self.add(models.RevocationCase, number=f"X-{place}", opened_on=TODAY, **charge, **of_one)
        self.add(models.NationalRecommendation, year=2026, pack_id=self.pack_id, place=place + 1, **of_one)


def fill_rooms(engine: Engine, folder: Path, n: int) -> None:
    """Add n rows of everything the invented round has not come to."""
    give_field_key(engine, SETTINGS)
    keep_content(folder, DIGEST, FILE)
    with transaction(engine) as session:
        Filler(session, n).fill()
