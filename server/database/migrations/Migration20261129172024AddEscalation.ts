import { Migration } from '@mikro-orm/migrations';

export class Migration20261129172024AddEscalation extends Migration {

  override name = 'Migration20261129172024AddEscalation';

  override up(): void | Promise<void> {
    this.addSql(`create table "escalation" ("id" uuid not null, "message_id" uuid not null, "recipient_id" uuid not null, "step" text not null, "from_contact_id" uuid null, "to_contact_id" uuid null, "channel" text null, "because" text not null, "at" timestamptz not null, primary key ("id"));`);
    this.addSql(`create index "escalation_message_id_index" on "escalation" ("message_id");`);
    this.addSql(`create index "escalation_recipient_id_index" on "escalation" ("recipient_id");`);
    this.addSql(`create unique index escalation_reminder_unique on "escalation" (message_id, recipient_id) where step = 'REMIND';`);
    this.addSql(`create unique index escalation_substitute_unique on "escalation" (message_id, to_contact_id) where step = 'SUBSTITUTE';`);

    this.addSql(`alter table "contact" add "as_substitute" boolean not null default false;`);

    this.addSql(`alter table "escalation" add constraint "escalation_message_id_foreign" foreign key ("message_id") references "message" ("id") on delete cascade;`);
    this.addSql(`alter table "escalation" add constraint "escalation_recipient_id_foreign" foreign key ("recipient_id") references "recipient" ("id") on delete cascade;`);
    this.addSql(`alter table "escalation" add constraint "escalation_step_check" check ("step" in ('REMIND', 'SUBSTITUTE'));`);
    this.addSql(`alter table "escalation" add constraint "escalation_because_check" check ("because" in ('FAILED', 'NOT_ACCEPTED', 'NOT_ACKNOWLEDGED'));`);
  }

}
