"""Pages of records."""

from django.urls import path

from records.views import checklist, files, pages, records, shaping, shown, tus

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
    path(f"{_RECORD}/pdf/", shown.record_pdf, name="record_pdf"),
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
]
