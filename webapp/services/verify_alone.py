#!/usr/bin/env python3
"""Verify a bundle of 择优 (Zeyou) alone: Python 3.9 or later, standard library only, no line of the product's code.

    python3 verify.py NM-2025-核验包.zip [核验码] [公钥]

It says line by line what holds. 0: everything that was checked holds; 1: something does not; 2: no bundle.
What it does not redo it names at the end. 核验码 (the head of this round's ledger) and 公钥 (the key that signs heads)
are 64 digits that were published or kept elsewhere: without either of them the file is only compared with itself.

How to read it: a bundle is a zip of JSON parts. Every act of the round is an entry of ledger.json, chained by hashes.
The act that made a part recorded the part's SHA-256. So: the ledger must be whole and signed (A), every part must be
the recorded one (B), and what can be computed from other parts must come out again (C to H).
"""

from __future__ import annotations

import hashlib
import json
import sys
import zipfile
from collections.abc import Callable
from fractions import Fraction
from typing import Any

PARTIES = {"主管部门", "评审机构", "纪检监督"}
PUBLIC_NUMBER = "公开随机数"
# Parts that no act records: hashes, the ledger itself, a table for locating changes, signed heads, this program.
NOT_RECORDED = {"manifest.json", "ledger.json", "index.json", "checkpoints.json", "names.json", "verify.py"}
# After these acts the installation signs the head of its ledger.
SIGNED = ("freeze round", "draw panel", "lock scores", "rank round", "decide list", "start publicity", "announce list")
Part = Any


class DoesNotHoldError(Exception):
    """Something does not hold."""


def sha(text: str) -> str:
    """SHA-256 of a text, as 64 hexadecimal digits."""
    return hashlib.sha256(text.encode()).hexdigest()


def canonical(value: Part) -> str:
    """The one way to write a value as JSON: keys sorted, no blanks, nothing escaped that need not be."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def head_of(entries: list[Part]) -> str:
    """One hash for a list of ledger entries: over their digests, one a line."""
    return sha("\n".join(entry["digest"] for entry in entries))


def say(line: str) -> None:
    """Write one line."""
    sys.stdout.write(line + "\n")


def demand(holds: bool, fault: str) -> None:
    """Stop this check when something does not hold."""
    if not holds:
        raise DoesNotHoldError(fault)


def acts(parts: dict[str, Part], action: str) -> list[tuple[int, Part]]:
    """The ledger's entries of one kind: number and facts."""
    return [(one["sequence"], json.loads(one["facts"])) for one in parts["ledger.json"] if one["action"] == action]


# --- A. The file and the ledger -------------------------------------------------------------------------------------
def manifest_holds(parts: dict[str, Part]) -> None:
    """The manifest names the round as it was frozen, and the head of the ledger."""
    manifest, settings = parts["manifest.json"], parts["settings.json"]
    demand(manifest["format"] == "zeyou-bundle-2", "不认识的版本")
    demand(manifest["round"] == settings["round"], "manifest.json/round 与冻结的不同")
    demand(manifest["title"] == settings["title"], "manifest.json/title 与冻结的不同")
    demand(manifest["head"] == head_of(parts["ledger.json"]), "manifest.json/head 与留痕不符")


def ledger_holds(parts: dict[str, Part]) -> None:
    """Each entry hashes to its digest; neighbours are chained; an act that made parts sealed all entries before it."""
    before: list[Part] = []
    for one in parts["ledger.json"]:
        number = one["sequence"]
        row = [one[name] for name in ("previous", "sequence", "at", "actor", "action", "facts")]
        demand(one["digest"] == sha(canonical(row)), f"第 {number} 条留痕的内容与哈希不符")
        if before:
            demand(number > before[-1]["sequence"], f"第 {number} 条留痕的次序不对")
            is_next = number == before[-1]["sequence"] + 1  # the entries between belong to other rounds
            demand(not is_next or one["previous"] == before[-1]["digest"], f"第 {number} 条留痕与上一条不衔接")
        sealed = json.loads(one["facts"]).get("entries")
        demand(sealed in (None, head_of(before)), f"第 {number} 条留痕之前有增减")
        before.append(one)


# Ed25519 as in RFC 8032, to check signatures only: P the field, D the curve, ORDER and BASE the group.
P, ORDER = 2**255 - 19, 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, -1, P) % P


