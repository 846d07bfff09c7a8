from django.db import migrations

# TRUNCATE stays what the owner of the tables may do: the tests empty them with it.
# Who saved a draft may be forgotten, and what was never published may be deleted with its drafts.
FREEZE = """
CREATE FUNCTION advisor_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '%', TG_ARGV[0] USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER matrix_version_is_frozen
    BEFORE UPDATE OR DELETE ON advisor_matrixversion FOR EACH ROW EXECUTE FUNCTION
    advisor_refuse_change('a published matrix version is never changed or deleted');
CREATE TRIGGER matrix_draft_is_kept
    BEFORE UPDATE OF matrix_id, revision, document, saved_at ON advisor_matrixdraft
    FOR EACH ROW EXECUTE FUNCTION advisor_refuse_change('a saved draft is never changed');
"""
THAW = """
DROP TRIGGER matrix_draft_is_kept ON advisor_matrixdraft;
DROP TRIGGER matrix_version_is_frozen ON advisor_matrixversion;
DROP FUNCTION advisor_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("advisor", "0001_initial")]
    operations = [migrations.RunSQL(FREEZE, THAW)]
