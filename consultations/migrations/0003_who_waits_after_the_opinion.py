"""Translation and questions wait on the team; a ready opinion waits on the family."""

from django.db import migrations

WAITS = {"translating": "team", "follow_up": "team", "delivered": "family"}
GREEN, AFTER_LEVELS = 3, "8"  # as consultations/triage.py has them


def put_right(apps, schema_editor):
    requests = apps.get_model("consultations", "ConsultationRequest").objects
    for row in requests.filter(status__in=WAITS).iterator(chunk_size=500):
        last = row.events.filter(to_status=row.status).order_by("at", "pk").last()
        row.waiting_on = WAITS[row.status]
        row.waiting_since = last.at if last else row.waiting_since
        if row.status == "delivered":
            row.urgency, row.queue_key = GREEN, AFTER_LEVELS + row.queue_key[1:]
        row.save(
            update_fields=["waiting_on", "waiting_since", "urgency", "queue_key"]
        )


def put_back(apps, schema_editor):
    requests = apps.get_model("consultations", "ConsultationRequest").objects
    requests.filter(status__in=WAITS).update(waiting_on="us")


class Migration(migrations.Migration):
    dependencies = [("consultations", "0002_queue_of_all")]
    operations = [migrations.RunPython(put_right, put_back)]