def added(a: tuple[int, int], b: tuple[int, int]) -> tuple[int, int]:
    """The sum of two points of the curve."""
    bent = D * a[0] * b[0] * a[1] * b[1]
    x = (a[0] * b[1] + b[0] * a[1]) * pow(1 + bent, -1, P)
    return x % P, (a[1] * b[1] + a[0] * b[0]) * pow(1 - bent, -1, P) % P


def times(n: int, point: tuple[int, int]) -> tuple[int, int]:
    """A point added to itself n times."""
    total = (0, 1)
    while n:
        total, point, n = added(total, point) if n & 1 else total, added(point, point), n >> 1
    return total


def unpacked(raw: bytes) -> tuple[int, int]:
    """The point that 32 bytes stand for: y, and the sign of x in the highest bit."""
    y, sign = int.from_bytes(raw, "little") % 2**255, raw[31] >> 7
    square = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
    x = pow(square, (P + 3) // 8, P)
    x = x if (x * x - square) % P == 0 else x * pow(2, (P - 1) // 4, P) % P
    demand((x * x - square) % P == 0 and len(raw) == 32, "不是曲线上的点")
    return (P - x if x & 1 != sign else x), y


BASE = unpacked((4 * pow(5, -1, P) % P).to_bytes(32, "little"))


def genuine(head: Part) -> None:
    """A signed head: S times the base is R plus the hash times the public key."""
    key, signature = bytes.fromhex(head["public_key"]), bytes.fromhex(head["signature"])
    signed = canonical({name: value for name, value in head.items() if name != "signature"}).encode()
    s = int.from_bytes(signature[32:], "little")
    hashed = int.from_bytes(hashlib.sha512(signature[:32] + key + signed).digest(), "little") % ORDER
    demand(s < ORDER, "不是签名")
    demand(times(s, BASE) == added(unpacked(signature[:32]), times(hashed, unpacked(key))), "签名不符")


def heads_hold(parts: dict[str, Part]) -> None:
    """Every act that closed a step was signed by one and the same key, and stands in the ledger as it was signed."""
    digests = {one["sequence"]: one["digest"] for one in parts["ledger.json"]}
    heads = {head["sequence"]: head for head in parts["checkpoints.json"]}
    for number, head in heads.items():
        demand(digests.get(number) == head["digest"], f"checkpoints.json 中的检查点与第 {number} 条留痕不符")
        demand(told(genuine, head) is None, f"checkpoints.json 中第 {number} 条处的签名不符，被改动")
    for number in [number for action in SIGNED for number, _facts in acts(parts, action)]:
        demand(number in heads, f"checkpoints.json 缺少第 {number} 条处的检查点")
    demand(len(heads) == len(parts["checkpoints.json"]), "checkpoints.json 有重复")
    demand(len({head["public_key"] for head in heads.values()}) == 1, "checkpoints.json 由不同的密钥签名")


def order_holds(parts: dict[str, Part]) -> None:
    """Rules before the draw, the draw before the scores, the scores before the ranking, the ranking before the list."""
    order = ("freeze round", "draw panel", "propose plan", "open scoring", "lock scores", "rank round", "decide list")
    first = [acts(parts, action)[0][0] for action in order if acts(parts, action)]
    demand(first == sorted(first), "冻结、抽取、评分、锁定、排序的先后次序不对")


# --- B. Every part is the one that was recorded when it came into being ----------------------------------------------
def parts_hold(parts: dict[str, Part]) -> None:
    """The newest entry that names a part holds its hash."""
    recorded: dict[str, tuple[int, str]] = {}
    for entry in parts["ledger.json"]:
        for name, digest in json.loads(entry["facts"]).get("parts", {}).items():
            recorded[name] = (entry["sequence"], digest)
    if "names.json" in parts:  # the experts' names, sealed; bound by the act that took them
        sealed = acts(parts, "take sealed bundle")[-1][1]["sealed"]
        demand(sealed == sha(canonical(parts["names.json"])), "names.json 与取走时登记的摘要不符")
    present = set(parts) - NOT_RECORDED
    demand(present == set(recorded), f"缺少或多出：{'、'.join(sorted(present ^ set(recorded)))}")
    for name, (number, digest) in sorted(recorded.items()):
        demand(sha(canonical(parts[name])) == digest, f"{name} 与第 {number} 条留痕登记的摘要不符")


def places(value: Part, path: str) -> dict[str, str]:
    """Every place of a part with six digits of its hash: keys are walked into, list elements where they are long."""
    if isinstance(value, dict) and value:
        return {k: v for key, one in value.items() for k, v in places(one, f"{path}/{key}").items()}
    if isinstance(value, list) and len(value) > 100_000:  # a hundred at a time
        return {f"{path}/{n}": sha(canonical(value[n : n + 100]))[:6] for n in range(0, len(value), 100)}
    if not (isinstance(value, list) and any(isinstance(one, (list, dict)) for one in value)):
        return {path: sha(canonical(value))[:6]}
    found: dict[str, str] = {}
    for n, one in enumerate(value):
        text = canonical(one)
        found.update(places(one, f"{path}/{n}") if len(text) > 500 else {f"{path}/{n}": sha(text)[:6]})
    return found


def places_hold(parts: dict[str, Part]) -> None:
    """The index tells where a part and its recorded hash part ways; by itself it proves nothing."""
    demand(set(parts["index.json"]) == set(parts) - NOT_RECORDED, "index.json 缺少或多出部分")
    for name, index in parts["index.json"].items():
        differing = sorted(path for path, _digits in set(places(parts[name], "").items()) ^ set(index.items()))
        demand(not differing, f"{name}{differing[:1]} 或 index.json 中它的摘要被改动")


# --- C. The rules ---------------------------------------------------------------------------------------------------
def rules_hold(parts: dict[str, Part]) -> None:
    """The fingerprint published at the freeze is over the pack and the settings."""
    part = parts["settings.json"]
    mine = sha(canonical({"pack": part["pack_fingerprint"], "settings": part["settings"]}))
    demand(mine == part["fingerprint"], "设置与指纹不符")
    demand(acts(parts, "freeze round")[-1][1]["fingerprint"] == mine, "留痕中没有这次冻结")


# --- D. The seed: everybody commits, then everybody reveals -----------------------------------------------------------
def commitments_hold(parts: dict[str, Part]) -> None:
    """Where the rules say so, each number was promised before any was known, and the pool before that."""
    draw, settings = parts["draw.json"], parts["settings.json"]["settings"]
    demand(draw["procedure"] == (settings.get("seed_procedure") or "together"), "种子办法不是冻结的办法")
    if draw["procedure"] != "committed":
        return
    attempt = parts["commitments.json"][-1]["attempt"]
    rows = {(one["kind"], one["party"]): one for one in parts["commitments.json"] if one["attempt"] == attempt}
    numbers = dict(draw["contributions"])
    demand((PUBLIC_NUMBER in numbers) == bool(settings.get("public_number")), "公开随机数与事先公布的来源不一致")
    numbers.pop(PUBLIC_NUMBER, None)
    demand(set(numbers) == PARTIES, "并非三方各有一个随机数")
    for party, number in numbers.items():
        one = rows["seed", party]
        promise = sha("\n".join(("zeyou-commit-v1", one["nonce"], number)))
        demand(promise == one["fingerprint"], f"{party}公开的随机数与承诺不符")
        told = [facts["commitment"] for _n, facts in acts(parts, "commit seed")]
        demand(promise in told, f"留痕中没有{party}的承诺")
    excluded = {one["candidate"]: one["reasons"] for one in draw["entries"] if one["outcome"] == "excluded"}
    pool = sha(canonical({"units": draw["units"], "excluded": excluded}))
    demand(pool == rows["pool", ""]["fingerprint"], "专家库与公布的指纹不符")
    conflicts = rows["conflicts", ""]
    demand(sha(canonical(draw["conflicts"])) == conflicts["value"], "回避情形与承诺的不符")
    promise = sha("\n".join(("zeyou-commit-v1", conflicts["nonce"], conflicts["value"])))
    demand(promise == conflicts["fingerprint"], "回避情形与公布的指纹不符")
    promised = [n for what in ("commit pool", "commit seed") for n, f in acts(parts, what) if f["attempt"] == attempt]
    revealed = [n for n, facts in acts(parts, "reveal seed") if facts["attempt"] == attempt]
    drawn = acts(parts, "draw panel")[0][0]
    demand(max(promised) < min(revealed) <= max(revealed) < drawn, "承诺、公开、抽取的先后次序不对")


def seed_holds(parts: dict[str, Part]) -> None:
    """The seed is one hash over every party's line, in the order of the parties' names as bytes."""
    said = sorted(parts["draw.json"]["contributions"].items(), key=lambda one: one[0].encode())
    lines = ["zeyou-seed-v1", *(f"{party}\t{number}" for party, number in said)]
    demand(sha("\n".join(lines)) == parts["draw.json"]["seed"], "合成的种子与记录不符")


# --- E. The draw: the lowest tickets, at most so many of one unit -----------------------------------------------------
def draw_holds(parts: dict[str, Part]) -> None:
    """Tickets, panel and reserves come out again, and the record hashes to its fingerprint."""
    draw = parts["draw.json"]
    out = {one["candidate"] for one in draw["entries"] if one["outcome"] == "excluded"}
    tickets = {key: sha(f"{draw['seed']}\n{key}") for key in draw["units"]}
    panel: list[str] = []
    waiting: list[str] = []
    taken: dict[str, int] = {}
    for key in sorted(tickets, key=lambda one: tickets[one]):
        unit = draw["units"][key]
        if key in out:
            continue
        if len(panel) < draw["places"] and taken.get(unit, 0) < draw["per_unit"]:
            panel.append(key)
            taken[unit] = taken.get(unit, 0) + 1
        else:
            waiting.append(key)
    told = {
        kind: [one["candidate"] for one in draw["entries"] if one["outcome"] == kind] for kind in ("chosen", "reserve")
    }
    demand(panel == told["chosen"], f"重算抽中 {'、'.join(panel)}")
    demand(waiting[: draw["reserves"]] == told["reserve"], "重算的候补不同")
    demand(all(tickets[one["candidate"]] == one["ticket"] for one in draw["entries"]), "票号不符")
    lines = [f"seed\t{draw['seed']}", f"pool\t{draw['pool']}"]
    for one in draw["entries"]:
        order = "" if one["order"] is None else str(one["order"])
        lines.append(
            "\t".join([one["ticket"], one["candidate"], one["outcome"], one["stratum"], order, *one["reasons"]])
        )
    demand(sha("\n".join(lines)) == draw["fingerprint"], "抽取记录的指纹不符")


# --- F. The assignment ------------------------------------------------------------------------------------------------
def plan_holds(parts: dict[str, Part]) -> None:
    """Its seed is that of the draw; no pair is forbidden; every declaration has its experts, nobody too many sheets."""
    plan = parts["plan.json"]
    problem, rows = plan["problem"], [tuple(row) for row in plan["rows"]]
    seed = int.from_bytes(hashlib.sha256(f"zeyou-assign-v1\n{parts['draw.json']['seed']}".encode()).digest()[:6], "big")
    demand(str(seed) == plan["seed"], "分派的种子不是由抽取的种子导出的")
    demand(len(set(rows)) == len(rows), "同一份申报两次分给同一位专家")
    forbidden = {tuple(pair) for pair in problem["conflicts"]}
    kept = {tuple(pair) for step in plan.get("steps", ()) for pair in step.get("kept", ())}  # handed in before
    crossed = sorted((set(rows) & forbidden) - kept)
    demand(not crossed, f"分派了应当回避的一对：{crossed[:1]}")
    if plan.get("steps"):
        return  # changed by hand or repaired, with a reason for each: the demand is then that of the steps
    need = problem["demand"]
    for i in range(len(problem["declarations"])):
        wanted = need if isinstance(need, int) else need[i]
        demand(sum(row[0] == i for row in rows) == wanted, f"{problem['declarations'][i]} 的专家数不对")
    load = problem["max_load"]
    for j in range(len(problem["experts"])):
        most = load if isinstance(load, int) else load[j]
        demand(sum(row[1] == j for row in rows) <= most, f"{problem['experts'][j]} 的份数过多")


# --- G. The scores and the ranking ------------------------------------------------------------------------------------
def scores_hold(parts: dict[str, Part]) -> None:
    """The scores are those that were locked, and each is of a pair of the plan."""
    locked = acts(parts, "lock scores")[-1][1]["scores"]
    demand(sha(canonical(parts["scores.json"])) == locked, "评分与锁定时的不同")
    problem = parts["plan.json"]["problem"]
    pairs = {(problem["declarations"][i], problem["experts"][j]) for i, j in parts["plan.json"]["rows"]}
    strangers = sorted({(row[0], row[1]) for row in parts["scores.json"]} - pairs)
    demand(not strangers, f"评分不在分派之内：{strangers[:1]}")


def totals_of(parts: dict[str, Part]) -> dict[str, list[Fraction]]:
    """The total of every review: criteria into areas, areas into the total; what does not apply leaves its weight."""
    reviews: dict[tuple[str, str], dict[str, Fraction]] = {}
    for declaration, expert, criterion, hundredths, skipped in parts["scores.json"]:
        if not skipped:
            reviews.setdefault((declaration, expert), {})[criterion] = Fraction(hundredths, 100)
    totals: dict[str, list[Fraction]] = {}
    for (declaration, _expert), points in reviews.items():
        total, weights = Fraction(0), Fraction(0)
        for area in parts["settings.json"]["rubric"]:
            mine = {key: Fraction(weight) for key, weight in area["criteria"].items() if key in points}
            if mine:
                share = Fraction(area["weight"])
                total += share * sum(points[key] * weight for key, weight in mine.items()) / sum(mine.values())
                weights += share
        totals.setdefault(declaration, []).append(total / weights)
    return totals


def trimmed(values: list[Fraction]) -> Fraction:
    """The mean without the highest and the lowest; of fewer than three values their mean."""
    kept = sorted(values)[1:-1] if len(values) >= 3 else values
    return sum(kept, Fraction(0)) / len(kept)


def median(values: list[Fraction]) -> Fraction:
    """The middle value, or the mean of the two in the middle."""
    ordered, n = sorted(values), len(values)
    return (ordered[(n - 1) // 2] + ordered[n // 2]) / 2


REDONE: dict[str, Callable[[list[Fraction]], Fraction]] = {
    "mean": lambda values: sum(values, Fraction(0)) / len(values),
    "trimmed_mean": trimmed,
    "median": median,
}


def rankings_hold(parts: dict[str, Part]) -> None:
    """The methods a person can do on paper come out again in millionths; the frozen method decides."""
    settings = parts["settings.json"]
    decisive = [run["method"] for run in parts["rankings.json"] if run["is_decisive"]]
    demand(decisive == [settings["settings"]["method"]], "起决定作用的方法不是冻结的方法")
    totals = totals_of(parts)
    for run in parts["rankings.json"]:
        demand(run["seed"] == int(settings["fingerprint"][:12], 16), f"{run['method']} 的种子不是由冻结的指纹导出的")
        demand({row["declaration"] for row in run["rows"]} == set(totals), f"{run['method']} 的申报与评分的不同")
        redo = REDONE.get(run["method"])
        if redo is None:
            continue
        mine = {key: redo(values) for key, values in totals.items()}
        for row in run["rows"]:
            figure = round(mine[row["declaration"]] * 1_000_000)
            demand(row["estimate"] == figure, f"{run['method']}：{row['declaration']} 重算为 {figure}")
            rank = 1 + sum(value > mine[row["declaration"]] for value in mine.values())
            demand(row["rank"] == rank, f"{run['method']}：{row['declaration']} 重算为第 {rank} 名")


# --- H. The list ------------------------------------------------------------------------------------------------------
def decision_holds(parts: dict[str, Part]) -> None:
    """Whoever is listed against the ranking, or left out against it, has a written reason."""
    run = next(run for run in parts["rankings.json"] if run["is_decisive"])
    status = {row["declaration"]: row["status"] for row in run["rows"]}
    for one in parts.get("decision.json", []):
        proposed = status[one["declaration"]]
        departs = proposed != "tied" and (proposed == "selected") != one["is_selected"]
        demand(not departs or bool(one["reason"].strip()), f"{one['declaration']} 与排序不一致，却没有理由")


CHECKS: list[tuple[str, Callable[[dict[str, Part]], None]]] = [
    ("轮次与冻结的一致", manifest_holds),
    ("留痕的哈希与衔接无误", ledger_holds),
    ("检查点的签名无误，与留痕一致", heads_hold),
    ("先后次序：冻结、抽取、评分、锁定、排序、名单", order_holds),
    ("各部分与形成时留痕的摘要一致", parts_hold),
    ("各部分逐处与目录一致", places_hold),
    ("规则指纹与冻结的设置一致", rules_hold),
    ("各方先承诺、后公开，再抽取", commitments_hold),
    ("种子由各方随机数合成", seed_holds),
    ("用种子重新抽取，结果一致", draw_holds),
    ("分派遵守回避、人数和份数", plan_holds),
    ("评分与锁定时一致", scores_hold),
    ("均值、去掉最高最低、中位数重算一致", rankings_hold),
    ("名单与排序不一致处都有理由", decision_holds),
]


def smuggled(archive: zipfile.ZipFile, data: bytes) -> bool:
    """Tell whether the zip says more than its files: a comment, or bytes before, between or after them."""
    at = described = 0
    for one in sorted(archive.infolist(), key=lambda one: one.header_offset):
        if one.comment or one.header_offset - at not in ((12, 16) if described else (0,)):
            return True
        name, extra = (int.from_bytes(data[one.header_offset + k :][:2], "little") for k in (26, 28))
        at, described = one.header_offset + 30 + name + extra + one.compress_size, one.flag_bits & 8
    return archive.start_dir - at not in ((12, 16) if described else (0,)) or data[-22:-18] != b"PK\x05\x06"


def read_parts(path: str) -> dict[str, Part]:
    """Unpack; every part must be what the manifest says, in the one canonical form."""
    with zipfile.ZipFile(path) as archive:
        demand(sum(one.file_size for one in archive.infolist()) < 2**30, "解压后过大")
        raw = {one.orig_filename: archive.read(one) for one in archive.infolist()}
        demand(len(raw) == len(archive.infolist()), "有重名的文件")
        with open(path, "rb") as file:
            demand(not smuggled(archive, file.read()), "压缩包里夹带了附言或文件以外的字节")
    hashes = json.loads(raw["manifest.json"])["files"]
    wrong = set(hashes) ^ (set(raw) - {"manifest.json"})
    demand(not wrong, f"缺少或多出文件 {'、'.join(sorted(wrong))}")
    for name, digest in hashes.items():
        demand(hashlib.sha256(raw[name]).hexdigest() == digest, f"{name} 被改动")
    with open(__file__, "rb") as mine:
        demand(raw["verify.py"] == mine.read(), "包内的 verify.py 与正在运行的不同")
    parts = {name: json.loads(content) for name, content in raw.items() if name.endswith(".json")}
    for name, part in parts.items():
        demand(canonical(part).encode() == raw[name], f"{name} 不是规范写法")
    return parts


def known_elsewhere(parts: dict[str, Part], head: str) -> None:
    """The figure kept elsewhere signed this ledger, or stands for a beginning after which nothing was made anew."""
    entries = parts["ledger.json"]
    if head.strip().lower() in {one["public_key"] for one in parts["checkpoints.json"]}:
        return
    n = next((n for n in range(len(entries), 0, -1) if head_of(entries[:n]) == head.strip().lower()), 0)
    demand(n > 0, "留痕与您保存的核验码或公钥不符")
    later = [name for entry in entries[n:] for name in json.loads(entry["facts"]).get("parts", {})]
    demand(not later, f"该核验码之后又重新形成了 {'、'.join(later)}")


def told(check: Callable[..., None], *given: Part) -> str | None:
    """Run a check; what is missing or malformed is a fault too."""
    try:
        check(*given)
    except DoesNotHoldError as error:
        return str(error)
    except Exception as error:  # whatever a forged value leads to
        return f"内容不完整或格式不对（{type(error).__name__}: {error}）"
    return None


def say_what_is_left(parts: dict[str, Part]) -> None:
    """Name what was not redone, and the figures to compare with those kept elsewhere."""
    others = [run["method"] for run in parts["rankings.json"] if run["method"] not in REDONE]
    say(f"本程序没有重算：分派的最优性、递补，以及 {'、'.join(others)} 的数值；请用 zeyou verify 重算。")
    say(f"核验码：{head_of(parts['ledger.json'])}")
    say(f"签名公钥：{'、'.join({str(one['public_key']) for one in parts['checkpoints.json']})}")


def main(arguments: list[str]) -> int:
    """Print one line per check."""
    try:
        parts = read_parts(arguments[0])
    except DoesNotHoldError as error:
        say(f"✗ 文件完整，未被改动：{error}")
        return 1
    except Exception as error:  # a damaged or forged file fails in many ways
        say(f"这不是核验包：{error}")
        return 2
    lines = [("文件完整，未被改动", None), *((title, told(check, parts)) for title, check in CHECKS)]
    lines += [("与另行保存的核验码或公钥一致", told(known_elsewhere, parts, one)) for one in arguments[1:]]
    for title, fault in lines:
        say(f"✓ {title}" if fault is None else f"✗ {title}：{fault}")
    if told(say_what_is_left, parts) is not None:
        say("内容格式不对，核验码和公钥读不出。")
    return 1 if any(fault is not None for _title, fault in lines) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
