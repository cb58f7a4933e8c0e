from django.urls import path
from django.utils.translation import gettext_lazy as _

from energies.operations import letter_views, opt_out_views

urlpatterns = [
    path(_("manage/letters/"), letter_views.letters, name="letters"),
    path(_("manage/letters/<uuid:task>/act/"), letter_views.letter_act, name="letter_act"),
    path(_("no-more-letters/<str:token>/"), opt_out_views.opt_out_page, name="opt_out"),
]
