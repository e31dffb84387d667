"""Which version is live follows from a sequence and no longer from a clock."""

from typing import Any

from django.db import migrations, models


def number_by_time(apps: Any, schema_editor: Any) -> None:
    """Versions get the order in which they went live, by the times that they have."""
    versions = apps.get_model("webui", "ModelVersion").objects
    live = versions.filter(live_since__isnull=False).order_by("live_since", "pk")
    for order, pk in enumerate(live.values_list("pk", flat=True), start=1):
        versions.filter(pk=pk).update(live_order=order)


class Migration(migrations.Migration):

    dependencies = [
        ('webui', '0006_accepted_requests'),
    ]

    operations = [
        migrations.AddField(
            model_name='modelversion',
            name='live_order',
            field=models.BigIntegerField(
                default=0, db_default=0, help_text='Counts what went live, within a name.'
            ),
        ),
        migrations.RunPython(number_by_time, migrations.RunPython.noop),
    ]
