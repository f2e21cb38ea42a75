"""Names of people: one spelling for comparing them, and stored keys for the two customary orders."""

from __future__ import annotations

import re
import unicodedata

BRACKETED = re.compile(r"[(\[〔【].*?[)\]〕】]")
NOT_A_NAME = re.compile(r"[^a-z\u3007\u3400-\u9fff\U00020000-\U0003ffff]+")
HONORIFIC = re.compile(r"(?<=..)(教授|副教授|研究员|高级工程师|高工|工程师|博士|先生|女士|同志|老师)$")
HAN_NAME = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]")


def person_key(name: str) -> str:
    """
    One spelling of a person's name: no spaces, dots, brackets, telephone numbers or titles, half width.

    Parameters
    ----------
    name : str
        As written on a form or in a table.

    Returns
    -------
    str
        Empty when nothing of a name is left.

    Examples
    --------
    >>> person_key("王 伟（主任）13800000000"), person_key("阿拉坦·乌拉") == person_key("阿拉坦乌拉")
    ('王伟', True)
    """
    text = BRACKETED.sub("", unicodedata.normalize("NFKC", name)).casefold()
    kept = NOT_A_NAME.sub("" if HAN_NAME.search(text) else " ", text).strip()
    return HONORIFIC.sub("", kept)
