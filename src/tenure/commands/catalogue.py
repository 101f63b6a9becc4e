"""`tenure catalogue`: every fact there is, with the sentence that explains it."""

import click

from tenure.answers.custom_facts import catalogue_of
from tenure.commands.asking import json_option, print_json_list, print_table, the_workspace
from tenure.facts.catalogue import CATALOGUE


@click.command()
@click.option("--workspace", "-w", "slug", help="With the facts that this workspace declared itself.")
@json_option
def command(slug: str | None, as_json: bool) -> None:
    """Print every fact: name, type, unit and the sentence that explains it."""
    facts = CATALOGUE if slug is None else catalogue_of(the_workspace(slug))
    if as_json:
        print_json_list(
            {"name": f.name, "group": f.group, "type": f.type, "unit": f.unit, "sentence": f.sentence}
            for f in facts.values()
        )
        return
    rows = [(f.name, f.type, f.unit, f.sentence) for f in facts.values()]
    print_table(("Fact", "Type", "Unit", "What it says"), rows, "No fact is declared.")
    click.echo("And trait.NAME for every trait that calls or files brought.")
