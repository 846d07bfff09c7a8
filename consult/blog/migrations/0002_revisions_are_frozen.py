from __future__ import annotations

from typing import ClassVar

from django.db import migrations

# Who saved it may be deleted from the users: that name alone is let go. A revision goes only
# together with its article.
FREEZE = """
CREATE FUNCTION blog_freeze_revision() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.saved_by_id IS NULL
        AND to_jsonb(NEW) - 'saved_by_id' = to_jsonb(OLD) - 'saved_by_id'
    THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'revision % is saved and frozen', OLD.id
        USING ERRCODE = 'restrict_violation';
END $$;

CREATE TRIGGER blog_freeze_revision BEFORE UPDATE ON blog_revision
    FOR EACH ROW EXECUTE FUNCTION blog_freeze_revision();
"""
THAW = """
DROP TRIGGER blog_freeze_revision ON blog_revision;
DROP FUNCTION blog_freeze_revision();
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("blog", "0001_initial")]
    operations: ClassVar = [migrations.RunSQL(FREEZE, THAW)]
