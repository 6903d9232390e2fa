import { Migration } from '@mikro-orm/migrations';

export class Migration20261129164752AddStreet extends Migration {

  override name = 'Migration20261129164752AddStreet';

  override up(): void | Promise<void> {
    this.addSql(`create table "street" ("id" uuid not null, "municipality_id" uuid not null, "name" text not null, "key" text not null, "district" text not null default '', "line" jsonb null, "west" double precision null, "south" double precision null, "east" double precision null, "north" double precision null, primary key ("id"));`);
    this.addSql(`alter table "street" add constraint "street_municipality_id_key_district_unique" unique ("municipality_id", "key", "district");`);

    this.addSql(`create table "street_follow" ("street_id" uuid not null, "recipient_id" uuid not null, "house_number" int null, "house_suffix" text not null default '', "since" timestamptz not null default now(), primary key ("street_id", "recipient_id"));`);
    this.addSql(`create index "street_follow_recipient_id_index" on "street_follow" ("recipient_id");`);

    this.addSql(`alter table "consent" add "streets" jsonb null;`);

    this.addSql(`alter table "street" add constraint "street_municipality_id_foreign" foreign key ("municipality_id") references "municipality" ("id");`);

    this.addSql(`alter table "street_follow" add constraint "street_follow_street_id_foreign" foreign key ("street_id") references "street" ("id") on update cascade on delete cascade;`);
    this.addSql(`alter table "street_follow" add constraint "street_follow_recipient_id_foreign" foreign key ("recipient_id") references "recipient" ("id") on update cascade on delete cascade;`);
  }

}
