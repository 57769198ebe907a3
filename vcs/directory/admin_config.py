"""The admin as a Django app, with the site of vcs.directory.site."""

from django.contrib.admin.apps import AdminConfig as DjangoAdminConfig


class AdminConfig(DjangoAdminConfig):
    """In INSTALLED_APPS in place of django.contrib.admin."""

    default = False
    default_site = "vcs.directory.site.AdminSite"
