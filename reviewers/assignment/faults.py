"""What is wrong with a problem somebody handed in, as data."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Fault:
    """One thing that must be mended before a problem can be solved.

    Parameters
    ----------
    path : str
        The array and, where it is known, the place inside it, such as ``max_load[3]``.
    code : str
        Stable name of the kind of fault.
    reason_template : str
        Chinese sentence with named places.
    reason_values : Mapping[str, str]
        What stands in the places.

    Examples
    --------
    >>> Fault("demand[0]", "negative", "{path} 不能为负数", {"path": "demand[0]"}).reason
    'demand[0] 不能为负数'
    """

    path: str
    code: str
    reason_template: str
    reason_values: Mapping[str, str] = field(default_factory=dict)

    @property
    def reason(self) -> str:
        """The sentence in Chinese."""
        return self.reason_template.format_map(dict(self.reason_values))


class MalformedProblemError(ValueError):
    """The arrays do not describe an assignment problem; ``faults`` lists every reason found."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("；".join(fault.reason for fault in self.faults))
