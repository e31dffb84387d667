"""Rows keep an error's code and parameters instead of its sentence; what was said before stays as it is."""

from typing import Any

from django.db import migrations, models

from webui.sentences import refused_sentence, sentence

UNCLASSIFIED = "failure"
CODE_HELP = "One of `PROBLEMS`, or empty."


def keep_sentences(apps: Any, schema_editor: Any) -> None:
    """A sentence becomes the parameter of an unclassified error or of a refused file."""
    for name in ("Dataset", "Run"):
        rows = apps.get_model("webui", name).objects.exclude(error="")
        for pk, error in rows.values_list("pk", "error"):
            rows.filter(pk=pk).update(error_code=UNCLASSIFIED, error_parameters={"sentence": error})
    datasets = apps.get_model("webui", "Dataset").objects
    for pk, refused in datasets.exclude(refused=[]).values_list("pk", "refused"):
        datasets.filter(pk=pk).update(refused=[with_parameters(file) for file in refused])


def write_sentences(apps: Any, schema_editor: Any) -> None:
    """Backwards: rows get the sentences again that their codes stand for."""
    for name in ("Dataset", "Run"):
        rows = apps.get_model("webui", name).objects.exclude(error_code="")
        for pk, code, parameters in rows.values_list("pk", "error_code", "error_parameters"):
            rows.filter(pk=pk).update(error=sentence(code, parameters))
    datasets = apps.get_model("webui", "Dataset").objects
    for pk, refused in datasets.exclude(refused=[]).values_list("pk", "refused"):
        datasets.filter(pk=pk).update(refused=[with_message(file) for file in refused])


def with_message(file: dict[str, Any]) -> dict[str, Any]:
    message = refused_sentence(file["reason"], file["parameters"])
    return {"file": file["file"], "reason": file["reason"], "message": message}


def with_parameters(file: dict[str, Any]) -> dict[str, Any]:
    kept = {"file": file["file"], "reason": file["reason"]}
    return {**kept, "parameters": {"sentence": file["message"]} if file.get("message") else {}}


class Migration(migrations.Migration):

    dependencies = [
        ('webui', '0004_dataset_versions'),
    ]

    operations = [
        migrations.AddField(
            model_name='dataset',
            name='error_code',
            field=models.CharField(blank=True, help_text=CODE_HELP, max_length=60),
        ),
        migrations.AddField(
            model_name='dataset',
            name='error_parameters',
            field=models.JSONField(blank=True, default=dict),
        ),
        migrations.AddField(
            model_name='run',
            name='error_code',
            field=models.CharField(blank=True, help_text=CODE_HELP, max_length=60),
        ),
        migrations.AddField(
            model_name='run',
            name='error_parameters',
            field=models.JSONField(blank=True, default=dict),
        ),
        migrations.RunPython(keep_sentences, write_sentences),
        migrations.RemoveField(model_name='dataset', name='error'),
        migrations.RemoveField(model_name='run', name='error'),
        migrations.AlterField(
            model_name='dataset',
            name='refused',
            field=models.JSONField(default=list, help_text='[{"file", "reason", "parameters"}]'),
        ),
    ]
