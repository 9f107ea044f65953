from typing import Any

from django.apps import AppConfig


class RecordsConfig(AppConfig):
    name = "records"

    def ready(self) -> None:
        from intake import papers
        from intake.signals import paper_facts
        from records import checks, linking  # noqa: F401 - checks register

        paper_facts.connect(_papers, dispatch_uid="records-papers")
        papers.providers.append(linking.papers_of)


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
