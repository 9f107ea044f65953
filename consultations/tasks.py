"""Celery's entrances to the consultations app."""

from __future__ import annotations

import logging

from celery import shared_task
from celery.exceptions import SoftTimeLimitExceeded

from consultations import triage
from consultations.models import Packet, Summary
from consultations.packet import build as packets
from consultations.packet.archive import DamagedError
from consultations.summary import build
from records import storage
from records.paper.errors import PaperError

log = logging.getLogger(__name__)


@shared_task(soft_time_limit=150, time_limit=180)
def build_summary(summary_id: str) -> None:
    """Builds one version of a case summary, once; a cause that stays is not tried again."""
    summary = Summary.take(summary_id)
    if summary is None:
        return
    try:
        with summary.kept():
            build.build(summary)
    except PaperError as error:
        log.warning("summary %s not built: %s", summary_id, error.code)
        build.explain(summary, error)
    except SoftTimeLimitExceeded:
        log.warning("summary %s took too long", summary_id)
        summary.give_up("too_slow")
    except Exception as error:
        log.exception("summary %s failed: %s", summary_id, type(error).__name__)
        summary.give_up(storage.cause(error))


# A disc of 8 GB takes minutes; the children have limits of their own below this.
@shared_task(soft_time_limit=3000, time_limit=3060)
def build_packet(packet_id: str) -> None:
    """Builds one version of a packet, once; a cause that stays is not tried again."""
    packet = Packet.take(packet_id)
    if packet is None:
        return
    try:
        with packet.kept():
            packets.build(packet)
    except packets.LostError:
        log.info("packet %s is not wanted any more", packet_id)
    except PaperError as error:
        log.warning("packet %s not built: %s", packet_id, error.code)
        packets.explain(packet, error)
    except DamagedError as error:
        log.critical("packet %s not built: file %s is not what came", packet_id, error)
        packet.give_up("damaged", again=False)
    except SoftTimeLimitExceeded:
        log.warning("packet %s took too long", packet_id)
        packet.give_up("too_slow")
    except Exception as error:
        log.exception("packet %s failed: %s", packet_id, type(error).__name__)
        packet.give_up(storage.cause(error))


@shared_task
def refresh_queue() -> int:
    """Raises requests whose decide-by date came nearer; the rest follows at the next run."""
    return triage.refresh_due()
