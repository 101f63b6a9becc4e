"""Gives workspaces that were made before there was a churn register the reasons that new ones are born with."""

from django.db import migrations

USUAL = (
    ("Price", ("Too dear for what it brings", "Budget was cut", "Found it cheaper elsewhere")),
    ("Product", ("Something it needs is missing", "Too hard to use", "Faults and outages")),
    ("Little use", ("Never got started", "Use faded away", "Whoever worked with it left")),
    ("Service", ("Answers came too late", "Promises were not kept", "Nobody knew them")),
    ("Competitor", ("Went to another supplier", "Does it itself now")),
    ("Their business", ("Closed", "Sold or merged", "Changed what it does")),
    ("Payment", ("Did not pay",)),
)


def name_usual_reasons(apps, schema_editor):
    reasons = apps.get_model("records", "ChurnReason").objects.using(schema_editor.connection.alias)
    workspaces = apps.get_model("records", "Workspace").objects.using(schema_editor.connection.alias)
    for workspace in workspaces.exclude(pk__in=reasons.values("workspace")):
        for position, (title, finer) in enumerate(USUAL):
            top = reasons.create(workspace=workspace, title=title, position=position)
            for place, one in enumerate(finer):
                reasons.create(workspace=workspace, parent=top, title=one, position=place)


class Migration(migrations.Migration):
    dependencies = [
        ("records", "0009_counts_of_attempts"),
    ]

    operations = [
        migrations.RunPython(name_usual_reasons, migrations.RunPython.noop, elidable=True),
    ]
