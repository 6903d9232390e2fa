import { Migration } from '@mikro-orm/migrations';

export class Migration20261130071317AddWaste extends Migration {

  override name = 'Migration20261130071317AddWaste';

  override up(): void | Promise<void> {
    this.addSql(`create table "waste_district" ("id" uuid not null, "municipality_id" uuid not null, "name" text not null, "key" text not null, "address" text null, "reads_at" timestamptz null, "read_at" timestamptz null, "read_fault" text null, primary key ("id"));`);
    this.addSql(`alter table "waste_district" add constraint "waste_district_municipality_id_key_unique" unique ("municipality_id", "key");`);

    this.addSql(`create table "waste_district_street" ("id" uuid not null, "district_id" uuid not null, "street_id" uuid not null, "from_number" text null, "to_number" text null, "side" text not null default 'ALL', primary key ("id"));`);
    this.addSql(`create index "waste_district_street_district_id_index" on "waste_district_street" ("district_id");`);
    this.addSql(`create index "waste_district_street_street_id_index" on "waste_district_street" ("street_id");`);

    this.addSql(`create table "waste_import" ("id" uuid not null, "municipality_id" uuid not null, "district_id" uuid null, "format" text not null, "file_name" text null, "content" text not null, "state" text not null default 'OPEN', "created_at" timestamptz not null, "decided_at" timestamptz null, primary key ("id"));`);
    this.addSql(`create index "waste_import_municipality_id_state_index" on "waste_import" ("municipality_id", "state");`);

    this.addSql(`create table "waste_kind" ("id" uuid not null, "municipality_id" uuid not null, "type" text not null, "name" text not null, "key" text not null, primary key ("id"));`);
    this.addSql(`alter table "waste_kind" add constraint "waste_kind_municipality_id_key_unique" unique ("municipality_id", "key");`);

    this.addSql(`create table "waste_date" ("id" uuid not null, "municipality_id" uuid not null, "district_id" uuid not null, "kind_id" uuid not null, "date" date not null, "moved_from" date null, "moved_by" uuid null, "changed_at" timestamptz not null, primary key ("id"));`);
    this.addSql(`create index "waste_date_municipality_id_date_id_index" on "waste_date" ("municipality_id", "date", "id");`);
    this.addSql(`create index "waste_date_moved_by_index" on "waste_date" ("moved_by");`);
    this.addSql(`alter table "waste_date" add constraint "waste_date_district_id_kind_id_date_unique" unique ("district_id", "kind_id", "date");`);

    this.addSql(`create table "waste_label" ("municipality_id" uuid not null, "key" text not null, "kind_ids" uuid[] not null, primary key ("municipality_id", "key"));`);

    this.addSql(`create table "waste_reminder_plan" ("municipality_id" uuid not null, "at" timestamptz not null, primary key ("municipality_id"));`);

    this.addSql(`alter table "street_follow" add "reminds_of_waste" boolean not null default false;`);

    this.addSql(`alter table "waste_district" add constraint "waste_district_municipality_id_foreign" foreign key ("municipality_id") references "municipality" ("id");`);

    this.addSql(`alter table "waste_district_street" add constraint "waste_district_street_district_id_foreign" foreign key ("district_id") references "waste_district" ("id") on delete cascade;`);
    this.addSql(`alter table "waste_district_street" add constraint "waste_district_street_street_id_foreign" foreign key ("street_id") references "street" ("id") on delete cascade;`);
    this.addSql(`alter table "waste_district_street" add constraint "waste_district_street_side_check" check ("side" in ('ALL', 'ODD', 'EVEN'));`);

    this.addSql(`alter table "waste_import" add constraint "waste_import_municipality_id_foreign" foreign key ("municipality_id") references "municipality" ("id");`);
    this.addSql(`alter table "waste_import" add constraint "waste_import_district_id_foreign" foreign key ("district_id") references "waste_district" ("id") on delete cascade;`);
    this.addSql(`alter table "waste_import" add constraint "waste_import_format_check" check ("format" in ('CSV', 'ICS'));`);
    this.addSql(`alter table "waste_import" add constraint "waste_import_state_check" check ("state" in ('OPEN', 'APPLIED', 'DISCARDED'));`);

    this.addSql(`alter table "waste_kind" add constraint "waste_kind_municipality_id_foreign" foreign key ("municipality_id") references "municipality" ("id");`);
    this.addSql(`alter table "waste_kind" add constraint "waste_kind_type_check" check ("type" in ('RESIDUAL', 'ORGANIC', 'PAPER', 'PACKAGING', 'GARDEN', 'GLASS', 'BULKY', 'HAZARDOUS', 'CHRISTMAS_TREE', 'OTHER'));`);

    this.addSql(`alter table "waste_date" add constraint "waste_date_municipality_id_foreign" foreign key ("municipality_id") references "municipality" ("id");`);
    this.addSql(`alter table "waste_date" add constraint "waste_date_district_id_foreign" foreign key ("district_id") references "waste_district" ("id") on delete cascade;`);
    this.addSql(`alter table "waste_date" add constraint "waste_date_kind_id_foreign" foreign key ("kind_id") references "waste_kind" ("id");`);

    this.addSql(`alter table "waste_label" add constraint "waste_label_municipality_id_foreign" foreign key ("municipality_id") references "municipality" ("id");`);

    this.addSql(`alter table "waste_reminder_plan" add constraint "waste_reminder_plan_municipality_id_foreign" foreign key ("municipality_id") references "municipality" ("id") on update cascade on delete cascade;`);
  }

}
