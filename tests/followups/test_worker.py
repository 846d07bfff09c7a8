"""Through a real Celery worker, a real Redis, and real processes that are killed."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import timedelta

import pytest
import redis
from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from consult.embedded import Redis
from consult.followups.delivery import send_due
from consult.followups.models import Message
from consult.followups.services import nudge_after_commit
from consult.followups.tasks import sweep
from tests.followups.letters import states, waiting
from tests.intake.visit import Visit
from tests.product import free_port
from tests.smtp import Postbox

pytestmark = pytest.mark.django_db(transaction=True)


def eventually(condition: Callable[[], bool], seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


def test_submitting_delivers_both_mails_within_five_seconds(
    celery_worker_process: subprocess.Popen[bytes], smtp_server: Postbox, ada: Visit
) -> None:
    ada.reach("check")
    ada.submit()
    assert eventually(lambda: states() == [("sent",)] * 2, 5)
    assert sorted(smtp_server.recipients) == [["ada@client.example"], [settings.STAFF_EMAIL]]
    assert states("attempts") == [(1,)] * 2


def test_the_sweep_finds_what_no_nudge_announced(
    celery_worker_process: subprocess.Popen[bytes], smtp_server: Postbox
) -> None:
    waiting(3)
    # Two schedulers at once do no harm.
    sweep.delay()
    sweep.delay()
    assert eventually(lambda: states() == [("sent",)] * 3, 5)
    assert len(smtp_server.messages) == 3


def test_without_redis_submitting_works_and_the_mail_comes_later(
    celery_worker_process: subprocess.Popen[bytes],
    smtp_server: Postbox,
    redis_server: Redis,
    ada: Visit,
    caplog: pytest.LogCaptureFixture,
) -> None:
    ada.reach("check")
    redis_server.stop()
    began = time.monotonic()
    assert ada.submit().startswith("/case/receipt/")
    assert time.monotonic() - began < 0.8
    told = [text for text in caplog.messages if text.startswith("No worker was told")]
    assert (len(told), states()) == (1, [("queued",)] * 2)
    redis_server.start(subprocess.DEVNULL)
    sweep.delay()
    assert eventually(lambda: states() == [("sent",)] * 2, 15)
    assert len(smtp_server.messages) == 2


def test_a_worker_is_told_after_the_commit_only() -> None:
    broker = redis.Redis.from_url(settings.REDIS_URL, protocol=2)
    broker.flushdb()
    with transaction.atomic():
        nudge_after_commit([1])
        assert broker.llen("celery") == 0
    assert broker.llen("celery") == 1


NUDGE = """
import time
import django
django.setup()
from consult.followups.services import nudge_after_commit
began = time.monotonic()
nudge_after_commit([1])
print(time.monotonic() - began)
"""


def test_a_process_that_never_had_a_redis_does_not_wait_for_one() -> None:
    away = f"redis://127.0.0.1:{free_port()}/0"
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "consult.settings", "REDIS_URL": away}
    done = subprocess.run(
        [sys.executable, "-c", NUDGE], env=environment, capture_output=True, text=True, check=True
    )
    assert float(done.stdout) < 0.5
    assert "No worker was told of messages [1]" in done.stderr


def test_a_worker_killed_before_it_sends_is_replaced_when_its_lease_runs_out(
    smtp_server: Postbox, hanging_server: int
) -> None:
    waiting()
    database = f"{os.environ['DATABASE_URL'].rpartition('/')[0]}/{connection.settings_dict['NAME']}"
    mail = f"smtp://127.0.0.1:{hanging_server}"
    worker = subprocess.Popen(
        [sys.executable, "manage.py", "send_due"],
        env={**os.environ, "DATABASE_URL": database, "EMAIL_URL": mail},
    )
    assert eventually(lambda: states() == [("sending",)], 20)
    worker.kill()
    worker.wait()
    assert (send_due(), states()) == (0, [("sending",)])
    # Two minutes later:
    Message.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    assert (send_due(), send_due()) == (1, 0)
    assert states("state", "lease", "attempts") == [("sent", 2, 2)]
    assert len(smtp_server.messages) == 1


def test_a_nudge_for_a_message_that_is_gone_does_no_harm(
    celery_worker_process: subprocess.Popen[bytes], smtp_server: Postbox
) -> None:
    [message] = waiting()
    with transaction.atomic():
        nudge_after_commit([message.pk, 10**15])
    assert eventually(lambda: states() == [("sent",)], 5)
