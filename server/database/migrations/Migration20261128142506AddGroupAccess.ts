import { Migration } from '@mikro-orm/migrations';

export class Migration20261128142506AddGroupAccess extends Migration {

  override name = 'Migration20261128142506AddGroupAccess';

  override up(): void | Promise<void> {
    this.addSql(`create table "group_access" ("id" uuid not null, "group_id" uuid not null, "person_id" uuid not null, "reason" text not null, "taken_at" timestamptz not null, "expires_at" timestamptz not null, primary key ("id"));`);
    this.addSql(`create index "group_access_group_id_person_id_expires_at_index" on "group_access" ("group_id", "person_id", "expires_at");`);

    this.addSql(`alter table "group_access" add constraint "group_access_group_id_foreign" foreign key ("group_id") references "group" ("id");`);
    this.addSql(`alter table "group_access" add constraint "group_access_person_id_foreign" foreign key ("person_id") references "person" ("id");`);
  }

}
