"""The application form as the department prints it, filled the way people fill it: built from raw markup, on purpose
not by the product's own export."""

from collections.abc import Callable
from html import escape

from rubrics.answers import render_answer
from rubrics.form import Field, Form
from tests.webapp.imports.office_files import document_bytes

Box = Callable[[str, bool], str]


def run(text: str, font: str = "") -> str:
    fonts = f'<w:rPr><w:rFonts w:ascii="{font}" w:hAnsi="{font}"/></w:rPr>' if font else ""
    return f'<w:r>{fonts}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def par(markup: str) -> str:
    return f"<w:p>{markup}</w:p>"


def text(words: str) -> str:
    return "".join(par(run(line)) for line in words.split("\n"))


def cell(content: str, span: int = 1, merge: str = "") -> str:
    merged = {"": "", "restart": '<w:vMerge w:val="restart"/>', "continue": "<w:vMerge/>"}[merge]
    return f'<w:tc><w:tcPr><w:gridSpan w:val="{span}"/>{merged}</w:tcPr>{content or par("")}</w:tc>'


def row(*cells: str) -> str:
    return f"<w:tr>{''.join(cells)}</w:tr>"


def table(*rows: str) -> str:
    return f"<w:tbl>{''.join(rows)}</w:tbl>"


def plain_box(label: str, is_ticked: bool) -> str:
    return run(("☑" if is_ticked else "□") + label)


