from __future__ import annotations

from typing import ClassVar

from django.db import migrations

# Everything that is not named here is frozen by sending, later columns included. What was sent to
# a lead that is being erased may be deleted, and is not changed either (see leads, 0002).
FREEZE_VERSIONS = """
CREATE FUNCTION quotes_freeze_version() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    moving CONSTANT text[] := ARRAY['status', 'viewed_at', 'declined_at', 'decline_reason'];
BEGIN
    IF OLD.status = 'draft' THEN
        RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
    END IF;
    IF TG_OP = 'UPDATE' AND NEW.status <> 'draft'
        AND to_jsonb(NEW) - moving = to_jsonb(OLD) - moving
    THEN
        RETURN NEW;
    END IF;
    IF TG_OP = 'DELETE' AND leads_is_erased(
        (SELECT case_id FROM quotes_quote WHERE id = OLD.quote_id)
    ) THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION 'quote version % was sent and is frozen', OLD.id
        USING ERRCODE = 'restrict_violation';
END $$;

CREATE TRIGGER quotes_freeze_version BEFORE UPDATE OR DELETE ON quotes_quoteversion
    FOR EACH ROW EXECUTE FUNCTION quotes_freeze_version();
"""

# FOR SHARE waits for whoever is sending the version at this moment, and then sees it sent.
FREEZE_LINES = """
CREATE FUNCTION quotes_freeze_line() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    version record;
BEGIN
    FOR version IN
        SELECT id, status, quote_id FROM quotes_quoteversion
        WHERE id IN (
            CASE WHEN TG_OP <> 'INSERT' THEN OLD.version_id END,
            CASE WHEN TG_OP <> 'DELETE' THEN NEW.version_id END
        )
        ORDER BY id FOR SHARE
    LOOP
        IF version.status <> 'draft' AND NOT (TG_OP = 'DELETE' AND leads_is_erased(
            (SELECT case_id FROM quotes_quote WHERE id = version.quote_id)
        )) THEN
            RAISE EXCEPTION 'the lines of quote version % were sent and are frozen', version.id
                USING ERRCODE = 'restrict_violation';
        END IF;
    END LOOP;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;

CREATE TRIGGER quotes_freeze_line BEFORE INSERT OR UPDATE OR DELETE ON quotes_lineitem
    FOR EACH ROW EXECUTE FUNCTION quotes_freeze_line();
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("quotes", "0001_initial"),
        ("leads", "0002_issued_advice_is_frozen"),
    ]

    operations: ClassVar = [
        migrations.RunSQL(
            FREEZE_VERSIONS,
            "DROP TRIGGER quotes_freeze_version ON quotes_quoteversion;"
            "DROP FUNCTION quotes_freeze_version();",
        ),
        migrations.RunSQL(
            FREEZE_LINES,
            "DROP TRIGGER quotes_freeze_line ON quotes_lineitem;"
            "DROP FUNCTION quotes_freeze_line();",
        ),
    ]
