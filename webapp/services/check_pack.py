"""Check a folder that holds a rule pack; every problem at once, each at its path."""

from pathlib import Path

from rubrics.loading import load_folder
from rubrics.model import Pack
from rubrics.problems import PackProblemsError, Problem
from webapp.errors import Unusable


def check_pack(folder: Path) -> Pack | tuple[Problem, ...]:
    """Return the pack when its files are sound, else all their problems."""
    if not folder.is_dir():
        raise Unusable("no-such-folder", "没有文件夹“{folder}”，请核对路径。", folder=str(folder))
    try:
        return load_folder(folder)
    except PackProblemsError as error:
        return error.problems
