# Imported here, or a web process would send its tasks to Celery's default AMQP broker.
from consult.celery import app as celery_app

__all__ = ["celery_app"]
