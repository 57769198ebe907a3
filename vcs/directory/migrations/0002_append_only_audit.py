from django.db import migrations

from vcs.directory import triggers


def install(apps, schema_editor):
    triggers.install(schema_editor.connection.alias)


class Migration(migrations.Migration):
    dependencies = [("directory", "0001_initial")]

    operations = [migrations.RunPython(install, migrations.RunPython.noop)]
