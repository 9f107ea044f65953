"""Pages of the request: questions, what is asked, checking, sending, where it stands."""

from django.urls import path

from consultations.views import (
    missing,
    packets,
    questions,
    send,
    status,
    steps,
    summaries,
)

app_name = "consultations"
_CASE = "folders/<uuid:case_id>"
urlpatterns = [
    path(f"{_CASE}/questions/", questions.question_list, name="question_list"),
    path(
        f"{_CASE}/questions/<uuid:question_id>/",
        questions.question_edit,
        name="question_edit",
    ),
    path(f"{_CASE}/request/", steps.request_start, name="request_start"),
    path(f"{_CASE}/request/<slug:slug>/", steps.request_step, name="request_step"),
    path(f"{_CASE}/missing/", missing.missing_list, name="missing_list"),
    path(f"{_CASE}/check/", send.request_check, name="request_check"),
    path(f"{_CASE}/send/", send.request_send, name="request_send"),
    path(f"{_CASE}/receipt/", status.request_receipt, name="request_receipt"),
    path(f"{_CASE}/status/", status.request_status, name="request_status"),
    path(f"{_CASE}/withdraw/", status.request_withdraw, name="request_withdraw"),
    path(
        "summaries/<uuid:summary_id>/",
        summaries.summary_download,
        name="summary_download",
    ),
    path(
        "packets/<uuid:packet_id>/pdf/",
        packets.packet_download,
        {"kind": "pdf"},
        name="packet_pdf",
    ),
    path(
        "packets/<uuid:packet_id>/zip/",
        packets.packet_download,
        {"kind": "zip"},
        name="packet_zip",
    ),
    path("team/", summaries.team_list, name="team_list"),
]
