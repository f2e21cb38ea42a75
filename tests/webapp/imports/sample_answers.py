"""Invented answers for every field of a form, different for every seed, all of them readable."""

from random import Random

from rubrics.form import Field, Form

NAMES = ("包头市九原区稀土新材料集群", "呼和浩特市和林格尔乳制品集群", "九原区工业和信息化局", "王建国", "敖日格乐")
SENTENCE = "已建成公共检测平台{n}个，服务企业{m}家（含规上企业），成效明显。"


def sample_answers(form: Form, seed: int) -> dict[str, object]:
    random = Random(seed)
    answers: dict[str, object] = {entry.key: _sample(entry, random) for entry in form.fields}
    return answers | {"cover.city": "锡林郭勒盟", "cover.county": "苏尼特右旗", "cover.contact_name": "王建国"}


def _sample(entry: Field, random: Random) -> object:
    if entry.kind == "years":
        return [2021, 2022, 2023]
    if entry.kind == "ticks":
        return sorted(random.sample([option.number for option in entry.options], random.randint(1, len(entry.options))))
    if entry.options:
        return random.choice(entry.options).label
    if entry.years == 3:
        return [_figure(entry, random) for _ in range(3)]
    return _figure(entry, random)


def _figure(entry: Field, random: Random) -> str:
    if entry.kind == "count":
        return str(random.randint(0, 400))
    if entry.numeric:
        return random.choice((f"{random.randint(0, 9_999) / 100:.2f}", str(random.randint(0, 99)), "无"))
    if entry.kind == "text":
        lines = [SENTENCE.format(n=random.randint(1, 9), m=random.randint(10, 99)) for _ in range(random.randint(1, 3))]
        return "\n".join(lines)
    fixed = {"phone": "0472-5212345", "date": f"2024-03-{random.randint(1, 28):02d}"}
    return fixed.get(entry.kind) or random.choice(NAMES)
