from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class RecordsConfig(AppConfig):
    name = "records"

    def ready(self) -> None:
        from intake import papers
        from intake.signals import paper_facts
        from records import checks, linking  # noqa: F401 - checks register

        post_migrate.connect(_place_of_files, sender=self, dispatch_uid="records-place")
        paper_facts.connect(_papers, dispatch_uid="records-papers")
        papers.providers.append(linking.papers_of)


def _place_of_files(sender: Any, **kwargs: Any) -> None:
    """`migrate` prepares the database and the place of files; nothing else makes either."""
    from records import vault

    vault.place().set_up()


READ_BY_TEAM = {"", "en", "zh", "cmn", "yue"}


def _papers(sender: Any, *, case: Any, **kwargs: Any) -> dict[str, bool]:
    """What the papers of a folder hold that decides which consents are asked."""
    from records.kinds import GENETIC
    from records.models import Record

    rows = list(Record.objects.filter(case=case).here().values_list("kind", "language"))
    return {
        "genetic": any(kind in GENETIC for kind, _language in rows),
        "foreign_language": any(code not in READ_BY_TEAM for _kind, code in rows),
    }
