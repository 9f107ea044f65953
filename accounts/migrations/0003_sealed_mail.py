from django.db import migrations, models

import accounts.sealed


def seal(apps, schema_editor):
    """Mail that waits is sealed; of mail that failed the text is wiped: nobody sends it."""
    mail = apps.get_model("accounts", "OutgoingMail").objects
    mail.filter(work="failed").update(body="", html="")
    _write_anew(mail, accounts.sealed.seal)


def unseal(apps, schema_editor):
    mail = apps.get_model("accounts", "OutgoingMail").objects
    _write_anew(mail, lambda text: accounts.sealed.unseal(text) or "")


def _write_anew(mail, change):
    for row in mail.exclude(body="", html="").iterator():
        row.body = change(row.body) if row.body else ""
        row.html = change(row.html) if row.html else ""
        row.save(update_fields=["body", "html"])


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_staff_groups")]

    operations = [
        migrations.AlterModelOptions(
            name="outgoingmail",
            options={
                "verbose_name": "outgoing mail",
                "verbose_name_plural": "outgoing mail",
            },
        ),
        migrations.AddField(
            model_name="outgoingmail",
            name="expires_at",
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="outgoingmail",
            name="kind",
            field=models.CharField(
                choices=[
                    ("code", "Sign-in code"),
                    ("reset", "Link for a new password"),
                    ("invitation", "Invitation"),
                    ("request", "About a request"),
                    ("account", "About an account"),
                ],
                default="account",
                max_length=10,
                verbose_name="kind",
            ),
        ),
        migrations.RunPython(seal, unseal),
        migrations.AlterField(
            model_name="outgoingmail",
            name="body",
            field=accounts.sealed.SealedText(blank=True),
        ),
        migrations.AlterField(
            model_name="outgoingmail",
            name="html",
            field=accounts.sealed.SealedText(blank=True),
        ),
    ]
