"""The forms on a page as a browser would send them, so that one field at a time can be bent."""

from dataclasses import dataclass, field
from html.parser import HTMLParser


@dataclass
class FilledForm:
    """Where a form goes and what its fields hold."""

    address: str
    method: str
    fields: dict[str, str] = field(default_factory=dict)
    files: set[str] = field(default_factory=set)


class FormReader(HTMLParser):
    """Collects the forms of one page, the fields with what stands in them."""

    def __init__(self, here: str) -> None:
        super().__init__()
        self.here = here
        self.forms: list[FilledForm] = []
        self.links: list[str] = []
        self._select = self._text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take what sends, what is sent, and where links lead."""
        given = {name: value or "" for name, value in attrs}
        if tag == "a":
            self.links.append(given.get("href", ""))
        elif tag == "form":
            self.forms.append(FilledForm(given.get("action") or self.here, given.get("method", "get").upper()))
        elif self.forms:
            self._take_field(tag, given)

    def _take_field(self, tag: str, given: dict[str, str]) -> None:
        form, name = self.forms[-1], given.get("name", "")
        if tag == "option":
            if self._select and ("selected" in given or self._select not in form.fields):
                form.fields[self._select] = given.get("value", "")
            return
        self._select = name if tag == "select" else ""
        self._text = name if tag == "textarea" else ""
        if given.get("type") == "file":
            form.files.add(name)
        elif name and tag != "select":
            form.fields.setdefault(name, given.get("value", ""))

    def handle_data(self, data: str) -> None:
        """Take what stands in a field of several lines."""
        if self._text and self.forms:
            self.forms[-1].fields[self._text] = data
            self._text = ""


def read_page(text: str, here: str) -> FormReader:
    """Return the forms and links of a page."""
    reader = FormReader(here)
    reader.feed(text)
    return reader
