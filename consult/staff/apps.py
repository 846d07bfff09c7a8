from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig


class StaffConfig(AppConfig):
    name = "consult.staff"


class StaffAdminConfig(AdminConfig):
    """Django's admin, with the practice's own site as its default."""

    default_site = "consult.staff.site.StaffSite"
