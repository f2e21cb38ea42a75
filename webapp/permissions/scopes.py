"""What a token may be given: each action that programs can ask for belongs to one scope, named by what it opens."""

from collections.abc import Mapping

from webapp.permissions.actions import Action

SCOPES: Mapping[str, tuple[Action, ...]] = {
    "read:rounds": (Action.SEE_ROUND, Action.SEE_PROGRESS, Action.SEE_COMMITMENTS),
    "write:rounds": (
        Action.EDIT_ROUND,
        Action.FREEZE_ROUND,
        Action.REMIND,
        Action.LOCK,
        Action.COMMIT_POOL,
        Action.COMMIT_SEED,
        Action.REVEAL_SEED,
        Action.START_SEED_OVER,
        Action.ENTER_HOLIDAYS,
    ),
    "read:declarations": (
        Action.SEE_DECLARATIONS,
        Action.SEE_DECLARATION,
        Action.SEE_EVIDENCE,
        Action.TAKE_SCREENING_TABLE,
    ),
    "write:declarations": (
        Action.FILL_DECLARATION,
        Action.IMPORT_DECLARATIONS,
        Action.STATE_PARTICULARS,
        Action.UPLOAD_EVIDENCE,
        Action.TAKE_CITY_STEP,
        Action.DECIDE_FINDING,
        Action.WITHDRAW_DECLARATION,
        Action.ASK_RECUSAL,
    ),
    "read:panel": (
        Action.SEE_POOL,
        Action.SEE_DRAW,
        Action.SEE_DIVERGENCE,
        Action.SEE_PANEL_OPINION,
        Action.SEE_SAMPLE,
    ),
    "write:panel": (
        Action.IMPORT_POOL,
        Action.DRAW_PANEL,
        Action.ASSIGN,
        Action.SETTLE_CONFLICT,
        Action.REPLACE_EXPERT,
        Action.ASK_RECONSIDERATION,
        Action.ORDER_EXTRA_REVIEW,
        Action.LOCK_AGAIN,
        Action.WRITE_PANEL_OPINION,
        Action.CHOOSE_SAMPLE,
    ),
    "write:reviews": (Action.SCORE, Action.RECONSIDER, Action.SCORE_SAMPLE, Action.REPORT_APPROACH),
    "read:notices": (Action.SEE_OWN_NOTICES, Action.SEE_POST),
    "write:notices": (Action.KEEP_NOTICE_ADDRESS, Action.HANDLE_POST, Action.WORD_NOTICES),
    "read:results": (
        Action.SEE_RANKING,
        Action.EXPORT_RESULT,
        Action.TAKE_BUNDLE,
        Action.SEE_LIST,
        Action.SEE_PUBLICITY,
        Action.SEE_OBJECTIONS,
        Action.SEE_SPOT_CHECKS,
    ),
    "read:objectors": (Action.READ_OBJECTOR,),
    "write:results": (
        Action.DECIDE_LIST,
        Action.SPOT_CHECK,
        Action.START_PUBLICITY,
        Action.HANDLE_OBJECTION,
        Action.REPLACE_IN_LIST,
        Action.ANNOUNCE_LIST,
    ),
    "read:registry": (
        Action.SEE_LEADERS_REPORT,
        Action.SEE_REGISTRY,
        Action.SEE_NATIONAL_LIST,
        Action.SEE_POOL_OF_CLUSTERS,
    ),
    "write:registry": (
        Action.ENTER_REGISTRY,
        Action.REPORT_YEAR,
        Action.JUDGE_REPORT,
        Action.FILE_CHANGE,
        Action.RECORD_INCIDENT,
        Action.APPLY_FOR_RE_REVIEW,
        Action.FORWARD_RE_REVIEW,
        Action.OPEN_RE_REVIEW,
        Action.DECIDE_RE_REVIEW,
        Action.SETTLE_EXPIRY,
        Action.OPEN_REVOCATION,
        Action.STATE_CASE,
        Action.DECIDE_REVOCATION,
        Action.RECOMMEND_NATIONALLY,
        Action.KEEP_POOL,
    ),
    "read:ledger": (Action.SEE_LEDGER,),
    "write:ledger": (Action.VERIFY_LEDGER, Action.SIGN_CHECKPOINT),
    "read:jobs": (Action.SEE_JOBS, Action.TAKE_JOB_FILE),
    "write:jobs": (Action.CANCEL_JOB, Action.TAKE_BACKUP),
}
SCOPE_OF: Mapping[Action, str] = {action: scope for scope, actions in SCOPES.items() for action in actions}


def is_in_scope(action: Action, scopes: frozenset[str]) -> bool:
    """Tell whether a token with these scopes may be used for the action; who it is any token may ask."""
    return action == Action.USE_API or SCOPE_OF.get(action) in scopes
