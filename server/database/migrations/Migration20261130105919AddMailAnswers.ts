import { Migration } from '@mikro-orm/migrations';

export class Migration20261130105919AddMailAnswers extends Migration {

  override name = 'Migration20261130105919AddMailAnswers';

  override up(): void | Promise<void> {
    this.addSql(`create table "answer_request" ("id" uuid not null, "municipality_id" uuid not null, "consent_id" uuid not null, "recipient_id" uuid not null, "slot_id" uuid not null, "name" text not null, "answer" text not null, "companions" int not null, "reminder" text not null, "created_at" timestamptz not null, primary key ("id"));`);
    this.addSql(`alter table "answer_request" add constraint "answer_request_consent_id_unique" unique ("consent_id");`);
    this.addSql(`create index "answer_request_recipient_id_index" on "answer_request" ("recipient_id");`);
    this.addSql(`create index "answer_request_slot_id_index" on "answer_request" ("slot_id");`);

    this.addSql(`alter table "answer_request" add constraint "answer_request_municipality_id_foreign" foreign key ("municipality_id") references "municipality" ("id");`);
    this.addSql(`alter table "answer_request" add constraint "answer_request_consent_id_foreign" foreign key ("consent_id") references "consent" ("id") on delete cascade;`);
    this.addSql(`alter table "answer_request" add constraint "answer_request_recipient_id_foreign" foreign key ("recipient_id") references "recipient" ("id") on delete cascade;`);
    this.addSql(`alter table "answer_request" add constraint "answer_request_slot_id_foreign" foreign key ("slot_id") references "slot" ("id") on delete cascade;`);
    this.addSql(`alter table "answer_request" add constraint "answer_request_answer_check" check ("answer" in ('YES', 'NO', 'MAYBE'));`);
    this.addSql(`alter table "answer_request" add constraint "answer_request_reminder_check" check ("reminder" in ('NONE', 'DAY_BEFORE', 'TWO_HOURS_BEFORE'));`);
  }

}
