"""Datasets of one name are its versions, numbered in the order in which they were added."""

from collections import Counter
from typing import Any

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def number_versions(apps: Any, schema_editor: Any) -> None:
    datasets = apps.get_model("webui", "Dataset").objects
    known: Counter[str] = Counter()
    for pk, name in datasets.order_by("pk").values_list("pk", "name"):
        known[name] += 1
        datasets.filter(pk=pk).update(version=known[name])


class Migration(migrations.Migration):

    dependencies = [
        ('webui', '0003_roles'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='dataset',
            name='attack_s',
            field=models.FloatField(default=0.1, help_text='Of the WAV files: from their start to the peak.'),
        ),
        migrations.AddField(
            model_name='dataset',
            name='length_s',
            field=models.FloatField(default=0.4, help_text='Of the WAV files.'),
        ),
        migrations.AddField(
            model_name='dataset',
            name='origin',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='webui.dataset'),
        ),
        migrations.AddField(
            model_name='dataset',
            name='version',
            field=models.PositiveIntegerField(default=1),
        ),
        migrations.RunPython(number_versions, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name='dataset',
            constraint=models.UniqueConstraint(fields=('name', 'version'), name='one_dataset_per_version'),
        ),
    ]
