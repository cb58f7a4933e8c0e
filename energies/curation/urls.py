from django.urls import path
from django.utils.translation import gettext_lazy as _

from energies.curation import answer_views, answering, dashboard, desk_views, entry_views, writing

urlpatterns = [
    path(_("answer/<str:token>/"), answer_views.answer, name="answer"),
    path(_("my-space/"), dashboard.dashboard, name="dashboard"),
    path(_("my-space/change/<slug:kind>/<int:pk>/"), writing.change, name="change"),
    path(_("my-space/history/<slug:kind>/<int:pk>/"), dashboard.versions, name="versions"),
    path(_("my-space/taken-back/"), dashboard.taken_back, name="dashboard_taken_back"),
    path(_("my-space/proposals/<int:pk>/"), dashboard.submission, name="submission"),
    path(_("my-space/proposals/<int:pk>/edit/"), writing.edit, name="submission_edit"),
    path(_("my-space/proposals/<int:pk>/preview/"), writing.preview, name="submission_preview"),
    path(_("my-space/proposals/<int:pk>/photo/"), dashboard.picture, name="submission_picture"),
    path(_("my-space/proposals/<int:pk>/delete/"), answering.submission_delete, name="submission_delete"),
    path(_("my-space/proposals/<int:pk>/act/"), answering.submission_act, name="submission_act"),
    path(_("manage/"), desk_views.queue, name="queue"),
    path(_("manage/together/"), desk_views.together, name="review_together"),
    path(_("manage/entries/"), entry_views.entries, name="entries"),
    path(_("manage/entries/<slug:kind>/<int:pk>/"), entry_views.entry, name="entry"),
    path(_("manage/entries/<slug:kind>/<int:pk>/act/"), entry_views.entry_act, name="entry_act"),
    path(_("manage/<int:pk>/"), desk_views.review_page, name="review"),
    path(_("manage/<int:pk>/decide/"), desk_views.decide, name="review_decide"),
    path(_("manage/<int:pk>/reopen/"), desk_views.reopen, name="review_reopen"),
    path(_("manage/<int:pk>/take-on/"), desk_views.take_on, name="review_take_on"),
    path(_("manage/<int:pk>/marks/"), desk_views.let_marks_be, name="review_marks"),
    path(_("manage/<int:pk>/write/"), desk_views.write, name="review_write"),
    path(_("manage/<int:pk>/preview/"), desk_views.review_preview, name="review_preview"),
    path(_("manage/<int:pk>/photo/<slug:which>/"), desk_views.review_picture, name="review_picture"),
]
