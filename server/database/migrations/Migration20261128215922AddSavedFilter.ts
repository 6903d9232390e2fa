import { Migration } from '@mikro-orm/migrations';

export class Migration20261128215922AddSavedFilter extends Migration {

  override name = 'Migration20261128215922AddSavedFilter';

  override up(): void | Promise<void> {
    this.addSql(`create table "saved_filter" ("id" uuid not null, "municipality_id" uuid not null, "person_id" uuid not null, "name" varchar(255) not null, "query" text not null, primary key ("id"));`);
    this.addSql(`alter table "saved_filter" add constraint "saved_filter_person_id_municipality_id_name_unique" unique ("person_id", "municipality_id", "name");`);

    this.addSql(`alter table "saved_filter" add constraint "saved_filter_municipality_id_foreign" foreign key ("municipality_id") references "municipality" ("id") on delete cascade;`);
    this.addSql(`alter table "saved_filter" add constraint "saved_filter_person_id_foreign" foreign key ("person_id") references "person" ("id") on delete cascade;`);
  }

}
