"""What the date demands, written once a day by whichever worker comes first; the others find it told."""

import logging
from datetime import date

from sqlalchemy import Engine

from webapp.clock import Clock
from webapp.database import Crossed, transaction
from webapp.services.answer_once import drop_old_answers
from webapp.services.due_notices import SYSTEM, due_notices
from webapp.services.read_objector import forget_objectors
from webapp.services.renew_dates import renew_dates
from webapp.services.write_notice import write_notices
from webapp.settings import Settings

log = logging.getLogger("zeyou.notices")


class DailyNotices:
    """One look at the calendar for each day and worker."""

    def __init__(self, settings: Settings, engine: Engine, clock: Clock) -> None:
        self.settings, self.engine, self.clock = settings, engine, clock
        self.looked_on: date | None = None

    def run_once(self) -> bool:
        """Write what is due unless that was done today; return whether anything was written."""
        now = self.clock()
        today = now.astimezone(self.settings.time_zone).date()
        if self.looked_on == today:
            return False
        try:
            with transaction(self.engine) as session:
                renew_dates(session, actor=SYSTEM, now=now)
                drop_old_answers(session, now)
                forget_objectors(session, today=today, days=self.settings.objector_days, now=now)
                n_written = write_notices(session, due_notices(session, today=today), now=now)
        except Crossed:  # another worker told the same at this very moment; the next turn sees what it told
            return False
        self.looked_on = today
        if n_written:
            log.info("%s notices written for %s", n_written, today)
        return n_written > 0
