"""Who is asking, and the schools, clusters, days off and numbered series of the office."""

from __future__ import annotations

from datetime import date, timedelta
from zoneinfo import ZoneInfo

from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from api.openapi import ListOf, PageOf
from api.pagination import CursorPages
from api.render.directory import cluster_out, me_out, school_out
from api.render.previews import bilingual
from api.serializers.inputs.directory import HolidaysQuery, SchoolsQuery
from api.serializers.outputs.directory import (
    ClusterOut,
    HolidayOut,
    MeOut,
    SchoolOut,
    SeriesOut,
)
from api.views.base import Endpoint
from rooms.models import MeetingSeries
from rooms.queries import next_session_number
from vcs.core import clock
from vcs.core.errors import InvalidInput, Text
from vcs.directory import policy, queries
from vcs.directory.holidays import Holiday, office_holidays
from vcs.directory.models import School

SCHOOLS = CursorPages("sort_key", "id", size=250, most=1000)
MOST_DAYS = 3 * 366


class Me(Endpoint):
    """`/me/`"""

    @extend_schema(responses={200: MeOut})
    def get(self, request: Request) -> HttpResponse:
        """Who is asking, their roles and what these permit."""
        return self.answer(me_out(self.user))


class Schools(Endpoint):
    """`/schools/`"""

    @extend_schema(parameters=[SchoolsQuery], responses={200: PageOf(SchoolOut)})
    def get(self, request: Request) -> HttpResponse:
        """Schools in dictionary order; `q` finds by name, English name or code."""
        asked = self.query(SchoolsQuery)
        rows = queries.schools(
            self.user,
            q=asked.get("q", ""),
            cluster=asked.get("cluster"),
            status=asked.get("status"),
        )
        page = SCHOOLS.page(rows, request)
        return self.answer({"results": [school_out(row) for row in page.rows], "next": page.next})


class OneSchool(Endpoint):
    """`/schools/{id}/`"""

    @extend_schema(responses={200: SchoolOut})
    def get(self, request: Request, pk: int) -> HttpResponse:
        """One school."""
        school = self.find(School.objects.all(), pk)
        return self.one(school.version, lambda: school_out(school))


class Clusters(Endpoint):
    """`/clusters/`"""

    @extend_schema(responses={200: ListOf(ClusterOut)})
    def get(self, request: Request) -> HttpResponse:
        """The office's network groups, each with its number of open schools."""
        return self.answer({"results": [cluster_out(c) for c in queries.clusters(self.user)]})


class Holidays(Endpoint):
    """`/holidays/`"""

    @extend_schema(parameters=[HolidaysQuery], responses={200: ListOf(HolidayOut)})
    def get(self, request: Request) -> HttpResponse:
        """Days off from start to end, both included; without them, this year's."""
        asked = self.query(HolidaysQuery)
        today = clock.now().astimezone(ZoneInfo(self._zone())).date()
        start = asked.get("start") or date(today.year, 1, 1)
        end = asked.get("end") or start.replace(month=12, day=31)
        _refuse_long(start, end)
        return self.answer({"results": [_holiday_out(day) for day in self._holidays(start, end)]})

    def _zone(self) -> str:
        return self.user.office.time_zone if self.user.office else "Asia/Bangkok"

    def _holidays(self, start: date, end: date) -> list[Holiday]:
        return office_holidays(self.user.office, start, end) if self.user.office else []


class SeriesList(Endpoint):
    """`/series/`"""

    @extend_schema(responses={200: ListOf(SeriesOut)})
    def get(self, request: Request) -> HttpResponse:
        """Numbered series of meetings, each with the number its next meeting would have today."""
        rows = policy.visible(MeetingSeries.objects.select_related("office"), self.user)
        return self.answer({"results": [_series_out(row) for row in rows.order_by("name")]})


def _series_out(row: MeetingSeries) -> SeriesOut:
    zone = ZoneInfo(row.office.time_zone)
    return {
        "id": row.pk,
        "name": row.name,
        "kind": row.kind,  # type: ignore[typeddict-item]
        "next_number": next_session_number(row, clock.now(), zone),
    }


def _holiday_out(day: Holiday) -> HolidayOut:
    return {
        "date": day.date,
        "name": bilingual(day.name),
        "is_working_day": day.is_working_day,
    }


def _refuse_long(start: date, end: date) -> None:
    if not timedelta() <= end - start <= timedelta(days=MOST_DAYS):
        raise InvalidInput.field(
            "/end",
            "out_of_range",
            Text(
                f"end ต้องอยู่หลัง start และห่างไม่เกิน {MOST_DAYS} วัน",
                f"end must follow start by at most {MOST_DAYS} days",
            ),
        )
