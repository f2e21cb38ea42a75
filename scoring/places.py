"""The number of places of a list: a whole number between one and all."""

from __future__ import annotations

from operator import index


class PlacesOutOfRangeError(ValueError):
    """The number of places is not between 1 and the number of declarations."""

    def __init__(self, places: int, n_declarations: int) -> None:
        self.places = places
        self.n_declarations = n_declarations
        super().__init__(f"{places} places among {n_declarations} declarations")


def checked_places(places: int, n_declarations: int) -> int:
    """Return the number of places as a plain whole number.

    Parameters
    ----------
    places
        Whole number of any integer type.
    n_declarations
        Declarations that are ranked.

    Raises
    ------
    PlacesOutOfRangeError
        Fewer than one place, or more than there are declarations.
    TypeError
        Not a whole number.

    Examples
    --------
    >>> checked_places(3, 3)
    3
    """
    whole = index(places)
    if not 1 <= whole <= n_declarations:
        raise PlacesOutOfRangeError(whole, n_declarations)
    return whole
