from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('records', '0003_facts_of_accounts'),
    ]

    operations = [
        migrations.AddField(
            model_name='import',
            name='undone_by',
            field=models.CharField(blank=True, max_length=200),
        ),
        migrations.AddField(
            model_name='import',
            name='kept',
            field=models.JSONField(default=list),
        ),
        migrations.AddField(
            model_name='import',
            name='trouble',
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name='upload',
            name='digest',
            field=models.CharField(blank=True, max_length=64),
        ),
        migrations.AddField(
            model_name='upload',
            name='url',
            field=models.CharField(blank=True, max_length=2000),
        ),
        migrations.AddField(
            model_name='upload',
            name='removed_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
    ]
