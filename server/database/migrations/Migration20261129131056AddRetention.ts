import { Migration } from '@mikro-orm/migrations';

export class Migration20261129131056AddRetention extends Migration {

  override name = 'Migration20261129131056AddRetention';

  override up(): void | Promise<void> {
    this.addSql(`create table "delivery_summary" ("message_id" uuid not null, "numbers" jsonb not null, primary key ("message_id"));`);

    this.addSql(`create table "retention_setting" ("municipality_id" uuid not null, "kind" text not null, "days" int not null, primary key ("municipality_id", "kind"));`);

    this.addSql(`create table "unused_account" ("id" uuid not null, "person_id" uuid not null, "municipality_id" uuid not null, "warned_at" timestamptz not null, "due_at" timestamptz not null, primary key ("id"));`);
    this.addSql(`alter table "unused_account" add constraint "unused_account_person_id_unique" unique ("person_id");`);

    this.addSql(`create index "idempotency_key_at_index" on "idempotency_key" ("at");`);

    this.addSql(`alter table "person" add "last_seen_on" date not null default current_date;`);

    this.addSql(`alter table "issue" add "redacted_at" timestamptz null;`);

    this.addSql(`alter table "issue_merge" add "is_counted" boolean not null default true;`);

    this.addSql(`alter table "topic_log" add "at" timestamptz not null default now();`);
    this.addSql(`create index "topic_log_at_index" on "topic_log" ("at");`);

    this.addSql(`alter table "delivery_summary" add constraint "delivery_summary_message_id_foreign" foreign key ("message_id") references "message" ("id") on update cascade on delete cascade;`);

    this.addSql(`alter table "retention_setting" add constraint "retention_setting_municipality_id_foreign" foreign key ("municipality_id") references "municipality" ("id") on delete cascade;`);

    this.addSql(`alter table "unused_account" add constraint "unused_account_person_id_foreign" foreign key ("person_id") references "person" ("id") on delete cascade;`);
    this.addSql(`alter table "unused_account" add constraint "unused_account_municipality_id_foreign" foreign key ("municipality_id") references "municipality" ("id") on delete cascade;`);
  }

}
