"""The list of folders, and the page of one folder."""

from django.urls import path

from portal.views import folders

urlpatterns = [
    path("folders/", folders.folder_list, name="folder_list"),
    path("folders/<uuid:case_id>/", folders.folder_detail, name="folder_detail"),
]
