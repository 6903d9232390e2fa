import { Migration } from '@mikro-orm/migrations';

export class Migration20261129215100AddAllStreetsFollow extends Migration {

  override name = 'Migration20261129215100AddAllStreetsFollow';

  override up(): void | Promise<void> {
    this.addSql(`create table "all_streets_follow" ("municipality_id" uuid not null, "recipient_id" uuid not null, "since" timestamptz not null default now(), primary key ("municipality_id", "recipient_id"));`);
    this.addSql(`create index "all_streets_follow_recipient_id_index" on "all_streets_follow" ("recipient_id");`);

    this.addSql(`alter table "consent" add "all_streets" boolean not null default false;`);

    this.addSql(`alter table "all_streets_follow" add constraint "all_streets_follow_municipality_id_foreign" foreign key ("municipality_id") references "municipality" ("id") on update cascade on delete cascade;`);
    this.addSql(`alter table "all_streets_follow" add constraint "all_streets_follow_recipient_id_foreign" foreign key ("recipient_id") references "recipient" ("id") on update cascade on delete cascade;`);
  }

}
