"""Pages of people and consents; part of intake/urls.py."""

from django.urls import path

from intake.views import consents, people

_CASE = "folders/<uuid:case_id>"
urlpatterns = [
    path(f"{_CASE}/people/", people.people_list, name="people_list"),
    path(f"{_CASE}/people/patient/", people.patient_invite, name="patient_invite"),
    path(
        f"{_CASE}/people/<int:member_id>/", people.caregiver_edit, name="caregiver_edit"
    ),
    path(
        f"{_CASE}/people/<int:member_id>/end/",
        people.caregiver_end,
        name="caregiver_end",
    ),
    path(
        f"{_CASE}/people/invitations/<uuid:invitation_id>/",
        people.invitation_end,
        name="invitation_end",
    ),
    path(
        "invitations/<str:token>/", people.invitation_answer, name="invitation_answer"
    ),
    path(f"{_CASE}/consents/", consents.consent_list, name="consent_list"),
    path(
        f"{_CASE}/consents/<slug:code>/take-back/",
        consents.consent_take_back,
        name="consent_take_back",
    ),
    path(
        f"{_CASE}/consents/text/<int:consent_id>/",
        consents.consent_text,
        name="consent_text",
    ),
]
