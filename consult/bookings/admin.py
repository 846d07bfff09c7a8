from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from consult.bookings.models import Availability, Booking, EventType, Host
from consult.bookings.services import cancel
from consult.read_only import ReadOnly
from consult.zones import zone_choices


class HostForm(forms.ModelForm[Host]):
    time_zone = forms.ChoiceField(label=_("Time zone"), choices=zone_choices)

    class Meta:
        model = Host
        fields = ("name", "email", "time_zone")


class AvailabilityInline(admin.TabularInline[Availability, Host]):
    model = Availability
    extra = 1


@admin.register(Host)
class HostAdmin(admin.ModelAdmin[Host]):
    form = HostForm
    list_display = ("name", "email", "time_zone")
    inlines = (AvailabilityInline,)


@admin.register(EventType)
class EventTypeAdmin(admin.ModelAdmin[EventType]):
    list_display = ("name", "host", "minutes", "buffer_minutes", "minimum_notice_hours")
    list_select_related = ("host",)
    prepopulated_fields = {"slug": ("name",)}


@admin.register(Booking)
class BookingAdmin(ReadOnly, admin.ModelAdmin[Booking]):
    """To look at and to cancel: only `services.book` books."""

    date_hierarchy = "starts_at"
    list_display = ("starts_at", "ends_at", "event_type", "visitor", "case", "status")
    list_filter = ("status", "event_type", "host")
    list_select_related = ("event_type", "host", "case")
    search_fields = ("case__reference", "case__name", "case__email")
    actions = ("cancel_calls",)
    view_on_site = False  # its page is the visitor's

    @admin.display(description=_("visitor"), ordering="case__name")
    def visitor(self, booking: Booking) -> str:
        return booking.case.name

    @admin.action(description=_("Cancel the selected calls"), permissions=["cancel"])
    def cancel_calls(self, request: HttpRequest, bookings: QuerySet[Booking]) -> None:
        now = timezone.now()
        taking_time = bookings.filter(status__in=Booking.TAKING_TIME)
        cancelled = [cancel(booking=booking, now=now) for booking in taking_time]
        text = ngettext("%d call was cancelled.", "%d calls were cancelled.", len(cancelled))
        self.message_user(request, text % len(cancelled), messages.SUCCESS)

    def has_cancel_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("bookings.change_booking")

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm("bookings.view_booking") or self.has_cancel_permission(request)
