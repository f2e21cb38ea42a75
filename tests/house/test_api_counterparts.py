"""Whatever a person can do in the pages a program can do too: every page that acts has its endpoint, or a reason."""

import re
from collections.abc import Mapping

from flask import Flask
from sqlalchemy import create_engine

from tests.stories.actors import web
from webapp.permissions import Action

ACCOUNTS = "accounts and their second factors are kept by people, in a browser"
ENTRANCE = "a token is let in without signing in"
WITHOUT: Mapping[str, str] = {
    **dict.fromkeys(
        (
            "accounts.ask_act",
            "accounts.close_act",
            "accounts.decide_act",
            "accounts.invite_act",
            "accounts.invite_expert_act",
            "accounts.new_act",
            "accounts.release_act",
            "accounts.reset_act",
            "own_account.begin_act",
            "own_account.confirm_act",
            "own_account.end_act",
            "own_account.password_act",
            "tokens.create_act",
            "tokens.revoke_act",
        ),
        ACCOUNTS,
    ),
    **dict.fromkeys(
        (
            "entrance.sign_in_act",
            "entrance.sign_out_act",
            "steps_in.begin_act",
            "steps_in.code_act",
            "steps_in.confirm_act",
            "steps_in.invitation_act",
            "steps_in.password_act",
        ),
        ENTRANCE,
    ),
    "declaring.check_typed": "checks what is typed before it is kept; programs ask declarations_screen_answer",
    "objections.objector_act": "shows who objected, on record; programs ask publicity_objector_answer",
}
# Where the endpoint is not the page's only one for its action, or asks for another action with the same effect.
NAMED: Mapping[str, str] = {
    "assigning.edit_act": "panel_edit_act",
    "city.correction_act": "city_correction_act",
    "city.onsite_act": "city_onsite_act",
    "city.rank_act": "city_order_act",
    "city.recommend_act": "city_recommend_act",
    "city.step_act": "city_step_act",
    "cluster_acts.change_act": "registry_change_act",
    "cluster_acts.file_change_act": "registry_enter_filing_act",
    "cluster_acts.incident_act": "registry_incident_act",
    "cluster_acts.open_re_review_act": "registry_open_re_review_act",
    "cluster_acts.open_revocation_act": "registry_open_revocation_act",
    "cluster_acts.statement_act": "registry_statement_act",
    "cluster_evidence.charge_act": "cluster_evidence_charge_act",
    "cluster_evidence.incident_act": "cluster_evidence_incident_act",
    "cluster_evidence.statement_act": "cluster_evidence_statement_act",
    "declarations.admit_act": "declarations_admit_act",
    "declarations.decide_act": "declarations_decide_act",
    "declaring.begin_act": "declarations_create_act",
    "declaring.fill_act": "declarations_change_act",
    "declaring.import_form_act": "declarations_import_form_act",
    "desk.recuse_act": "reviews_recuse_act",
    "desk.save_act": "reviews_save_act",
    "desk.submit_act": "reviews_submit_act",
    "desk.undertake_act": "reviews_undertake_act",
    "entrance.read_notices_act": "notices_read_act",
    "experts.conflicts_act": "panel_search_conflicts_act",
    "experts.draw_act": "panel_draw_act",
    "experts.import_act": "panel_import_act",
    "experts.open_act": "panel_open_act",
    "experts.plan_act": "panel_plan_act",
    "extra_reviews.cancel_act": "after_lock_cancel_act",
    "extra_reviews.order_act": "after_lock_order_act",
    "notices.address_act": "notices_address_act",
    "objections.decide_act": "publicity_decide_act",
    "objections.investigate_act": "publicity_investigate_act",
    "objections.register_act": "publicity_register_act",
    "panel_changes.add_act": "panel_add_conflict_act",
    "panel_changes.answer_act": "panel_answer_conflict_act",
    "panel_changes.repair_act": "panel_repair_act",
    "panel_changes.withdraw_act": "panel_withdraw_act",
    "panel_opinions.leader_act": "opinion_leader_act",
    "panel_room.lock_again_act": "after_lock_lock_again_act",
    "particulars.remove_act": "evidence_remove_act",
    "particulars.upload_act": "evidence_upload_act",
    "pool_knowledge.answer_act": "pool_answer_act",
    "pool_knowledge.known_act": "pool_known_act",
    "progress.remind_act": "rounds_remind_act",
    "progress.return_act": "rounds_return_act",
    "rankings.decide_act": "results_decide_act",
    "rankings.rank_act": "results_rank_act",
    "recusals.decide_act": "recusals_decide_act",
    "registry_lists.carry_act": "registry_lists_carry_act",
    "registry_lists.enter_candidate_act": "registry_lists_enter_candidate_act",
    "registry_lists.enter_declarations_act": "registry_lists_enter_declarations_act",
    "registry_lists.leave_act": "registry_lists_leave_act",
    "registry_lists.open_round_act": "registry_lists_open_round_act",
    "rounds.open_act": "rounds_open_act",
    "rounds.settings_act": "rounds_settings_act",
    "samples.choose_act": "samples_choose_act",
    "samples.note_act": "samples_note_act",
    "spot_checks.pick_act": "publicity_pick_act",
    "spot_checks.record_act": "publicity_record_act",
}
OTHER_ACTION = {"declaring.import_form_act", "entrance.read_notices_act"}


