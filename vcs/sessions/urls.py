"""Addresses under /j/."""

from django.urls import path

from vcs.sessions import views

urlpatterns = [
    path("<str:token>", views.show, name="door"),
    path("<str:token>/", views.show),
    path("<str:token>/enter", views.enter, name="door-enter"),
    path("<str:token>/ping", views.ping, name="door-ping"),
    path("<str:token>/leave", views.leave, name="door-leave"),
]
