from django.urls import path

from tests.brought import views

urlpatterns = [
    path("eines/", views.tools, name="tools"),
    path("eines/<slug:slug>/", views.tool, name="tool"),
    path("gestio/prestecs/", views.loans, name="loans"),
]
