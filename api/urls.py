"""Addresses below `/api/`."""

from __future__ import annotations

from django.urls import include, path, re_path, register_converter

from api.views import (
    bookings,
    broadcasts,
    directory,
    feeds,
    imports,
    looking,
    meetings,
    occurrences,
    photos,
    reports,
    resources,
    service,
)


class IdConverter:
    """The id of a row: a positive number that fits a big integer, in plain digits."""

    regex = "[1-9][0-9]{0,17}"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return str(value)


register_converter(IdConverter, "id")

v1 = [
    path("me/", directory.Me.as_view()),
    path("resources/", resources.Resources.as_view()),
    path("resources/<id:pk>/", resources.OneResource.as_view()),
    path("resources/<id:pk>/photo/", photos.Photo.as_view()),
    path("availability/", resources.Availability.as_view()),
    path("closures/", resources.Closures.as_view()),
    path("closures/<id:pk>/", resources.OneClosure.as_view()),
    path("bookings/", bookings.Bookings.as_view()),
    path("bookings/check/", looking.Check.as_view()),
    path("bookings/<id:pk>/", bookings.OneBooking.as_view()),
    path("bookings/<id:pk>/submit/", bookings.Submit.as_view()),
    path("bookings/<id:pk>/approve/", bookings.Approve.as_view()),
    path("bookings/<id:pk>/reject/", bookings.Reject.as_view()),
    path("bookings/<id:pk>/cancel/", bookings.Cancel.as_view()),
    path("bookings/<id:pk>/impact/", looking.Impact.as_view()),
    path("bookings/<id:pk>/history/", looking.History.as_view()),
    path("occurrences/", occurrences.Occurrences.as_view()),
    path("occurrences/swap/", occurrences.Swap.as_view()),
    path("occurrences/<id:pk>/", occurrences.OneOccurrence.as_view()),
    path("occurrences/<id:pk>/retry/", occurrences.Retry.as_view()),
    path("occurrences/<id:pk>/invitations/", meetings.Invitations.as_view()),
    path("occurrences/<id:pk>/attendance/", meetings.Attendance.as_view()),
    path("occurrences/<id:pk>/report.csv", reports.CsvReport.as_view()),
    path("occurrences/<id:pk>/report.json", reports.JsonReport.as_view()),
    path("occurrences/<id:pk>/report.<slug:form>", reports.NoReport.as_view()),
    path("broadcasts/", broadcasts.Broadcasts.as_view()),
    path("broadcasts/<id:pk>/", broadcasts.OneBroadcast.as_view()),
    path("feeds/", feeds.Feeds.as_view()),
    path("feeds/<id:pk>/", feeds.OneFeed.as_view()),
    path("feeds/<id:pk>/rotate/", feeds.Rotate.as_view()),
    path("clusters/", directory.Clusters.as_view()),
    path("schools/", directory.Schools.as_view()),
    path("schools/import/", imports.ImportSchools.as_view()),
    path("schools/<id:pk>/", directory.OneSchool.as_view()),
    path("holidays/", directory.Holidays.as_view()),
    path("series/", directory.SeriesList.as_view()),
]

urlpatterns = [
    path("v1/", include(v1)),
    path("schema", service.Schema.as_view(), name="schema"),
    path("docs", service.Docs.as_view()),
    path("problems/<slug:code>", service.ProblemKind.as_view()),
    re_path(r"^.*$", service.Nothing.as_view()),
]
