"""The kinds of jobs by name; a new kind is a file in this room and a line here."""

from collections.abc import Mapping

from webapp.jobs.back_up import BACK_UP
from webapp.jobs.explain_position import EXPLAIN_POSITION
from webapp.jobs.export_document import EXPORT_DOCUMENT
from webapp.jobs.import_table import IMPORT_TABLE
from webapp.jobs.kind import Kind
from webapp.jobs.look_after_lock import LOOK_AFTER_LOCK
from webapp.jobs.propose_plan import PROPOSE_PLAN
from webapp.jobs.rank_round import RANK_ROUND
from webapp.jobs.try_settings import TRY_SETTINGS
from webapp.jobs.verify_ledger import VERIFY_LEDGER

KINDS: Mapping[str, Kind] = {
    "rank round": RANK_ROUND,
    "propose plan": PROPOSE_PLAN,
    "look after lock": LOOK_AFTER_LOCK,
    "explain position": EXPLAIN_POSITION,
    "try settings": TRY_SETTINGS,
    "export document": EXPORT_DOCUMENT,
    "import table": IMPORT_TABLE,
    "back up": BACK_UP,
    "verify ledger": VERIFY_LEDGER,
}
