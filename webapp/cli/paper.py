"""`zeyou paper`: one paper of a round, a declaration, an objection or a cluster, as the pages hand it out."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from webapp.cli.acting import Acting, acting, as_login
from webapp.permissions import Action

if TYPE_CHECKING:
    from webapp.exports.declaration_papers import PaperReader
    from webapp.exports.round_documents import MadeFile

ROUND = (
    "ranked-list 排序表、score-sheets 专家评分表、score-summary 评分汇总表、decision-sheet 拟认定审批表、"
    "publicity-list 拟认定名单、publicity-text 公示、draw-record 抽取记录、undertakings 回避及承诺书、"
    "reconsiderations 分歧复议记录、panel-opinion 专家组评审意见、recommendation 推荐文件和汇总表、"
    "announcement-letter 公布通知、announcement-list 公布名单、announcement-certificates 证书信息表"
)
DECLARATION = (
    "application-form 申报表、correction 补正通知、preliminary 初审意见、onsite 实地核实表、screening 符合性审查表"
)
CLUSTER = "reports 年度发展情况表（编号填年度）、changes 变更备案表、re-reviews 复核意见、revocation 撤销事项审批表"
OUT: Callable[..., Any] = click.option(
    "--out", default=".", type=click.Path(path_type=Path, file_okay=False), help="写到哪个目录（默认当前目录）。"
)


def kind_of(default: str) -> Callable[..., Any]:
    """Ask for the kind of file."""
    return click.option(
        "--kind", default=default, show_default=True, help="docx、pdf 或 xlsx（有的文书没有全部格式）。"
    )


@click.group(help="文书：打印一份，与网页同样的内容和权限；谁取用了评审结果，同样留痕。")
def command() -> None:
    """Hold the commands."""


@command.command("round", help=f"一个轮次的文书。名称：{ROUND}。")
@click.argument("code")
@click.argument("name")
@kind_of("docx")
@OUT
@as_login
def of_round(code: str, name: str, kind: str, out: Path, login: str) -> None:
    """Write a paper of a round."""
    from webapp.exports.round_papers import round_paper

    write(login, out, lambda _one, reader: round_paper(reader, name, code, kind))


@command.command("declaration", help=f"一份申报的文书。名称：{DECLARATION}。")
@click.argument("code")
@click.argument("number")
@click.argument("name")
@kind_of("docx")
@OUT
@as_login
def of_declaration(code: str, number: str, name: str, kind: str, out: Path, login: str) -> None:
    """Write a paper of a declaration."""
    from webapp.exports.declaration_papers import declaration_paper
    from webapp.queries import declarations, rounds

    def make(one: Acting, reader: "PaperReader") -> "MadeFile":
        found = rounds.round_by_code(one.session, code)
        named = declarations.names_by_number(one.session, found.id, [number])
        return declaration_paper(reader, name, named[0].id if named else 0, kind)

    write(login, out, make)


@command.command("objection", help="异议处理意见。")
@click.argument("code")
@click.argument("number")
@kind_of("docx")
@OUT
@as_login
def of_objection(code: str, number: str, kind: str, out: Path, login: str) -> None:
    """Write the opinion on an objection."""
    from webapp.exports.round_papers import objection_paper

    write(login, out, lambda _one, reader: objection_paper(reader, code, number, kind))


@command.command("spot-check", help="实地抽查表。")
@click.argument("code")
@click.argument("number")
@kind_of("docx")
@OUT
@as_login
def of_spot_check(code: str, number: str, kind: str, out: Path, login: str) -> None:
    """Write the sheet to carry on site."""
    from webapp.exports.round_papers import spot_check_paper

    write(login, out, lambda _one, reader: spot_check_paper(reader, code, number, kind))


@command.command("published", help="公示中的名单：第 1 次公示写 1，递补公示依次写 2、3……")
@click.argument("code")
@click.argument("place", type=click.IntRange(1, 999))
@kind_of("docx")
@OUT
@as_login
def of_published(code: str, place: int, kind: str, out: Path, login: str) -> None:
    """Write a list as it hangs out."""
    from webapp.exports.round_papers import published_paper

    write(login, out, lambda _one, reader: published_paper(reader, code, place, kind))


@command.command("own-sheets", help="专家本人的评分表（PDF，供签字），评完没评完都可以打印。")
@click.argument("code")
@OUT
@as_login
def of_expert(code: str, out: Path, login: str) -> None:
    """Write an expert's own sheets of a round."""
    from webapp.exports.own_score_sheets import own_sheets_paper

    write(
        login,
        out,
        lambda one, reader: own_sheets_paper(one.session, one.actor, code, reader.printing, reader.font_folders),
    )


