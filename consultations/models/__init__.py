from consultations.models.desk import FactCheck, FlagSeen, InternalNote
from consultations.models.packets import Packet, PacketFile
from consultations.models.questions import Question
from consultations.models.requests import (
    TRANSITIONS,
    ConsultationRequest,
    RequestEvent,
    Status,
    TransitionError,
    Urgency,
    WaitingOn,
)
from consultations.models.summaries import Summary

__all__ = [
    "TRANSITIONS",
    "ConsultationRequest",
    "FactCheck",
    "FlagSeen",
    "InternalNote",
    "Packet",
    "PacketFile",
    "Question",
    "RequestEvent",
    "Status",
    "Summary",
    "TransitionError",
    "Urgency",
    "WaitingOn",
]
