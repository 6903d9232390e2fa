import { Migration } from '@mikro-orm/migrations';

export class Migration20261130105116AddEventFiles extends Migration {

  override name = 'Migration20261130105116AddEventFiles';

  override up(): void | Promise<void> {
    this.addSql(`create table "event_file" ("event_id" uuid not null, "id" uuid not null, "kind" text not null, "position" int not null, primary key ("event_id", "id"));`);
    this.addSql(`create index "event_file_id_index" on "event_file" ("id");`);

    this.addSql(`alter table "event_file" add constraint "event_file_event_id_foreign" foreign key ("event_id") references "event" ("id") on delete cascade;`);
    this.addSql(`alter table "event_file" add constraint "event_file_kind_check" check ("kind" in ('PICTURE', 'ATTACHMENT'));`);
  }

}
