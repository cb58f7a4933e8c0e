from django.conf.urls.i18n import i18n_patterns
from django.urls import path

from bare import views

urlpatterns = i18n_patterns(
    path("", views.ItemList.as_view(), name="items"),
    path("form/", views.FormItemList.as_view(), name="form"),
    path("items/<slug:slug>/", views.ItemDetail.as_view(), name="item"),
    path("constant/", views.constant, name="constant"),
    prefix_default_language=False,
)
