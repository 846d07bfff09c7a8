from django.db import migrations

FREEZE = """
CREATE FUNCTION advisor_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a published matrix version is never changed or deleted'
        USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER matrix_version_is_frozen
    BEFORE UPDATE OR DELETE ON advisor_matrixversion
    FOR EACH ROW EXECUTE FUNCTION advisor_refuse_change();
"""
THAW = """
DROP TRIGGER matrix_version_is_frozen ON advisor_matrixversion;
DROP FUNCTION advisor_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("advisor", "0001_initial")]
    operations = [migrations.RunSQL(FREEZE, THAW)]
