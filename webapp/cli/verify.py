"""`zeyou verify`: re-derive a round from its bundle, line by line, without any server."""

import json
import multiprocessing
import os
import sys
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from webapp.errors import Unusable


@click.command(help="重算核验包里的抽取、分派与排序，逐条说明是否一致。")
@click.argument("bundle", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--head", help="另行保存的核验码（公示或纪检监督留存的 64 位十六进制数）。")
@click.option("--key", help="公布的检查点公钥（64 位十六进制数）。")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON。")
def command(bundle: Path, head: str | None, key: str | None, as_json: bool) -> None:
    """Exit 0 when every line holds, 1 when one does not, 2 when the file is no bundle."""
    from webapp.services.verify_bundle import verify_bundle

    try:
        data = bundle.read_bytes()
    except OSError as error:
        raise Unusable("no-bundle", "读不到文件 {path}：{why}", path=bundle, why=error.strerror) from error
    with every_core() as each:
        lines = verify_bundle(data, head, key, each)
    if as_json:
        plain = [{"check": line.title, "holds": line.holds, "fault": line.fault} for line in lines]
        click.echo(json.dumps(plain, ensure_ascii=False))
    else:
        for line in lines:
            click.echo(f"{'✓' if line.holds else '✗'} {line.title}{'' if line.holds else '：' + str(line.fault)}")
    sys.exit(0 if all(line.holds for line in lines) else 1)


@contextmanager
def every_core() -> Iterator[Any]:
    """Give a `map` that works on all processors, where processes can be forked; they start with what is loaded."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    if cores == 1 or "fork" not in multiprocessing.get_all_start_methods():
        yield map
        return
    with ProcessPoolExecutor(cores, multiprocessing.get_context("fork")) as pool:
        yield pool.map
