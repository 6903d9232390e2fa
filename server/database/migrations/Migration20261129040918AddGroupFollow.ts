import { Migration } from '@mikro-orm/migrations';

export class Migration20261129040918AddGroupFollow extends Migration {

  override name = 'Migration20261129040918AddGroupFollow';

  override up(): void | Promise<void> {
    this.addSql(`create table "group_follow" ("group_id" uuid not null, "recipient_id" uuid not null, "since" timestamptz not null default now(), primary key ("group_id", "recipient_id"));`);
    this.addSql(`create index "group_follow_recipient_id_index" on "group_follow" ("recipient_id");`);

    this.addSql(`alter table "recipient" add "link_version" int not null default 1;`);

    this.addSql(`alter table "consent" add "group_ids" uuid[] null, add "address_hash" text not null default '', add "mailed_at" timestamptz null, add "confirmed_at" timestamptz null, add "confirmed_ip" text null;`);

    this.addSql(`alter table "group_follow" add constraint "group_follow_group_id_foreign" foreign key ("group_id") references "group" ("id") on update cascade on delete cascade;`);
    this.addSql(`alter table "group_follow" add constraint "group_follow_recipient_id_foreign" foreign key ("recipient_id") references "recipient" ("id") on update cascade on delete cascade;`);
  }

}
