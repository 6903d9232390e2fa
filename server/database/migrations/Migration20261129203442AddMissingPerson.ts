import { Migration } from '@mikro-orm/migrations';

export class Migration20261129203442AddMissingPerson extends Migration {

  override name = 'Migration20261129203442AddMissingPerson';

  override up(): void | Promise<void> {
    this.addSql(`create table "missing_person" ("id" uuid not null, "municipality_id" uuid not null, "alert_id" uuid null, "details" text null, "photo" text null, "created_at" timestamptz not null, primary key ("id"));`);
    this.addSql(`alter table "missing_person" add constraint "missing_person_alert_id_unique" unique ("alert_id");`);

    this.addSql(`alter table "missing_person" add constraint "missing_person_municipality_id_foreign" foreign key ("municipality_id") references "municipality" ("id");`);
    this.addSql(`alter table "missing_person" add constraint "missing_person_alert_id_foreign" foreign key ("alert_id") references "alert" ("id") on delete set null;`);
  }

}
