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
from tests.smtp import Postbox

pytestmark = pytest.mark.django_db(transaction=True)


def eventually(condition: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + 30
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


def test_the_sweep_finds_what_no_nudge_announced(
    celery_worker_process: subprocess.Popen[bytes], smtp_server: Postbox
) -> None:
    waiting(3)
    # Two schedulers at once do no harm.
    sweep.delay()
    sweep.delay()
    assert eventually(lambda: states() == [("sent",)] * 3)
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
    assert ada.submit().startswith("/case/receipt/")
    told = [text for text in caplog.messages if text.startswith("No worker was told")]
    assert (len(told), states()) == (1, [("queued",)] * 2)
    redis_server.start(subprocess.DEVNULL)
    sweep.delay()
    assert eventually(lambda: states() == [("sent",)] * 2)
    assert len(smtp_server.messages) == 2


def test_a_worker_is_told_after_the_commit_only() -> None:
    broker = redis.Redis.from_url(settings.REDIS_URL, protocol=2)
    broker.flushdb()
    with transaction.atomic():
        nudge_after_commit([1])
        assert broker.llen("celery") == 0
    assert broker.llen("celery") == 1


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
    assert eventually(lambda: states() == [("sending",)])
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
    assert eventually(lambda: states() == [("sent",)])