def acting_endpoints() -> tuple[dict[str, Action], dict[str, Action]]:
    """Return what acts in the pages, and in the interface for programs, with the action each asks for."""
    app: Flask = web(create_engine("sqlite://"))
    acting = {
        rule.endpoint: app.view_functions[rule.endpoint].asks_for  # type: ignore[attr-defined]  # set by guards
        for rule in app.url_map.iter_rules()
        if "POST" in (rule.methods or ())
    }
    pages = {name: action for name, action in acting.items() if not name.startswith("api.")}
    return pages, {name.removeprefix("api."): action for name, action in acting.items() if name not in pages}


def counterpart(page: str, action: Action, programs: Mapping[str, Action]) -> list[str]:
    """Return the endpoints that do what the page does."""
    if page in NAMED:
        return [name for name in programs if name == NAMED[page]]
    return [name for name, asked in programs.items() if asked == action]


def test_every_page_that_acts_has_an_endpoint_or_a_reason() -> None:
    pages, programs = acting_endpoints()
    found = {page: counterpart(page, action, programs) for page, action in pages.items() if page not in WITHOUT}
    assert {page: names for page, names in found.items() if len(names) != 1} == {}
    used = [names[0] for names in found.values()]
    assert sorted(used) == sorted(set(used)), "two pages claim one endpoint"
    assert [
        page for page, names in found.items() if page not in OTHER_ACTION and programs[names[0]] != pages[page]
    ] == []


def test_reasons_and_names_are_of_pages_that_exist() -> None:
    pages, _programs = acting_endpoints()
    assert sorted({*WITHOUT, *NAMED} - set(pages)) == []
    assert sorted(set(WITHOUT) & set(NAMED)) == []


ENDING = re.compile(r"\.(<kind>|docx|xlsx|pdf|json|zip|txt)$")
# Files that people take in the pages, and the endpoint that hands the same to a program; None with a reason beside it.
FILES: Mapping[str, str | None] = {
    "city_papers.correction_letter": "papers_declaration_file",
    "city_papers.onsite_sheet": "papers_city_file",
    "city_papers.opinion_sheet": "papers_city_file",
    "city_papers.recommendation_letter": "papers_recommendation_file",
    "city_papers.recommendation_table": "papers_recommendation_file",
    "commitments.text_file": "commitments_list_answer",
    "declaring.filled_form": "papers_declaration_file",
    "declaring.blank_form": None,  # to be filled in by hand; programs send answers
    "declaring.blank_table": None,
    "declaring.filled_row": None,  # to be filled in further by hand; programs read the declaration's answers
    "experts.template_file": None,
    "ledger_proofs.checkpoint_file": "ledger_checkpoint_answer",
    "pool_knowledge.known_file": None,  # to be changed and handed in again
    "desk_papers.receipts_file": "reviews_receipts_file",
    "desk_papers.score_sheets_file": "papers_own_sheets_file",
    "leaders.registry_file": "leaders_registry_file",
    "leaders.round_file": "leaders_round_file",
    "objections.opinion_sheet_file": "papers_objection_file",
    "observation.bundle_file": "results_bundle_file",
    "panel_changes.paper_file": "papers_panel_file",
    "panel_opinions.opinion_file": "opinion_opinion_file",
    "panel_room.records_file": "papers_reconsiderations_file",
    "public_list.publicity_list_file": "papers_publicity_file",
    "publication.announcement_document_file": "papers_announcement_file",
    "rankings.export_file": "results_document_file",
    "registry_papers.annual_file": "registry_papers_cluster_file",
    "registry_papers.change_file": "registry_papers_cluster_file",
    "registry_papers.due_file": "registry_papers_dues_file",
    "registry_papers.list_file": "registry_papers_clusters_file",
    "registry_papers.national_file": "registry_papers_national_file",
    "registry_papers.pool_file": "registry_papers_pool_file",
    "registry_papers.re_review_file": "registry_papers_cluster_file",
    "registry_papers.revocation_file": "registry_papers_cluster_file",
    "screening_papers.screening_file": "papers_screening_file",
    "spot_checks.sheet_file": "papers_visit_sheet_file",
}


def test_every_file_of_the_pages_has_an_endpoint_or_a_reason() -> None:
    app: Flask = web(create_engine("sqlite://"))
    rules = [rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())]
    names = {rule.endpoint for rule in rules}
    handed = {
        rule.endpoint for rule in rules if ENDING.search(rule.rule) and not rule.endpoint.startswith(("api.", "st"))
    }
    assert sorted(handed) == sorted(FILES)
    assert sorted({f"api.{name}" for name in FILES.values() if name} - names) == []
