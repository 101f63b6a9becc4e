"""`tenure catalogue`: every fact there is, with the sentence that explains it."""

import click

from tenure.commands.asking import json_option, print_json_list, print_table
from tenure.facts.catalogue import CATALOGUE


@click.command()
@json_option
def command(as_json: bool) -> None:
    """Print every fact: name, type, unit and the sentence that explains it."""
    if as_json:
        print_json_list(
            {"name": f.name, "group": f.group, "type": f.type, "unit": f.unit, "sentence": f.sentence}
            for f in CATALOGUE.values()
        )
        return
    rows = [(f.name, f.type, f.unit, f.sentence) for f in CATALOGUE.values()]
    print_table(("Fact", "Type", "Unit", "What it says"), rows, "No fact is declared.")
    click.echo("And trait.NAME for every trait that calls or files brought.")
