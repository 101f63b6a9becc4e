"""Does every command that prints an answer print it as JSON, too?"""

import importlib
import json

import click
import pytest
from click.testing import CliRunner

from tenure import clock
from tenure.actions.keys import create_key
from tenure.commands import demo, key
from tenure.commands.lines import COMMANDS
from tenure.records.models import ApiKey, Workspace
from tests.factories import make_member

WITHOUT = {"serve", "work"}  # they run until they are stopped, and answer over the network


def commands():
    for name, line in COMMANDS.items():
        command = importlib.import_module(line.module).command
        inner = command.commands.items() if isinstance(command, click.Group) else [("", command)]
        yield from ((f"{name} {word}".strip(), one) for word, one in inner)


def test_every_command_that_answers_has_json():
    silent = {
        name
        for name, command in commands()
        if not any("--json" in option.opts for option in command.params if isinstance(option, click.Option))
    }
    assert silent == WITHOUT


def test_a_revoked_key_is_told_as_json(workspace):
    create_key(workspace=workspace, kind="write", by="test")
    number = ApiKey.objects.get().pk
    done = CliRunner().invoke(key.command, ["revoke", str(number), "--json"])
    assert (done.exit_code, json.loads(done.stdout)) == (0, {"revoked": number})
    assert CliRunner().invoke(key.command, ["revoke", str(number), "--json"]).exit_code == 2


@pytest.mark.django_db
def test_the_demo_that_is_there_is_told_as_json(time_machine):
    time_machine.move_to("2026-03-01T12:00:00Z", tick=False)
    made = Workspace.objects.create(slug="demo", name="Demo", created_at=clock.now(), is_demo=True)
    make_member(made, "owner")
    done = CliRunner().invoke(demo.command, ["--json"])
    assert (done.exit_code, json.loads(done.stdout)) == (0, {"workspace": "demo", "made": False})
