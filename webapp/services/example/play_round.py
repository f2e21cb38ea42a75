"""Play an invented round through the real use cases, as far as asked; every act is one a person could have done."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

import numpy as np
from sqlalchemy.orm import Session

from webapp.models import Account, Round
from webapp.permissions import ROUND_STATES, Actor, Role
from webapp.queries import accounts, declarations, desks, own_sheets, rankings
from webapp.services.accept_undertaking import accept_undertaking
from webapp.services.admit_declarations import admit_declarations
from webapp.services.change_round_settings import change_round_settings
from webapp.services.create_account import OpenedAccount, create_account
from webapp.services.decide_list import decide_list
from webapp.services.describe_pack import pack_for_page
from webapp.services.draw_round_panel import draw_round_panel
from webapp.services.example.invented import invented_answers, invented_context, invented_experts, read_invented
from webapp.services.find_round_conflicts import find_round_conflicts
from webapp.services.freeze_round import freeze_round
from webapp.services.lock_scores import lock_scores
from webapp.services.open_round import open_round
from webapp.services.open_scoring import open_scoring
from webapp.services.propose_plan import propose_plan
from webapp.services.rank_round import rank_round
from webapp.services.round_rules import rules_of
from webapp.services.round_settings import RoundSettings
from webapp.services.save_review import Change, Entry, save_review
from webapp.services.start_publicity import start_publicity
from webapp.services.store_declaration import create_declaration
from webapp.services.store_experts import store_experts
from webapp.services.submit_declaration import submit_declaration
from webapp.services.submit_reviews import submit_reviews

STAFF = (
    ("department", "主管部门演示账号", Role.DEPARTMENT, None),
    ("organiser", "评审机构演示账号", Role.ORGANISER, None),
    ("observer", "纪检监督演示账号", Role.OBSERVER, None),
    ("city", "包头市工信局演示账号", Role.CITY_BUREAU, "包头市"),
    ("applicant", "申报单位演示账号", Role.APPLICANT, None),
    ("system", "系统管理员演示账号", Role.SYSTEM_ADMINISTRATOR, None),
    ("security", "安全管理员演示账号", Role.SECURITY_ADMINISTRATOR, None),
    ("audit", "审计管理员演示账号", Role.AUDIT_ADMINISTRATOR, None),
)


@dataclass(frozen=True)
class Cast:
    """Who acts in the example."""

    department: Actor
    organiser: Actor


def open_staff_accounts(session: Session, now: datetime) -> list[OpenedAccount]:
    """Open one account for each part, with random passwords."""
    return [
        create_account(session, login=login, display_name=name, role=role, now=now, city=city, is_demonstration=True)
        for login, name, role, city in STAFF
    ]


def actor_of(account: Account) -> Actor:
    """Return the account as one who acts."""
    return Actor(Role(account.role), account.id, account.city, account.display_name)


def play_round(
    session: Session,
    *,
    code: str,
    title: str,
    today: date,
    now: datetime,
    until: str = "publicity",
    year: int | None = None,
    pack_id: str = "nm-2023",
    n_clusters: int | None = None,
) -> tuple[Round, list[OpenedAccount]]:
    """Open the round and bring it to the state; return it with the experts' new accounts.

    Without `n_clusters` every invented cluster declares; their places lie in Inner Mongolia whatever the pack is.
    """
    cast = Cast(*(actor_of(accounts.accounts_of_role(session, role)[0]) for role in (Role.DEPARTMENT, Role.ORGANISER)))
    found = open_round(
        session,
        actor=cast.department,
        code=code,
        title=title,
        pack_id=pack_id,
        now=now,
        today=today,
        is_demonstration=True,
    )
    settings = replace(
        RoundSettings.from_json(found.settings),
        declaration_year=year or today.year,
        declare_until=str(today - timedelta(days=20)),
        score_until=str(today + timedelta(days=10 if until == "scoring" else -5)),
        seed_procedure="together",
        contact_person="演示联系人（虚构）",
        contact_phone="0471-0000000",
        contact_address="呼和浩特市（演示地址，虚构）",
    )
    change_round_settings(
        session, actor=cast.department, changed=found, settings=settings, version=found.version, now=now
    )
    freeze_round(session, actor=cast.department, frozen=found, now=now)
    declare(session, cast, found, settings, read_invented("clusters")[:n_clusters], now)
    opened: list[OpenedAccount] = []
    for state, act in (("scoring", seat_experts), ("locked", score_and_lock), ("decided", rank_and_decide)):
        if ROUND_STATES.index(state) <= ROUND_STATES.index(until):
            opened += act(session, cast, found, today, now)
    if until == "publicity":
        start_publicity(session, actor=cast.department, found=found, published_on=today, now=now)
    return found, opened


def declare(
    session: Session, cast: Cast, found: Round, settings: RoundSettings, rows: list[dict[str, Any]], now: datetime
) -> None:
    """Hand in and screen these invented declarations, then admit those without objection."""
    pack = pack_for_page(found.pack_id)
    for number, row in enumerate(rows, start=1):
        declaration = create_declaration(
            session,
            actor=cast.department,
            found=found,
            answers=invented_answers(pack, row, number, settings.report_years),
            context=invented_context(row),
            source="虚构示例",
            now=now,
        )
        submit_declaration(
            session, actor=cast.department, declaration=declaration, found=found, today=now.date(), now=now
        )
    admit_declarations(session, actor=cast.department, found=found, now=now)


def seat_experts(session: Session, cast: Cast, found: Round, today: date, now: datetime) -> list[OpenedAccount]:
    """Fill the pool, look for conflicts, draw, assign and open the scoring."""
    store_experts(session, actor=cast.organiser, experts=invented_experts(), now=now)
    find_round_conflicts(session, actor=cast.organiser, found=found, today=today, now=now)
    numbers = {"主管部门": "择优演示", "评审机构": "20260321", "纪检监督": "7316", "公开随机数": "03 11 19 24 27 31 08"}
    draw_round_panel(session, actor=cast.organiser, found=found, contributions=numbers, now=now)
    propose_plan(session, actor=cast.organiser, found=found, now=now)
    return open_scoring(session, actor=cast.organiser, found=found, now=now)


def score_and_lock(session: Session, cast: Cast, found: Round, _today: date, now: datetime) -> Sequence[OpenedAccount]:
    """Let every expert sign, score, submit; then lock."""
    for account in accounts.accounts_of_role(session, Role.EXPERT):
        seats = [seat for seat, one in desks.seats_of_account(session, account.id) if one.id == found.id]
        for seat in seats:
            accept_undertaking(session, actor=actor_of(account), seat=seat, now=now)
            session.flush()
            score_all(session, actor_of(account), now)
            sheets = desks.sheets_of_account(session, account.id)
            submit_reviews(session, actor=actor_of(account), sheets=sheets, now=now)
    lock_scores(session, actor=cast.organiser, found=found, now=now)
    return []


def score_all(session: Session, expert: Actor, now: datetime) -> None:
    """Save invented points for every sheet of an expert, with reasons where they are asked for."""
    habits = {row["name"]: row for row in read_invented("experts")}[expert.name]
    quality = {row["name"]: row["quality"] for row in read_invented("clusters")}
    for sheet in own_sheets.own_sheets(session, expert.account_id or 0):
        if sheet.place.round_state != "scoring":
            continue
        settings = rules_of(sheet.place).settings
        # The stream depends on names only, so that the same round is played again whatever the row numbers are.
        seed = [ord(letter) for letter in f"{sheet.place.pseudonym}{sheet.place.number}"]
        generator = np.random.Generator(np.random.PCG64(seed))
        centre = 75 + habits["spread"] * (quality[sheet.place.cluster_name] - 75) - habits["harsh"]
        centre += generator.normal(0, habits["noise"])
        changes = {}
        for area in rules_of(sheet.place).areas:
            for criterion in area.criteria:
                points = int(np.clip(round(centre + generator.normal(0, 5)), 30, 100))
                is_plain = settings.reason_below <= points <= settings.reason_above
                reason = "" if is_plain else "与同类集群相比差距明显。" if points < 75 else "指标居全区前列，佐证齐全。"
                changes[criterion.key] = Change(Entry(), Entry(points * 100, reason=reason))
        opinion = f"（虚构意见）{sheet.place.cluster_name}产业特色较为鲜明，建议按得分择优。"
        save_review(session, actor=expert, sheet=sheet, changes=changes, opinion=("", opinion), now=now)


def rank_and_decide(session: Session, cast: Cast, found: Round, _today: date, now: datetime) -> Sequence[OpenedAccount]:
    """Rank and follow the ranking."""
    run = rank_round(session, actor=cast.department, found=found, now=now)
    session.flush()
    positions = rankings.positions_of(session, [run.id])[run.id]
    places = RoundSettings.from_json(found.settings).places
    selected = [one.declaration.id for one in positions if one.row.status in ("selected", "tied")][:places]
    decide_list(session, actor=cast.department, found=found, selected=selected, reasons={}, now=now)
    session.flush()
    return []


def has_rounds(session: Session) -> bool:
    """Tell whether an example was loaded before."""
    return bool(declarations.any_round(session))
