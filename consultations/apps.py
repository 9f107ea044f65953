from typing import Any

from django.apps import AppConfig
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _


class ConsultationsConfig(AppConfig):
    name = "consultations"
    verbose_name = _("Cases")

    def ready(self) -> None:
        from django.db.backends.signals import connection_created

        from consultations import asking
        from consultations.folding import teach_sqlite
        from intake.signals import case_changed, consent_withdrawn
        from records import looks
        from records.checklist import asking_providers
        from records.linking import naming_providers, renaming_providers
        from records.reminders import quiet_providers

        consent_withdrawn.connect(_stop_work, dispatch_uid="stop-work")
        case_changed.connect(_weigh_again, dispatch_uid="weigh-again")
        naming_providers.append(_plan_names)
        renaming_providers.append(_rename_in_plan)
        asking_providers.append(asking.of_case)
        quiet_providers.append(_left_in_peace)
        looks.carriers.append(_packets_with)
        connection_created.connect(teach_sqlite, dispatch_uid="fold-names")


def _plan_names(case: Any) -> list[tuple[list[str], str]]:
    """The records that the newest request names as holding the plan at home."""
    newest = case.requests.order_by("-number").only("plan_records").first()
    if newest is None or not newest.plan_records:
        return []
    return [(newest.plan_records, gettext("The plan at home"))]


def _rename_in_plan(case: Any, before: str, after: str, by: Any) -> None:
    """The newest request names another record where it named the first."""
    from intake.saving import Wish, write_wishes
    from records.linking import renamed

    newest = case.requests.order_by("-number").first()
    if newest is not None and before in newest.plan_records:
        named = renamed(newest.plan_records, before, after)
        write_wishes(newest, {"plan_records": Wish(named)}, case=case, by=by)


def _packets_with(case_id: Any, files: set[str]) -> tuple[str, list[str]]:
    """The packets one of these files was bound into: one query."""
    from consultations.models import Packet

    built = Packet.objects.filter(request__case=case_id).values_list("pk", "made_of")
    return "consultations.packet", [str(pk) for pk, of in built if files & set(of)]


def _left_in_peace(case_ids: set[Any]) -> set[Any]:
    """Folders whose newest request has ended, is answered, or waits for a consent."""
    from consultations.models import ConsultationRequest, Status
    from consultations.models.requests import ENDED

    quiet = {*ENDED, Status.DELIVERED, Status.FOLLOW_UP, Status.PAUSED}
    rows = ConsultationRequest.objects.filter(case__in=case_ids).order_by("number")
    newest = dict(rows.values_list("case_id", "status"))
    return {case_id for case_id, status in newest.items() if status in quiet}


def _stop_work(sender: Any, *, case: Any, code: str, by: Any, **kwargs: Any) -> None:
    from consultations import services, triage
    from intake import genes

    if code in triage.NEEDED_CONSENTS:
        services.pause_without_consent(case, code, by=by)
    if code == genes.STATEMENT:
        services.summary_without_genes(case)


def _weigh_again(sender: Any, *, case: Any, **kwargs: Any) -> None:
    from consultations import triage

    triage.refresh_after_change(case)
