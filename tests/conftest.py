from __future__ import annotations

from hypothesis import HealthCheck, settings

pytest_plugins = ["tests.product", "tests.browser", "tests.smtp", "tests.worker"]

# How long an example takes says more of what else the machine is doing than of the code.
settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")
