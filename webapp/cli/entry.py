"""The command `zeyou`: a table of contents whose chapters are imported only when opened."""

import importlib
import sys
from collections.abc import Mapping

import click

from webapp.errors import Refusal

CHAPTERS: Mapping[str, tuple[tuple[str, str, str], ...]] = {
    "看一看、跑起来": (
        ("run", "webapp.cli.run", "建库、装入示例轮次并启动网页服务"),
        ("demo", "webapp.cli.demo", "把示例轮次的全部成果写成文件，不启动服务"),
        ("serve", "webapp.cli.serve", "启动网页服务（不装入示例）"),
        ("database", "webapp.cli.schema", "建立、升级数据库结构"),
        ("user", "webapp.cli.user", "开设账号、重置口令"),
    ),
    "规则": (
        ("pack", "webapp.cli.pack", "规则包：查看、检查、新建"),
        ("screen", "webapp.cli.screen", "按规则包审查一份申报"),
        ("dates", "webapp.cli.dates", "公示、报送、备案、有效期的日期"),
    ),
    "评审": (
        ("round", "webapp.cli.round", "轮次：查看、导入评分数据"),
        ("declarations", "webapp.cli.declarations", "申报：批量导入、批量审查"),
        ("assign", "webapp.cli.assign", "把申报分派给专家"),
        ("rank", "webapp.cli.rank", "由评分数据得出排序及其把握程度"),
        ("dump", "webapp.cli.dump", "把评分、排序和申报数据导出为供分析的数据表"),
        ("list", "webapp.cli.list", "名单：排序、确定、抽查、公示、递补、公布"),
        ("objection", "webapp.cli.objection", "异议：登记、核查、决定"),
        ("paper", "webapp.cli.paper", "文书：打印一份（申报、评审、公示、异议、集群）"),
    ),
    "运行与保全": (
        ("doctor", "webapp.cli.doctor", "检查本机和本安装，说明哪里不对、怎样改正"),
        ("worker", "webapp.cli.worker", "处理后台任务（服务器规模时单独运行）"),
        ("token", "webapp.cli.token", "程序接口的令牌：生成、列出、撤销"),
        ("jobs", "webapp.cli.jobs", "后台任务：查看、取消"),
        ("notices", "webapp.cli.notices", "通知：到期提醒、发送、试运行、收件地址"),
        ("backup", "webapp.cli.backup", "联机备份为一个文件"),
        ("restore", "webapp.cli.restore", "把备份恢复到空的安装"),
        ("drill", "webapp.cli.drill", "演练：恢复到临时数据库，证明备份可用"),
        ("move", "webapp.cli.move", "从 SQLite 迁到 PostgreSQL"),
    ),
    "认定之后": (
        ("registry", "webapp.cli.registry", "集群名录：补录、到期事项、期满办理、推荐国家级"),
        ("cluster", "webapp.cli.cluster", "一个集群：报送、备案、事件、复核、撤销"),
    ),
    "核验": (
        ("bundle", "webapp.cli.bundle", "导出一个轮次的核验包"),
        ("commitment", "webapp.cli.commitment", "离线算出随机数的承诺"),
        ("names", "webapp.cli.names", "打开核验包中密封的专家名单"),
        ("verify", "webapp.cli.verify", "不连服务器，重算核验包里的抽取、分派与排序"),
        ("verify-receipt", "webapp.cli.verify_receipt", "核对专家评分回执，不连服务器"),
        ("ledger", "webapp.cli.ledger", "核对操作留痕是否被改动"),
    ),
}


class Contents(click.Group):
    """A group that knows its commands by name and imports one only when it is used."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [name for entries in CHAPTERS.values() for name, _, _ in entries]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        for entries in CHAPTERS.values():
            for name, module, _ in entries:
                if name == cmd_name:
                    command = importlib.import_module(module).command
                    return command if isinstance(command, click.Command) else None
        return None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        for chapter, entries in CHAPTERS.items():
            with formatter.section(chapter):
                formatter.write_dl([(name, line) for name, _, line in entries])


@click.group(cls=Contents, help="择优 Zeyou：中小企业特色产业集群的申报、评审、择优与核验。")
@click.version_option(package_name="zeyou", message="zeyou %(version)s")
def zeyou() -> None:
    """Hold the commands; each does its own work."""


def run_command(build_app: object) -> None:
    """Run the command, hand it what builds the application, and say a refusal in one clear message."""
    try:
        zeyou(prog_name="zeyou", obj=build_app)
    except Refusal as refusal:
        click.echo(f"错误：{refusal.message}", err=True)
        sys.exit(refusal.exit_status)
