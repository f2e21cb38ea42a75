"""The words of a calculation: templates in the person's language, areas by their titles instead of their keys."""

from collections.abc import Callable, Mapping

from flask_babel import gettext


def speaker(areas: Mapping[str, str]) -> Callable[[str, Mapping[str, str]], str]:
    """Return what says a template with its values for a round with these areas."""

    def say(template: str, values: Mapping[str, str]) -> str:
        told = {name: titled(str(value), areas) for name, value in values.items()}
        if "expert" in told:  # the templates say who the number is of
            told["expert"] = told["expert"].removeprefix("专家")
        return str(gettext(template)).format(**told)

    return say


def titled(text: str, areas: Mapping[str, str]) -> str:
    """Put the title of an area in the place of its key."""
    for key, title in areas.items():
        text = text.replace(key, title)
    return text
