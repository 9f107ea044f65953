"""Pages of a folder's answers."""

from django.urls import path

from intake import urls_people
from intake.views import folders, steps

app_name = "intake"
_PART = "folders/<uuid:case_id>/part/<slug:slug>"
urlpatterns = [
    path("folders/new/", folders.case_new, name="case_new"),
    path(f"{_PART}/", steps.step_edit, name="step_edit"),
    path(f"{_PART}/<uuid:row_id>/", steps.row_edit, name="row_edit"),
    path(f"{_PART}/<uuid:row_id>/remove/", steps.row_remove, name="row_remove"),
    *urls_people.urlpatterns,
]
