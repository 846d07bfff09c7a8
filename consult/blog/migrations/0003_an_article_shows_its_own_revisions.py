from __future__ import annotations

from typing import ClassVar

from django.db import migrations

# Deferred, because an article goes together with its revisions.
OWN = """
ALTER TABLE blog_revision ADD CONSTRAINT revision_of_its_article UNIQUE (id, article_id);
ALTER TABLE blog_article
    ADD CONSTRAINT live_revision_is_its_own FOREIGN KEY (live_id, id)
        REFERENCES blog_revision (id, article_id) DEFERRABLE INITIALLY DEFERRED,
    ADD CONSTRAINT scheduled_revision_is_its_own FOREIGN KEY (scheduled_id, id)
        REFERENCES blog_revision (id, article_id) DEFERRABLE INITIALLY DEFERRED;
"""
ANY = """
ALTER TABLE blog_article
    DROP CONSTRAINT live_revision_is_its_own,
    DROP CONSTRAINT scheduled_revision_is_its_own;
ALTER TABLE blog_revision DROP CONSTRAINT revision_of_its_article;
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("blog", "0002_revisions_are_frozen")]
    operations: ClassVar = [migrations.RunSQL(OWN, ANY)]
