"""Tokens are kept as hashes: those of earlier releases stay valid, and their text is deleted."""

import hashlib
from typing import Any

import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models


def hash_tokens(apps: Any, schema_editor: Any) -> None:
    tokens = apps.get_model("authtoken", "Token").objects
    hashed = apps.get_model("webui", "ApiToken").objects
    for account_id, key in tokens.values_list("user_id", "key"):
        digest = hashlib.sha256(key.encode()).hexdigest()
        hashed.create(account_id=account_id, digest=digest, scope="publisher")
    tokens.all().delete()


class Migration(migrations.Migration):

    dependencies = [
        ('webui', '0008_refused_total'),
        ('authtoken', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ApiToken',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('digest', models.CharField(help_text='SHA-256 of its text, which is not kept.', max_length=64, unique=True)),
                ('scope', models.CharField(help_text='The largest role that calls with it have.', max_length=20)),
                ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ('expires_at', models.DateTimeField(blank=True, help_text='Empty for tokens of earlier releases.', null=True)),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.RunPython(hash_tokens, migrations.RunPython.noop),
    ]
