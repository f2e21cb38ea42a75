"""Long rankings and lists by parts: nothing is left out, and what a page does not show stays as it is."""

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from tests.stories.actors import statements
from webapp.database import transaction
from webapp.models import Declaration, KeptFigure, Round
from webapp.permissions import Actor, Role
from webapp.queries import meetings, rankings, rounds
from webapp.queries.declarations import visible_declarations
from webapp.queries.ranking_windows import STANDINGS, ranking_window, standings_of_run
from webapp.services.decide_list import decisive_positions, decisive_run
from webapp.services.list_choice import whole_choice

DEPARTMENT = Actor(Role.DEPARTMENT, 1)


def test_pages_of_a_ranking_join_to_the_whole_ranking(published: Engine) -> None:
    with Session(published) as session:
        found = session.scalars(select(Round)).one()
        runs = rankings.newest_runs(session, found.id)
        whole = [one.declaration.number for one in decisive_positions(session, found)]
        first = ranking_window(session, runs, 1, 3, n_rows=7)
        parts = [ranking_window(session, runs, page, 3, n_rows=7) for page in range(1, first.n_pages + 1)]
        assert [one.declaration.number for part in parts for one in part.positions] == whole
        assert [one.declaration.number for one in parts[-1].best] == whole[:3]
        assert (first.n_all, parts[1].n_before, first.line_page(8)) == (len(whole), 7, 2)
        shown = {one.declaration.id for one in first.positions}
        assert {key for rows in first.others.values() for key in rows} == shown


@pytest.mark.parametrize("picked", [0, 1])
def test_choice_on_one_page_leaves_the_other_pages_as_they_are(published: Engine, picked: int) -> None:
    with Session(published) as session:
        found = session.scalars(select(Round)).one()
        listed = [one.declaration.id for one in decisive_positions(session, found)]
        before = rankings.decisions_of_round(session, found.id)
        shown, rest = listed[:2], listed[2:]
        chosen, _reasons = whole_choice(session, found, shown, shown[:picked], {})
        assert chosen == {key for key in rest if before[key].is_selected} | set(shown[:picked])


def test_choice_that_saw_everything_is_taken_as_it_is(published: Engine) -> None:
    with Session(published) as session:
        found = session.scalars(select(Round)).one()
        assert whole_choice(session, found, (), [3], {3: "理由"}) == ({3}, {3: "理由"})


def test_parts_of_the_declarations_join_to_the_whole_list(published: Engine) -> None:
    with Session(published) as session:
        numbers, after = list[str](), 0
        while True:
            part = visible_declarations(session, DEPARTMENT, after=after, limit=7)
            numbers += [line.declaration.number for line in part.lines]
            if part.after is None:
                break
            after = part.after
        assert numbers == list(session.scalars(select(Declaration.number).order_by(Declaration.id)))
        assert part.n_all == len(numbers)


def test_search_by_words_counts_what_it_means_and_goes_through_a_round_once_for_few(published: Engine) -> None:
    with Session(published) as session:
        n = session.scalar(select(func.count(Declaration.id)))
        with statements(published) as sent:
            part = visible_declarations(session, DEPARTMENT, words="NM-DEMO-005")
        assert ([line.declaration.number for line in part.lines], part.n_all) == (["NM-DEMO-005"], 1)
        assert len([one for one in sent if "FROM declaration" in one]) == 1
        first = visible_declarations(session, DEPARTMENT, limit=3, words="NM-DEMO")
        assert first.after is not None
        second = visible_declarations(session, DEPARTMENT, after=first.after, limit=n or 0, words="NM-DEMO")
        assert (len(first.lines), len(second.lines), first.n_all, second.n_all) == (3, (n or 0) - 3, n, n)


def test_kept_standings_are_those_of_the_rows(published: Engine) -> None:
    with transaction(published) as session:
        found = rounds.round_by_code(session, "NM-DEMO")
        run = decisive_run(session, found)
        kept = session.get(KeptFigure, (found.id, STANDINGS))
        assert kept is not None
        assert standings_of_run(session, found.id, run.id) == kept.content["counts"]
        session.delete(kept)
        session.flush()
        assert standings_of_run(session, found.id, run.id) == kept.content["counts"]
        assert meetings.standings_of_round(session, found.id) == kept.content["counts"]
