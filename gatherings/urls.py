from django.urls import path
from django.utils.translation import gettext_lazy as _

from energies.curation import writing
from gatherings import views
from gatherings.board import views as board
from gatherings.calendar import feeds
from gatherings.follow_up import desk as follow_up_desk
from gatherings.follow_up import views as follow_up
from gatherings.importing import views as importing
from gatherings.outcomes import views as left
from gatherings.registration import care, check_in, lists, sheets, visits
from gatherings.registration import messages as sign_up_messages
from gatherings.registration import views as registration

urlpatterns = [
    path(_("participate/register/activity/"), writing.register, {"kind": "activity"}, name="register_activity"),
    path(
        _("participate/register/group-network/"),
        writing.register,
        {"kind": "group_network"},
        name="register_group_network",
    ),
    path(_("participate/register/origin/"), writing.register, {"kind": "origin"}, name="register_origin"),
    path(_("my-space/activities/<int:pk>/sign-ups/"), lists.sign_ups, name="sign_ups"),
    path(_("my-space/activities/<int:pk>/message/"), sign_up_messages.message, name="sign_up_message"),
    path(_("my-space/activities/<int:pk>/sign-ups.csv"), lists.sign_ups_csv, name="sign_ups_csv"),
    path(_("my-space/activities/<int:pk>/sign-ups/<int:registration>/"), check_in.sign_up_act, name="sign_up_act"),
    path(_("my-space/activities/<int:pk>/sign-ups/needs/"), care.answer, name="answer_care"),
    path(_("my-space/activities/<int:pk>/sign-ups/door/"), check_in.check_in_list, name="check_in_list"),
    path(_("my-space/activities/<int:pk>/sign-ups/door/one-more/"), check_in.one_more, name="check_in_one_more"),
    path(_("my-space/activities/<int:pk>/sign-ups/head-count/"), check_in.head_count, name="head_count"),
    path(_("my-space/activities/<int:pk>/sign-ups/sheet/"), sheets.sheet, name="sign_up_sheet"),
    path(_("my-space/activities/<int:pk>/sign-ups/empty-sheet/"), sheets.empty_sheet, name="sign_up_empty_sheet"),
    path(_("my-space/activities/<int:pk>/sign-ups/calls/"), sheets.calls, name="sign_up_calls"),
    path(_("my-space/activities/<int:pk>/sign-ups/key-in/"), sheets.key_in, name="sign_ups_key_in"),
    path(_("here/<str:token>/"), check_in.check_in, name="check_in"),
    path(_("my-space/calendar/"), importing.bring, name="import_calendar"),
    path(_("my-space/calendar/send/"), importing.send, name="import_calendar_send"),
    path(_("manage/gatherings/"), board.boards, name="boards"),
    path(_("manage/gatherings/<int:number>/"), board.board, name="board"),
    path(_("manage/gatherings/<int:number>/step/"), board.step, name="board_step"),
    path(_("manage/gatherings/<int:number>/<int:pk>/place/"), board.place, name="board_place"),
    path(_("manage/gatherings/<int:number>/<int:pk>/act/"), board.board_act, name="board_act"),
    path(_("manage/gatherings/<int:number>/follow-up/"), follow_up_desk.follow_ups, name="follow_ups"),
    path(
        _("manage/gatherings/<int:number>/follow-up/<int:pk>/"), follow_up_desk.write_down, name="follow_up_write_down"
    ),
    path(
        _("manage/gatherings/<int:number>/follow-up/<int:pk>/decide/"), follow_up_desk.decide, name="follow_up_decide"
    ),
    path(_("follow-up/<str:token>/"), follow_up.follow_up, name="follow_up"),
    path(_("gatherings/what-they-left/"), left.outcomes, name="outcomes"),
    path(_("gatherings/what-they-left.csv"), left.outcomes_csv, name="outcomes_csv"),
    path(_("gatherings/"), views.gathering_list, name="gatherings"),
    path(_("gatherings/<slug:slug>/"), views.gathering_detail, name="gathering"),
    path(_("gatherings/<slug:slug>/sign-up/"), visits.sign_up, name="sign_up_several"),
    path(_("gatherings/<slug:slug>/now/"), views.gathering_now, name="gathering_now"),
    path(_("gatherings/<slug:slug>/changes/"), views.gathering_changes, name="gathering_changes"),
    path(_("gatherings/<slug:slug>/programme.ics"), feeds.gathering, name="gathering_ics"),
    path(_("agenda/"), views.agenda, name="agenda"),
    path(_("agenda/agenda.ics"), feeds.agenda, name="agenda_ics"),
    path(_("agenda/barri/<slug:slug>.ics"), feeds.barri, name="barri_ics"),
    path(_("agenda/of/<str:kind>/<slug:slug>.ics"), feeds.party, name="party_ics"),
    path(_("activities/<slug:slug>/"), views.activity_detail, name="activity"),
    path(_("activities/<slug:slug>/sign-up/"), registration.sign_up, name="sign_up"),
    path(_("sign-up/<str:token>/"), registration.registration, name="registration"),
    path(_("sign-up/<str:token>/calendar.ics"), registration.calendar, name="registration_ics"),
    path(_("sign-up/<str:token>/act/"), registration.registration_act, name="registration_act"),
    path(_("visit/<str:token>/"), visits.visit, name="visit"),
    path(_("visit/<str:token>/calendar.ics"), visits.calendar, name="visit_ics"),
    path(_("visit/<str:token>/act/"), visits.visit_act, name="visit_act"),
    path(_("activities/<slug:slug>.ics"), feeds.activity, name="activity_ics"),
]
