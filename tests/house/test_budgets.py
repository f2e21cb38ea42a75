"""The budgets of the house: small files, small functions, few suppressions, one name per idea."""

import ast
import io
import re
import tokenize
from pathlib import Path
from statistics import median, quantiles

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("rubrics", "reviewers", "scoring", "webapp")
FORBIDDEN_NAMES = {"utils", "helpers", "common", "misc", "base_manager", "manager", "handler", "data", "info"}
BARE = re.compile(r"#\s*(noqa|type:\s*ignore|pragma)(:\s*[A-Z0-9, ]+|\[[^\]]*\])?\s*")
SUPPRESSION = re.compile(r"#\s*(noqa|type:\s*ignore|pragma)")


def files_of(package: str) -> list[Path]:
    """List the Python files of a package."""
    return sorted((ROOT / package).rglob("*.py"))


def code_lines(source: str, function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Count the lines of a body that hold code: no docstring, blank line, comment or nested definition's docstring."""
    body = function.body
    if body and isinstance(body[0], ast.Expr) and isinstance(body[0].value, ast.Constant):
        body = body[1:]
    if not body:
        return 0
    first, last = body[0].lineno, function.end_lineno or body[0].lineno
    lines = source.splitlines()[first - 1 : last]
    return sum(1 for line in lines if line.strip() and not line.strip().startswith("#"))


def functions_of(path: Path) -> list[tuple[str, int]]:
    """List the functions of a file with their number of code lines."""
    source = path.read_text(encoding="utf-8")
    return [
        (f"{path.relative_to(ROOT)}:{node.name}", code_lines(source, node))
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]


def longest(package: str, path: Path) -> int:
    """Lines a file may have: more with the docstrings of `scoring`, and where one file has to stand alone."""
    return 500 if package == "scoring" or path.name == "verify_alone.py" else 400


def test_no_file_is_longer_than_its_budget() -> None:
    too_long = [
        (str(path.relative_to(ROOT)), n)
        for package in (*PACKAGES, "tests")
        for path in files_of(package)
        if (n := len(path.read_text(encoding="utf-8").splitlines())) > longest(package, path)
    ]
    assert too_long == []


def test_files_stay_small_on_the_whole() -> None:
    lengths = [len(path.read_text(encoding="utf-8").splitlines()) for package in PACKAGES for path in files_of(package)]
    assert median(lengths) <= 80
    assert quantiles(lengths, n=10)[-1] <= 250


def test_no_function_is_longer_than_forty_lines() -> None:
    functions = [one for package in PACKAGES for path in files_of(package) for one in functions_of(path)]
    assert [one for one in functions if one[1] > 40 and "migrations/versions" not in one[0]] == []


def test_functions_stay_small_on_the_whole() -> None:
    lengths = [n for package in PACKAGES for path in files_of(package) for _name, n in functions_of(path)]
    assert median(lengths) <= 6
    assert quantiles(lengths, n=10)[-1] <= 20


def test_suppressions_are_rare_and_give_their_reason() -> None:
    found, n_lines = [], 0
    for package in PACKAGES:
        for path in files_of(package):
            text = path.read_text(encoding="utf-8")
            n_lines += len(text.splitlines())
            for token in tokenize.generate_tokens(io.StringIO(text).readline):
                if token.type == tokenize.COMMENT and SUPPRESSION.match(token.string):
                    found.append((f"{path.relative_to(ROOT)}:{token.start[0]}", token.string))
    assert len(found) <= n_lines / 1000 + 1, found
    assert [one for one in found if BARE.fullmatch(one[1])] == []


@pytest.mark.parametrize("package", PACKAGES)
def test_no_file_has_a_name_that_says_nothing(package: str) -> None:
    assert [path.name for path in files_of(package) if path.stem in FORBIDDEN_NAMES] == []


@pytest.mark.parametrize("package", ["rubrics", "reviewers", "scoring"])
def test_engines_read_no_clock_environment_or_network(package: str) -> None:
    forbidden = re.compile(
        r"\b(datetime\.now|date\.today|time\.time\(|os\.environ|random\.random|np\.random\.(rand|seed)|requests\.|urllib)"
    )
    guilty = [
        str(path.relative_to(ROOT)) for path in files_of(package) if forbidden.search(path.read_text(encoding="utf-8"))
    ]
    assert guilty == []


@pytest.mark.parametrize("package", PACKAGES)
def test_every_public_function_and_class_has_a_docstring(package: str) -> None:
    silent = []
    for path in files_of(package):
        if "migrations" in path.parts:
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in tree.body:
            if (
                isinstance(node, ast.FunctionDef | ast.ClassDef)
                and not node.name.startswith("_")
                and not ast.get_docstring(node)
            ):
                silent.append(f"{path.relative_to(ROOT)}:{node.name}")
    assert silent == []