@command.command("cluster", help=f"一个集群的文书。名称：{CLUSTER}。")
@click.argument("certificate")
@click.argument("name")
@click.argument("row_number", type=click.IntRange(0, 2**31 - 1))
@kind_of("docx")
@OUT
@as_login
def of_cluster(certificate: str, name: str, row_number: int, kind: str, out: Path, login: str) -> None:
    """Write a paper of a cluster."""
    from webapp.exports.registry_papers import Reader, cluster_paper, paper_file
    from webapp.queries import clusters

    def make(one: Acting, reader: "PaperReader") -> "MadeFile":
        cluster = clusters.cluster_by_certificate(one.session, certificate)
        wanted = Reader(one.session, one.actor, one.today, reader.printing)
        return paper_file(cluster_paper(wanted, cluster.id, name, row_number), kind, reader.font_folders)

    write(login, out, make)


@command.command("picture", help="给领导看的一页图：不写轮次编号时为集群名录，写编号时为该轮次。")
@click.argument("code", default="")
@kind_of("pdf")
@OUT
@as_login
def picture(code: str, kind: str, out: Path, login: str) -> None:
    """Write the one-page picture of the registry or of a round."""
    from webapp.exports.document import Imprint
    from webapp.exports.picture_document import picture_file
    from webapp.queries import rounds
    from webapp.services.picture_registry import picture_registry
    from webapp.services.picture_round import picture_round

    def make(one: Acting, reader: "PaperReader") -> "MadeFile":
        if code:
            found = rounds.round_by_code(one.session, code)
            drawn = picture_round(one.session, actor=one.actor, found=found, today=one.today)
        else:
            drawn = picture_registry(one.session, actor=one.actor, today=one.today)
        imprint = Imprint(reader.printing.at, one.actor.name, code or "集群名录")
        return picture_file(drawn, kind, imprint, reader.font_folders)

    write(login, out, make)


@command.command(
    "registry", help="名录的清单。名称：clusters 名录、dues 年末到期事项、national 推荐国家级名单、pool 培育库。"
)
@click.argument("name", type=click.Choice(["clusters", "dues", "national", "pool"]))
@click.option("--year", type=click.IntRange(2000, 2100), help="年度（dues、national；默认今年）。")
@click.option("--pack", "pack_id", default="", help="规则包编号（national、pool）。")
@kind_of("xlsx")
@OUT
@as_login
def of_registry(name: str, year: int | None, pack_id: str, kind: str, out: Path, login: str) -> None:
    """Write a list of the registry."""
    from datetime import date

    from webapp.exports import registry_papers as papers

    def make(one: Acting, reader: "PaperReader") -> "MadeFile":
        wanted, of_year = papers.Reader(one.session, one.actor, one.today, reader.printing), year or one.today.year
        makers: dict[str, Callable[[], papers.Paper]] = {
            "clusters": lambda: papers.clusters_list(wanted),
            "dues": lambda: papers.dues_list(wanted, one.today, date(of_year, 12, 31)),
            "national": lambda: papers.recommended_list(wanted, pack_id, of_year),
            "pool": lambda: papers.cultivated_list(wanted, pack_id),
        }
        return papers.paper_file(makers[name](), kind, reader.font_folders)

    write(login, out, make)


def write(login: str, out: Path, make: Callable[[Acting, "PaperReader"], "MadeFile"]) -> None:
    """Make the paper for an account and write it into a folder."""
    from webapp.cli.installation import read_own_settings
    from webapp.cli.output_folder import write_files
    from webapp.exports.declaration_papers import PaperReader
    from webapp.exports.round_documents import Printing

    settings = read_own_settings()
    with acting(login, Action.SEE_OWN_HOME) as one:
        printing = Printing(one.now.astimezone(settings.time_zone), one.actor.name)
        reader = PaperReader(one.session, one.actor, printing, one.today, (settings.font_folder,))
        made = make(one, reader)
    for path in write_files(out, {made.filename: made.data}):
        click.echo(path)
