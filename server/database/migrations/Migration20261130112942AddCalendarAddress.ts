import { Migration } from '@mikro-orm/migrations';

export class Migration20261130112942AddCalendarAddress extends Migration {

  override name = 'Migration20261130112942AddCalendarAddress';

  override up(): void | Promise<void> {
    this.addSql(`create table "calendar_address" ("id" uuid not null, "person_id" uuid not null, "token_hash" varchar(255) not null, "created_at" timestamptz not null, primary key ("id"));`);
    this.addSql(`alter table "calendar_address" add constraint "calendar_address_person_id_unique" unique ("person_id");`);
    this.addSql(`alter table "calendar_address" add constraint "calendar_address_token_hash_unique" unique ("token_hash");`);

    this.addSql(`alter table "calendar_address" add constraint "calendar_address_person_id_foreign" foreign key ("person_id") references "person" ("id") on delete cascade;`);
  }

}
