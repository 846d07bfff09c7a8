from __future__ import annotations

from django.conf import settings as site
from hypothesis import HealthCheck, settings

pytest_plugins = ["tests.product", "tests.browser", "tests.smtp", "tests.worker"]

# How long an example takes says more of what else the machine is doing than of the code.
settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")

# A hash that is slow on purpose would be most of what a test of the admin takes.
site.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
