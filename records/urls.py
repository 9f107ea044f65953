"""Pages of records."""

from django.urls import path

from records.views import checklist, files, pages, records, scans, tus

app_name = "records"
_CASE = "folders/<uuid:case_id>"
_RECORD = f"{_CASE}/records/<uuid:record_id>"
urlpatterns = [
    path(f"{_CASE}/records/", records.record_list, name="record_list"),
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
    path(f"{_RECORD}/pages/", pages.page_add, name="page_add"),
    path(f"{_RECORD}/pages/<uuid:file_id>/", pages.page_move, name="page_move"),
    path(f"{_RECORD}/scans/", scans.scan_receipt, name="scan_receipt"),
    path(f"{_CASE}/scans/<uuid:copy_id>/", scans.scan_copy, name="scan_copy"),
    path(f"{_CASE}/files/<uuid:file_id>/", files.file_download, name="file_download"),
    path("uploads/<uuid:case_id>/", tus.upload_begin, name="upload_begin"),
    path(
        "uploads/<uuid:case_id>/<uuid:upload_id>/",
        tus.upload_go_on,
        name="upload_go_on",
    ),
]
