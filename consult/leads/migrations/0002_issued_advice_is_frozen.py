from __future__ import annotations

from typing import ClassVar

from django.db import migrations

# Who issued it may be deleted from the users: that name alone is let go. All of it goes with a
# lead that is being erased, and only that lead's: the transaction says which (case/erasure.py).
FREEZE = """
CREATE FUNCTION leads_is_erased(case_id bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (
        SELECT FROM leads_case
        WHERE id = case_id AND lead_id::text = current_setting('consult.erased_lead', true)
    )
$$;

CREATE FUNCTION leads_freeze_advice() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND NEW.issued_by_id IS NULL
        AND to_jsonb(NEW) - 'issued_by_id' = to_jsonb(OLD) - 'issued_by_id'
    THEN
        RETURN NEW;
    END IF;
    IF TG_OP = 'DELETE' AND leads_is_erased(OLD.case_id) THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION 'advice % was issued and is frozen', OLD.id
        USING ERRCODE = 'restrict_violation';
END $$;

CREATE TRIGGER leads_freeze_advice BEFORE UPDATE OR DELETE ON leads_advice
    FOR EACH ROW EXECUTE FUNCTION leads_freeze_advice();
"""
THAW = """
DROP TRIGGER leads_freeze_advice ON leads_advice;
DROP FUNCTION leads_freeze_advice();
DROP FUNCTION leads_is_erased(bigint);
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("leads", "0001_initial")]
    operations: ClassVar = [migrations.RunSQL(FREEZE, THAW)]
