"""Runs a `tenure` command at another time: `python -m tests.stories.at 2026-03-03T10:00 demo …`.

`… page PATH` prints a page of the demo as its visitor sees it. Time goes on from there.
"""

import os
import sys
from datetime import UTC, datetime

import time_machine

if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "tenure.project.settings"
    now, *words = sys.argv[1:]
    with time_machine.travel(datetime.fromisoformat(now).replace(tzinfo=UTC), tick=True):
        if words[0] != "page":
            from tenure.commands.main import main

            main(words)
        else:
            import django

            django.setup()
            from django.conf import settings
            from django.test import Client

            from tenure.console.demo import demo_member

            settings.ALLOWED_HOSTS = ["testserver"]
            member = demo_member()
            assert member is not None
            client = Client()
            client.force_login(member.user)
            answer = client.get(words[1])
            assert answer.status_code == 200, answer
            print(answer.content.decode())
