"""Conflicts of 600 experts with 3,000 declarations, beside the plain way of comparing every pair of unit names.

Usage: python benchmarks/bench_conflicts.py
"""

from __future__ import annotations

import random
import resource
import time
from datetime import date

from reviewers.affinity import fit
from reviewers.conflict_settings import ConflictSettings
from reviewers.conflicts import find_conflicts
from reviewers.draw import Candidate, Limit, Stratum, draw_panel
from reviewers.people import DeclarationFacts, Employment, Expert, InvolvedPerson, InvolvedUnit, Region, Tie, Unit
from reviewers.places import known_places
from reviewers.units import unit_key

N_EXPERTS, N_DECLARATIONS = 600, 3000
SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕"
GIVEN = "伟芳娜敏静秀丽强磊军洋勇艳杰娟涛明超霞平刚桂英华建国文斌宇浩然子涵雨欣"
WORDS = (
    *("稀土", "永磁", "乳业", "羊绒", "煤化工", "风电", "光伏", "储能", "装备", "零部件"),
    *("马铃薯", "肉牛", "新材料", "医药", "云计算", "铝业", "硅业", "石墨", "生物", "食品"),
)
BRANDS = tuple(a + b for a in "天元华盛宏泰恒鑫瑞隆" for b in "源达丰茂通和兴业晟诚")


def main() -> None:
    """Print CPU seconds of each step and the peak memory of the process."""
    rng = random.Random(7)
    experts, declarations = pool(rng), forms(rng)
    ties = [Tie(rng.choice(experts).id, person_name(rng), "co_work") for _ in range(500)]
    for level in ("off", "city"):
        settings = ConflictSettings("city" if level == "city" else "off")
        started = time.process_time()
        found = find_conflicts(experts, declarations, ties=ties, settings=settings, today=date(2026, 11, 22))
        seconds = time.process_time() - started
        n_asked = sum(finding.certainty == "ask" for finding in found)
        print(
            f"conflicts, same region {level}: {seconds:.2f} CPU s, {len(found)} findings, {n_asked} of them questions"
        )
    print(f"every pair of names compared: {pairwise(experts, declarations):.1f} CPU s (estimated from 20 experts)")
    started = time.process_time()
    fit(experts, declarations)
    print(f"fit: {time.process_time() - started:.2f} CPU s")
    started = time.process_time()
    draw(rng)
    print(f"draw of 30 and 30 reserves from 1,000 in 7 groups: {time.process_time() - started:.2f} CPU s")
    print(f"peak memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB")


def person_name(rng: random.Random) -> str:
    """A name of two or three characters; homonyms are common, as they are in life."""
    return rng.choice(SURNAMES) + "".join(rng.choices(GIVEN, k=rng.choice((1, 2, 2))))


def unit_name(rng: random.Random) -> Unit:
    """A university, an office or a company of a known place."""
    place = rng.choice([known for known in known_places() if not known.county])
    word = rng.choice(WORDS)
    kind = rng.choices(
        ["{c}{b}{w}有限公司", "{p}{b}{w}股份有限公司{w}研究所", "{p}{w}研究院", "{c}工业和信息化局", "{c}大学{w}学院"],
        weights=(10, 5, 1, 1, 1),
    )[0]
    brand = rng.choice(BRANDS)
    name = kind.format(p=place.province, c=place.city, w=word, b=brand)
    parents = (f"{rng.choice(BRANDS)}{rng.choice(WORDS)}集团有限公司",) if rng.random() < 0.3 else ()
    aliases = (f"{brand}{word}",) if rng.random() < 0.1 else ()
    return Unit(name, aliases=aliases, parents=parents)


def pool(rng: random.Random) -> list[Expert]:
    """Experts with a unit, two earlier posts and a place."""
    cities = [place for place in known_places() if not place.county]
    made = []
    for n in range(N_EXPERTS):
        city = rng.choice(cities)
        posts = tuple(Employment(unit_name(rng), 2000, rng.randint(2015, 2026)) for _ in range(2))
        region = Region(city.province, city.city)
        industries, keywords = tuple(rng.sample(WORDS, 2)), tuple(rng.sample(WORDS, 4))
        made.append(
            Expert(
                f"e{n}", person_name(rng), (unit_name(rng),), region, (), industries, (), keywords, employments=posts
            )
        )
    return made


def forms(rng: random.Random) -> list[DeclarationFacts]:
    """Declarations with six units and six people each."""
    cities = [place for place in known_places() if not place.county]
    made = []
    for n in range(N_DECLARATIONS):
        place = rng.choice(cities)
        units = tuple(InvolvedUnit(unit_name(rng), "key_enterprise") for _ in range(6))
        people = tuple(InvolvedPerson(person_name(rng), "contact", unit_name(rng).name) for _ in range(6))
        words = tuple(rng.sample(WORDS, 3))
        made.append(
            DeclarationFacts(
                f"d{n}", f"{place.city}{words[0]}产业集群", place.city, "", units, people, words[:1], words
            )
        )
    return made


def pairwise(experts: list[Expert], declarations: list[DeclarationFacts]) -> float:
    """The same comparison of unit names without an index, scaled up from twenty experts."""
    sample = experts[:20]
    started = time.process_time()
    n_equal = 0
    for expert in sample:
        for declaration in declarations:
            for involved in declaration.units:
                n_equal += unit_key(expert.units[0].name) == unit_key(involved.unit.name)
    return (time.process_time() - started) * len(experts) / len(sample)


def draw(rng: random.Random) -> None:
    """A draw with groups and a limit per unit."""
    areas = ["leading_industry", "innovation", "digital", "green", "openness", "governance"]
    candidates = [
        Candidate(f"e{n}", {"area": tuple(rng.sample(areas, 2)), "unit": (f"u{rng.randrange(60)}",)})
        for n in range(1000)
    ]
    strata = [Stratum(area, {"area": (area,)}, 4, 4) for area in areas]
    draw_panel(candidates, places=30, reserves=30, seed=bytes(32), strata=strata, limit=Limit("unit", 1))


if __name__ == "__main__":
    main()
