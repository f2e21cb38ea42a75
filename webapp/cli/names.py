"""`zeyou names`: open the sealed names of a bundle, both holders present."""

import json
from pathlib import Path

import click

from webapp.errors import Unusable


@click.command(help="打开核验包 BUNDLE 中密封的专家名单；主管部门与纪检监督的口令都要在场输入。")
@click.argument("bundle", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--department", prompt="主管部门的口令", hide_input=True, help="主管部门的口令；不给则提示输入。")
@click.option("--observer", prompt="纪检监督的口令", hide_input=True, help="纪检监督的口令；不给则提示输入。")
def command(bundle: Path, department: str, observer: str) -> None:
    """Print pseudonym, key, name and unit."""
    from webapp.services.seal_names import open_names
    from webapp.services.verify_bundle import read_files

    try:
        files = read_files(bundle.read_bytes())
    except OSError as error:
        raise Unusable("no-bundle", "读不到文件 {path}：{why}", path=bundle, why=error.strerror) from error
    if "names.json" not in files:
        raise Unusable("no-names", "这个核验包不含密封的专家名单。")
    for one in open_names(json.loads(files["names.json"]), (department, observer)):
        click.echo("\t".join((one["pseudonym"], one["key"], one["name"], one["unit"])))
