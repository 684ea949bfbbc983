"""Groups for the desk: who edits drafts and imports, who decides on pairs and reports, who publishes."""

from django.db import migrations

READ = (
    "view_exercise", "view_importeddraft", "view_importedrecord", "view_nearduplicate", "view_report",
    "view_merge", "view_revision", "view_muscle", "view_equipment", "view_joint", "view_variationgroup",
)
WORK = (
    "add_exercise", "change_exercise", "change_importeddraft", "import_exercise",
    "add_variationgroup", "change_variationgroup",
)
DECIDE = ("change_nearduplicate", "change_report", "merge_exercise")
ROLES = {
    "curator": (*READ, *WORK),
    "reviewer": (*READ, *DECIDE),
    "publisher": (*READ, *WORK, "publish_exercise"),
}
# Rights of models are made after migrations; these are needed now.
NAMES = {
    "publish_exercise": "Can publish and retire exercises, and change published ones",
    "merge_exercise": "Can merge exercises, and undo merges",
    "import_exercise": "Can import catalogues as drafts",
}
OWN = ("publish_exercise", "merge_exercise", "import_exercise")


def make_roles(apps, schema_editor):
    """Make the groups with their rights; a group of that name that is there keeps its own as well."""
    types = apps.get_model("contenttypes", "ContentType").objects
    permissions = apps.get_model("auth", "Permission").objects
    for role, codes in ROLES.items():
        group, _new = apps.get_model("auth", "Group").objects.get_or_create(name=role)
        for code in codes:
            model = "exercise" if code in OWN else code.split("_")[1]
            kind, _new = types.get_or_create(app_label="exercises", model=model)
            permission, _new = permissions.get_or_create(
                content_type=kind, codename=code,
                defaults={"name": NAMES.get(code, "Can " + code.replace("_", " "))},
            )
            group.permissions.add(permission)


def remove_roles(apps, schema_editor):
    """Take the groups away."""
    apps.get_model("auth", "Group").objects.filter(name__in=ROLES).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("exercises", "0004_keep_revisions_merges_and_reports"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]
    operations = [migrations.RunPython(make_roles, remove_roles)]
