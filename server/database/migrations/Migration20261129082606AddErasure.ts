import { Migration } from '@mikro-orm/migrations';

export class Migration20261129082606AddErasure extends Migration {

  override name = 'Migration20261129082606AddErasure';

  override up(): void | Promise<void> {
    this.addSql(`create table "ended_session" ("token_hash" text not null, "ended_at" timestamptz not null, primary key ("token_hash"));`);

    this.addSql(`create table "erasure" ("id" uuid not null, "person_id" uuid not null, "municipality_id" uuid not null, "with_texts" boolean not null, "requested_at" timestamptz not null, "due_at" timestamptz not null, primary key ("id"));`);
    this.addSql(`alter table "erasure" add constraint "erasure_person_id_unique" unique ("person_id");`);

    this.addSql(`create table "tombstone" ("hmac" text not null, "kind" text not null, "with_texts" boolean not null, "erased_at" timestamptz not null, primary key ("hmac"));`);

    this.addSql(`alter table "person" add "erases_at" timestamptz null, add "erased_at" timestamptz null;`);

    this.addSql(`alter table "erasure" add constraint "erasure_person_id_foreign" foreign key ("person_id") references "person" ("id") on delete cascade;`);
    this.addSql(`alter table "erasure" add constraint "erasure_municipality_id_foreign" foreign key ("municipality_id") references "municipality" ("id") on delete cascade;`);

    this.addSql(`alter table "tombstone" add constraint "tombstone_kind_check" check ("kind" in ('ACCOUNT', 'ADDRESS'));`);
  }

}
