import { Migration } from '@mikro-orm/migrations';

export class Migration20261129021117AddConsent extends Migration {

  override name = 'Migration20261129021117AddConsent';

  override up(): void | Promise<void> {
    this.addSql(`create table "consent" ("id" uuid not null, "recipient_id" uuid not null, "municipality_id" uuid not null, "choice" text not null, "wording" int not null, "locale" text not null, "ip" text null, "at" timestamptz not null, primary key ("id"));`);
    this.addSql(`create index "consent_recipient_id_municipality_id_index" on "consent" ("recipient_id", "municipality_id");`);

    this.addSql(`alter table "consent" add constraint "consent_recipient_id_foreign" foreign key ("recipient_id") references "recipient" ("id") on delete cascade;`);
    this.addSql(`alter table "consent" add constraint "consent_municipality_id_foreign" foreign key ("municipality_id") references "municipality" ("id") on delete cascade;`);
  }

}
