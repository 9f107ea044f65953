"""Pages of records."""

from django.urls import path

from records.views import (
    checklist,
    files,
    letters,
    pages,
    parcels,
    quiet,
    records,
    regrouping,
    scans,
    shaping,
    shown,
    suggested,
    tus,
    unfinished,
)

app_name = "records"
_CASE = "folders/<uuid:case_id>"
_RECORD = f"{_CASE}/records/<uuid:record_id>"
_PARCEL = f"{_CASE}/parcels/<uuid:parcel_id>"
_LETTER = f"{_CASE}/letters/<uuid:letter_id>"
urlpatterns = [
    path(f"{_CASE}/records/", records.record_list, name="record_list"),
    path(f"{_CASE}/records/print/", records.record_print, name="record_print"),
    path(f"{_CASE}/records/quiet/", quiet.quiet_answer, name="quiet_answer"),
    path(
        f"{_CASE}/records/checklist/", checklist.checklist_list, name="checklist_list"
    ),
    path(
        f"{_CASE}/records/checklist/<slug:kind>/",
        checklist.checklist_answer,
        name="checklist_answer",
    ),
    path(f"{_RECORD}/", records.record_edit, name="record_edit"),
    path(f"{_RECORD}/remove/", records.record_remove, name="record_remove"),
    path(f"{_RECORD}/take-back/", records.record_take_back, name="record_take_back"),
    path(
        f"{_RECORD}/suggested/", suggested.suggestion_answer, name="suggestion_answer"
    ),
    path(f"{_RECORD}/pages/", pages.page_add, name="page_add"),
    path(f"{_RECORD}/pages/<uuid:file_id>/", pages.page_move, name="page_move"),
    path(
        f"{_RECORD}/pages/<uuid:file_id>/replace/",
        pages.page_replace,
        name="page_replace",
    ),
    path(f"{_RECORD}/pages/<uuid:file_id>/turn/", shaping.page_turn, name="page_turn"),
    path(f"{_RECORD}/pages/<uuid:file_id>/crop/", shaping.page_crop, name="page_crop"),
    path(
        f"{_RECORD}/pages/<uuid:file_id>/more/", shaping.pages_more, name="pages_more"
    ),
    path(f"{_RECORD}/pages/<uuid:file_id>/own/", regrouping.page_own, name="page_own"),
    path(f"{_RECORD}/join/", regrouping.record_join, name="record_join"),
    path(f"{_RECORD}/pdf/", shown.record_pdf, name="record_pdf"),
    path(f"{_RECORD}/scans/", scans.scan_receipt, name="scan_receipt"),
    path(f"{_CASE}/scans/<uuid:copy_id>/", scans.scan_copy, name="scan_copy"),
    path(f"{_CASE}/files/<uuid:file_id>/", files.file_download, name="file_download"),
    path(f"{_CASE}/files/<uuid:file_id>/copy/", shown.copy_show, name="copy_show"),
    path(
        f"{_CASE}/previews/<uuid:preview_id>/", shown.preview_show, name="preview_show"
    ),
    path("uploads/<uuid:case_id>/", tus.upload_begin, name="upload_begin"),
    path(
        "uploads/<uuid:case_id>/<uuid:upload_id>/",
        tus.upload_go_on,
        name="upload_go_on",
    ),
    path(
        f"{_CASE}/uploads/<uuid:upload_id>/leave-out/",
        unfinished.upload_leave_out,
        name="upload_leave_out",
    ),
    path(f"{_CASE}/letters/", letters.letter_list, name="letter_list"),
    path(f"{_CASE}/letters/new/", letters.letter_new, name="letter_new"),
    path(f"{_LETTER}/", letters.letter_detail, name="letter_detail"),
    path(f"{_LETTER}/edit/", letters.letter_edit, name="letter_edit"),
    path(f"{_LETTER}/print/", letters.letter_print, name="letter_print"),
    path(f"{_LETTER}/sent/", letters.letter_sent, name="letter_sent"),
    path(f"{_LETTER}/remove/", letters.letter_remove, name="letter_remove"),
    path(f"{_LETTER}/pdf/", letters.letter_download, name="letter_download"),
    path(f"{_CASE}/parcels/", parcels.parcel_list, name="parcel_list"),
    path(f"{_PARCEL}/", parcels.parcel_detail, name="parcel_detail"),
    path(f"{_PARCEL}/items/", parcels.item_add, name="item_add"),
    path(f"{_PARCEL}/items/<int:item_id>/", parcels.item_remove, name="item_remove"),
    path(f"{_PARCEL}/sender/", parcels.parcel_sender, name="parcel_sender"),
    path(f"{_PARCEL}/print/", parcels.parcel_print, name="parcel_print"),
    path(f"{_PARCEL}/send/", parcels.parcel_send, name="parcel_send"),
    path(f"{_PARCEL}/way/", parcels.parcel_way, name="parcel_way"),
    path(f"{_PARCEL}/cancel/", parcels.parcel_cancel, name="parcel_cancel"),
    path(f"{_PARCEL}/home/", parcels.parcel_home, name="parcel_home"),
    path(f"{_PARCEL}/pdf/", parcels.parcel_download, name="parcel_download"),
]
