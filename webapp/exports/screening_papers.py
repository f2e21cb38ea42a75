"""符合性审查表 filled from what the screening found."""

import re
from dataclasses import replace

from webapp.exports.document import Document, Imprint
from webapp.exports.round_documents import DEMONSTRATION, Printing
from webapp.exports.screening_table import ScreeningLine, ScreeningTable, screening_table
from webapp.models import Declaration, Round
from webapp.services.city_papers import applicant_of
from webapp.services.screening_sheet import ScreeningSheet

KINDS = {
    "veto": "否决性条件",
    "hard": "基本条件",
    "soft": "一般要求",
    "subject": "申报主体",
    "preference": "优先条件",
    "judged": "专家评判",
}
RESULTS = {
    "pass": "符合",
    "fail": "不符合",
    "veto": "一票否决",
    "needs_decision": "待人工认定",
    "missing": "待补正",
    "incomplete": "待补正",
    "not_applicable": "不涉及",
    "judged": "由专家评判",
    "warning": "提示",
}
ARTICLE = re.compile(r"^(\d+)")
NOTE = (
    "条款指{measure}的条款；审查结果依据填报内容自动得出，注明“经人工认定”的除外。"
    "“符合”只表示可以进入专家评审，不等于认定。"
)


def screening_paper(declaration: Declaration, found: Round, sheet: ScreeningSheet, printing: Printing) -> Document:
    """Write the table of one declaration, conditions of one kind together."""
    order = {kind: place for place, kind in enumerate(KINDS)}
    lines = sorted(sheet.lines, key=lambda line: order.get(line.kind, len(order)))
    document = screening_table(
        ScreeningTable(
            round_title=found.title,
            number=declaration.number,
            cluster_name=declaration.cluster_name,
            city=declaration.city,
            applicant=applicant_of(declaration),
            lines=tuple(
                ScreeningLine(
                    KINDS.get(line.kind, line.kind),
                    ARTICLE.sub(r"第\1条", line.article),
                    line.condition,
                    line.observed or "—",
                    RESULTS.get(line.result, line.result),
                    line.reason,
                )
                for line in lines
            ),
            conclusion=RESULTS.get(sheet.overall, sheet.overall),
            notes=(NOTE.format(measure=sheet.measure),),
            imprint=Imprint(printing.at, printing.operator, (found.fingerprint or "未冻结")[:12]),
        )
    )
    return replace(document, mark=DEMONSTRATION) if found.is_demonstration else document
