import uuid

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import intake.dates
import intake.lab_tests


def _person() -> models.ForeignKey:
    return models.ForeignKey(
        editable=False,
        null=True,
        on_delete=django.db.models.deletion.SET_NULL,
        related_name="+",
        to=settings.AUTH_USER_MODEL,
    )


class Migration(migrations.Migration):
    dependencies = [
        ("intake", "0003_herbs_and_other_treatment"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="diagnosis",
            name="no_lab_values",
            field=models.BooleanField(default=False),
        ),
        migrations.CreateModel(
            name="LabValue",
            fields=[
                ("revision", models.PositiveIntegerField(default=0, editable=False)),
                (
                    "not_known",
                    models.JSONField(blank=True, default=list, editable=False),
                ),
                (
                    "changed_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False
                    ),
                ),
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                (
                    "added_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False
                    ),
                ),
                (
                    "removed_at",
                    models.DateTimeField(blank=True, editable=False, null=True),
                ),
                (
                    "form_key",
                    models.UUIDField(
                        blank=True, editable=False, null=True, unique=True
                    ),
                ),
                (
                    "test",
                    models.CharField(
                        blank=True, choices=intake.lab_tests.grouped, max_length=20
                    ),
                ),
                ("test_name", models.CharField(blank=True, max_length=100)),
                ("value", models.CharField(blank=True, max_length=60)),
                ("unit", models.CharField(blank=True, max_length=40)),
                (
                    "sampled_on",
                    intake.dates.PartialDateField(blank=True, default=""),
                ),
                ("reference", models.CharField(blank=True, max_length=100)),
                ("laboratory", models.CharField(blank=True, max_length=200)),
                ("added_by", _person()),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, to="intake.case"
                    ),
                ),
                ("changed_by", _person()),
            ],
            options={
                "verbose_name": "value of a blood test",
                "ordering": ["test", "test_name", "sampled_on", "added_at"],
            },
        ),
    ]
