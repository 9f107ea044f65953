from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import migrations, models


def fill(apps, schema_editor):
    """Days chosen before end in the zone answered in the folder, else in the service's."""
    members = apps.get_model("intake", "CaseMember").objects
    patients = apps.get_model("intake", "Patient").objects
    for member in members.exclude(expires_on=None).iterator():
        answered = patients.filter(case_id=member.case_id).values_list("time_zone")
        name = next((zone for (zone,) in answered), "")
        try:
            zone = ZoneInfo(name or settings.SERVICE["time_zone"])
        except (KeyError, ValueError, OSError):
            zone = ZoneInfo(settings.SERVICE["time_zone"])
        day_after = member.expires_on + timedelta(days=1)
        member.ends_at = datetime.combine(day_after, time.min, zone)
        member.save(update_fields=["ends_at"])


class Migration(migrations.Migration):
    dependencies = [("intake", "0007_specimen_and_report_date")]

    operations = [
        migrations.AddField(
            model_name="casemember",
            name="ends_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
