from django.db import migrations

# A request then waits for no disk: after a crash of the database every bucket is simply full.
UNLOGGED = "ALTER TABLE consult_tokenbucket SET UNLOGGED"
LOGGED = "ALTER TABLE consult_tokenbucket SET LOGGED"


class Migration(migrations.Migration):
    dependencies = [("consult", "0001_initial")]
    operations = [migrations.RunSQL(UNLOGGED, LOGGED)]