class PrintedForm:
    """The rows of the printed form with one person's answers and that person's way of ticking."""

    def __init__(self, form: Form, answers: dict[str, object], box: Box = plain_box) -> None:
        self.form, self.answers, self.box = form, answers, box

    def shown(self, key: str) -> str:
        value = render_answer(self.form.field(key), self.answers[key])
        return value if isinstance(value, str) else "".join(value)

    def cells(self, key: str) -> list[str]:
        return [str(value or "") for value in self.answers[key]]

    def ticks(self, key: str, separator: str = "") -> str:
        entry = self.form.field(key)
        answer = self.answers[key]
        chosen = set(answer) if isinstance(answer, list) else {answer}
        boxes = [self.box(option.label, bool({option.number, option.label} & chosen)) for option in entry.options]
        return par(run(separator).join(boxes)) if separator else "".join(map(par, boxes))

    def single(self, key: str, label: str = "") -> str:
        entry: Field = self.form.field(key)
        name = label or (f"{entry.label}\n（{entry.max_chars}字以内）" if entry.max_chars else entry.label)
        return row(cell(text(name)), cell(text(self.shown(key)), 9))

    def ticked(self, key: str, remark: str = "（注：勾选需提供佐证材料）", separator: str = "") -> str:
        return row(cell(text(self.form.field(key).label)), cell(self.ticks(key, separator) + text(remark), 9))

    def yearly(self, key: str) -> str:
        return row(cell(text(self.form.field(key).label)), *(cell(text(value), 3) for value in self.cells(key)))

    def years(self, label: str) -> str:
        return row(cell(text(label)), *(cell(text(f" {year}  年"), 3) for year in self.years_cells()))

    def years_cells(self) -> list[str]:
        return self.cells("application.report_years")

    def stacked(self, key: str) -> list[str]:
        pairs = zip(self.years_cells(), self.cells(key), strict=True)
        return [
            row(
                cell(text(self.form.field(key).label if at == 0 else ""), merge="continue" if at else "restart"),
                cell(text(f" {year} 年"), 4),
                cell(text(value), 5),
            )
            for at, (year, value) in enumerate(pairs)
        ]

    def cover(self) -> str:
        lines = (
            "内蒙古自治区",
            "中小企业特色产业集群申报表",
            f"集群名称：（细分到主导产业）  {self.shown('cover.cluster_name')}",
            f"所属地区：   {self.shown('cover.city')}  盟市   {self.shown('cover.county')}  旗县（市、区）",
            f"中小企业主管部门（盖章）：  {self.shown('cover.authority')}    ",
            f"集群运营管理机构：  {self.shown('cover.operator')}",
            f"申报时间：  {self.shown('cover.apply_date')}",
            f"联系人及联系电话：{self.shown('cover.contact_name')}  {self.shown('cover.contact_phone')}",
            "填报说明",
            "集群运营管理机构是指对产业集群集中运营管理的产业园区管委会、园区运营企业或公共服务机构等法人主体。",
        )
        return "".join(text(line) for line in lines)

    def basic(self) -> str:
        def pair(name: str, phone: str) -> str:
            return row(
                cell(text("联系人")),
                cell(text(self.shown(name)), 4),
                cell(text("联系方式"), 2),
                cell(text(self.shown(phone)), 3),
            )

        return text("一、基本情况") + table(
            self.single("basic.cluster_name", "集群名称："),
            self.single("basic.authority"),
            pair("basic.authority_contact", "basic.authority_phone"),
            self.single("basic.operator"),
            pair("basic.operator_contact", "basic.operator_phone"),
            self.single("basic.area_km2", "集群占地面积（平方公里）"),
            *(
                self.ticked(key, "")
                for key in (
                    "basic.industry_sector",
                    "basic.industry_not_restricted",
                    "basic.no_major_accident",
                    "basic.no_violation",
                    "basic.energy_above_benchmark",
                    "basic.water_above_benchmark",
                )
            ),
        )

    def leading_industry(self) -> str:
        s = "leading_industry."
        yearly = (
            "enterprises",
            "smes",
            "specialised_smes",
            "little_giants",
            "champions",
            "high_tech_and_innovative_smes",
        )
        return text("二、主导产业情况") + table(
            self.years("主导产业情况（近三年）"),
            *(self.yearly(s + key) for key in ("total_output", "sme_output_share", "output_share", "growth")),
            self.single(s + "average_growth"),
            *(self.yearly(s + key) for key in yearly),
            self.ticked(s + "chain_map", "（如涉及，需提供佐证材料）", "  "),
            *(self.single(s + key) for key in ("chain_and_investment", "supply_risk", "sharing_text")),
            self.ticked(s + "sharing_ticks"),
            self.single(
                s + "cooperation_text",
                "集群协同发展情况\n（与先进制造业集群、国家新型工业化产业示范基地或龙头企业合作情况，200字以内）",
            ),
            self.single(s + "quality_text"),
            self.ticked(s + "quality_ticks"),
        )

    def standards(self) -> list[str]:
        head = ["类别", "主持数量", "参与数量"] * 3
        rows = [
            row(
                cell(text("主持或参与制修订标准数量情况（需提供清单）"), merge="restart"),
                *(cell(text(h)) for h in head),
            )
        ]
        for name, key in (
            ("国际", "international"),
            ("国家", "national"),
            ("行业", "industry"),
            ("团体", "association"),
        ):
            led, joined = (self.cells(f"innovation.standards_{key}_{part}") for part in ("led", "joined"))
            values = [value for at in range(3) for value in (name, led[at], joined[at])]
            rows.append(row(cell("", merge="continue"), *(cell(text(value)) for value in values)))
        return rows

    def platforms(self) -> list[str]:
        names = (
            ("国家制造业创新中心或国家级创新平台名称及数量", "national"),
            ("省级制造业创新中心或省级创新平台名称及数量", "provincial"),
            ("其他平台名称及数量", "other"),
        )
        return [
            row(
                cell(text("创新平台建设情况" if at == 0 else ""), merge="continue" if at else "restart"),
                cell(text(label), 4),
                cell(
                    text(
                        f"数量：  {self.shown(f'innovation.platforms_{key}')}  个\n"
                        f"名称：{self.shown(f'innovation.platforms_{key}_names')}"
                    ),
                    5,
                ),
            )
            for at, (label, key) in enumerate(names)
        ]

    def innovation(self) -> str:
        s = "innovation."
        return text("三、创新能力情况") + table(
            self.years("年度"),
            self.yearly(s + "rd_intensity"),
            self.yearly(s + "rd_growth"),
            *self.standards(),
            *self.platforms(),
            *(
                self.single(s + key)
                for key in ("sme_employees", "rd_staff_share", "patent_average_growth", "patents_per_10k")
            ),
            row(
                cell(text(f"集群内中小企业有效发明专利拥有量（{self.form.field(s + 'sme_patents').guidance}）")),
                cell(text(f"        {self.shown(s + 'sme_patents')}   个\n（需提供清单）"), 9),
            ),
            self.single(s + "joint_innovation_text"),
            self.ticked(s + "joint_innovation_ticks"),
        )

    def digital(self) -> str:
        s = "digital."
        mode = f"{self.form.field(s + 'new_mode_text').label}（200字以内）\n\n{self.shown(s + 'new_mode_text')}\n"
        return text("四、数字化升级情况") + table(
            self.single(s + "cloud_share"),
            self.single(s + "industrial_internet_penetration"),
            self.ticked(s + "software_rising", "", " "),
            row(
                cell(text("工业软件采购金额（万元）"), merge="restart"),
                *(cell(text(f"{year} 年"), 3) for year in self.years_cells()),
            ),
            row(cell("", merge="continue"), *(cell(text(value), 3) for value in self.cells(s + "software_spend"))),
            self.single(s + "digital_service_text"),
            self.ticked(s + "digital_service_ticks"),
            row(
                cell(text("数字化新模式新业态推广情况"), merge="restart"),
                cell(text(mode), 9),
            ),
            row(
                cell("", merge="continue"),
                cell(
                    text("集群已开展的数字化新模式新业态推广工作：")
                    + self.ticks(s + "new_mode_ticks")
                    + text("（注：勾选需提供佐证材料）"),
                    9,
                ),
            ),
        )

    def green(self) -> str:
        s = "green."
        average = "是否高于行业平均水平"
        return text("五、绿色化转型情况") + table(
            self.ticked(s + "carbon_monitoring", "（如涉及，需提供佐证材料）", "  "),
            *self.stacked(s + "co2_intensity"),
            row(
                cell("", merge="continue"),
                cell(text(f"（注：单位产值二氧化碳排放量需提供计算公式）{self.shown(s + 'co2_formula')}"), 9),
            ),
            row(
                cell(text("开展碳达峰碳中和相关宣传、监测等工作情况（200字以内）")),
                cell(text(f"\n{self.shown(s + 'carbon_work_text')}\n\n（需提供相关佐证材料）"), 9),
            ),
            self.single(s + "energy_intensity_cut"),
            self.single(s + "solid_waste_use"),
            row(cell(text(average)), cell(self.ticks(s + "solid_waste_above_avg", "  "), 9)),
            self.single(s + "water_reuse"),
            row(cell(text(average)), cell(self.ticks(s + "water_reuse_above_avg", "  "), 9)),
            self.single(s + "resource_text"),
            self.ticked(s + "resource_ticks"),
            self.single(s + "green_service_text"),
            self.ticked(s + "green_service_ticks"),
        )

    def openness(self) -> str:
        s = "openness."
        return text("六、开放合作情况") + table(
            self.single(s + "international_text"),
            self.ticked(s + "international_ticks"),
            row(
                cell(text("集群或集群内企业在境外设立分支机构数量")),
                cell(text(f"          {self.shown(s + 'overseas_branches')}个\n（需提供相关佐证材料）"), 9),
            ),
            *self.stacked(s + "export_growth"),
            *self.stacked(s + "fdi_growth"),
        )

    def governance(self) -> str:
        s = "governance."

        def grouped(group: str, key: str) -> str:
            inner = (
                text(f"{self.form.field(s + key).label}：") + self.ticks(s + key) + text("（注：勾选需提供佐证材料）")
            )
            return row(cell(text(group)), cell(inner, 9))

        return text("七、治理和服务水平") + table(
            self.single(s + "governance_text"),
            grouped("中小企业公共服务平台建设情况", "platform_ticks"),
            grouped("集群提供中小企业公共服务情况", "service_ticks"),
            grouped("集群治理情况", "governance_ticks"),
        )

    def plan(self) -> str:
        headings = (
            ("一、集群基本情况简介", "intro"),
            ("二、发展成效", "results"),
            ("3、 存在的问题", "problems"),
            ("四、未来三年中小企业特色产业集群发展规划\n（1） 总体思路", "approach"),
            ("（2） 发展目标", "goals"),
            ("（3） 重点任务", "tasks"),
            ("（4） 保障措施", "safeguards"),
        )
        inner = "\n".join(f"{heading}\n{self.shown(f'plan.{key}')}" for heading, key in headings)
        return text("八、未来三年中小企业特色产业集群发展规划") + table(row(cell(text(f"（3000字以内）\n{inner}"), 10)))

    def statement(self) -> str:
        s = "statement."
        declared = (
            "本单位承诺此次申报中小企业特色产业集群的申请材料(包括附件资料)真实、合法。\n\n"
            f"单位负责人（签字）：  {self.shown(s + 'head_signature')}       \n\n"
            f"中小企业主管部门（公章）（注：{self.form.field(s + 'authority_seal').guidance}）：\n"
            f"{self.shown(s + 'authority_seal')}\n      {self.date(s + 'declared_on')}"
        )
        recommended = (
            f"{self.shown(s + 'city_opinion')}\n\n推荐单位（公章）：  {self.shown(s + 'city_seal')}   \n"
            f"   {self.date(s + 'recommended_on')}   "
        )
        return text("九、真实性声明及推荐意见") + table(
            row(cell(text("真实性声明")), cell(text(declared), 9)),
            row(cell(text("盟市中小企业主管部门推荐意见")), cell(text(recommended), 9)),
        )

    def date(self, key: str) -> str:
        year, month, day = self.shown(key).split("-")
        return f"{year} 年  {int(month)} 月  {int(day)} 日"

    def body(self) -> str:
        return "".join(
            (
                self.cover(),
                self.basic(),
                self.leading_industry(),
                self.innovation(),
                self.digital(),
                self.green(),
                self.openness(),
                self.governance(),
                self.plan(),
                self.statement(),
            )
        )

    def document(self) -> bytes:
        return document_bytes(self.body() + par(""))
