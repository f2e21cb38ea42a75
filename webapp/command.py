"""The command `zeyou` with the web application handed to it: commands stand below the application."""

from __future__ import annotations

from typing import TYPE_CHECKING

from webapp.cli.entry import run_command

if TYPE_CHECKING:
    from flask import Flask
    from sqlalchemy import Engine

    from webapp.settings import Settings


def main() -> None:
    """Run the command line."""
    run_command(build)


def build(settings: Settings, engine: Engine) -> Flask:
    """Build the application only for the commands that serve it: its import takes a second."""
    from webapp.app import create_app

    return create_app(settings, engine=engine)
