"""The page about oneself (namespace `accounts`) and the sign-in pages (`account_…`)."""

from allauth.account import views as allauth
from django.urls import include, path, re_path

from accounts import sign_in, views

person = (
    [
        path("me/", views.person_edit, name="person_edit"),
        path("me/sessions/", views.session_list, name="session_list"),
    ],
    "accounts",
)

# Only the pages of django-allauth that this portal uses, under their usual names.
entrance = [
    path("login/", sign_in.SignIn.as_view(), name="account_login"),
    path("logout/", sign_in.SignOut.as_view(), name="account_logout"),
    path("inactive/", allauth.account_inactive, name="account_inactive"),
    path("signup/", sign_in.SignUp.as_view(), name="account_signup"),
    path(
        "login/code/",
        sign_in.CodeRequest.as_view(),
        name="account_request_login_code",
    ),
    path(
        "login/code/confirm/",
        sign_in.CodeConfirm.as_view(),
        name="account_confirm_login_code",
    ),
    path(
        "reauthenticate/",
        sign_in.Reauthenticate.as_view(),
        name="account_reauthenticate",
    ),
    path(
        "password/change/",
        sign_in.PasswordChange.as_view(),
        name="account_change_password",
    ),
    path("password/set/", sign_in.PasswordSet.as_view(), name="account_set_password"),
    path(
        "password/reset/",
        sign_in.PasswordReset.as_view(),
        name="account_reset_password",
    ),
    path(
        "password/reset/done/",
        allauth.password_reset_done,
        name="account_reset_password_done",
    ),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        sign_in.PasswordResetFromKey.as_view(),
        name="account_reset_password_from_key",
    ),
    path(
        "password/reset/key/done/",
        allauth.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
]

urlpatterns = [path("", include(person)), path("accounts/", include(entrance))]
