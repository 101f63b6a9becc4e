"""`tenure doctor`: which settings hold, and is anything wrong with the set-up?"""

import sys

import click
from django.conf import settings

from tenure.answers.doctor import findings
from tenure.commands.asking import json_option, print_json

SIGNS = {"fine": click.style("✓", fg="green"), "note": "·", "wrong": click.style("✗", fg="red")}


@click.command()
@json_option
def command(as_json: bool) -> None:
    """Check the set-up, list every setting, and say in a sentence what is wrong and what to do.

    Exit code 0 when nothing is wrong, 1 when something is.
    """
    found = list(findings())
    wrong = [finding for finding in found if finding.state == "wrong"]
    known = settings.TENURE_ENVIRONMENT.settings
    if as_json:
        listed = [{"name": s.name, "value": s.shown, "source": s.source, "meaning": s.meaning} for s in known]
        print_json({"ok": not wrong, "settings": listed, "checks": [finding.as_json() for finding in found]})
        sys.exit(1 if wrong else 0)
    click.secho("Settings", bold=True)
    for setting in known:
        click.echo(f"  {setting.name} = {setting.shown or '(empty)'}  [{setting.source}]\n      {setting.meaning}")
    click.secho("Checks", bold=True)
    for finding in found:
        click.echo(f"  {SIGNS[finding.state]} {finding.about}: {finding.says}")
    click.echo(f"{len(wrong)} of {len(found)} checks found something wrong." if wrong else "Nothing is wrong.")
    sys.exit(1 if wrong else 0)
