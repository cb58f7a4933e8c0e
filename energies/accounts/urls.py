from django.urls import include, path
from django.utils.translation import gettext_lazy as _

from energies.accounts import erase_views, role_views, views

urlpatterns = [
    path(_("my-space/sign-in/"), views.sign_in, name="sign_in"),
    path(_("my-space/sign-in/code/"), views.code, name="sign_in_code"),
    path(_("my-space/sign-in/what-you-wrote/"), views.held_form, name="held_form"),
    path(_("my-space/sign-out/"), views.sign_out, name="sign_out"),
    path(_("manage/role/"), role_views.my_role, name="my_role"),
    path(_("manage/people/erase/"), erase_views.erase_person, name="erase_person"),
    # The names by which allauth knows them.
    path(_("my-space/sign-in/"), views.sign_in, name="account_login"),
    path(_("my-space/sign-in/"), views.sign_in, name="account_reauthenticate"),
    path(_("my-space/sign-out/"), views.sign_out, name="account_logout"),
    path(_("my-space/second-factor/"), include("allauth.mfa.urls")),
]
