import { Migration } from '@mikro-orm/migrations';

export class Migration20261130110105AddEventReview extends Migration {

  override name = 'Migration20261130110105AddEventReview';

  override up(): void | Promise<void> {
    this.addSql(`create table "event_decision" ("id" uuid not null, "event_id" uuid not null, "version" int not null, "outcome" text not null, "reason" text null, "at" timestamptz not null, "by_id" uuid null, "submitted_by_id" uuid null, primary key ("id"));`);
    this.addSql(`alter table "event_decision" add constraint "event_decision_event_id_version_unique" unique ("event_id", "version");`);

    this.addSql(`alter table "event" add "submitted_at" timestamptz null, add "submitted_by_id" uuid null, add "approved_at" timestamptz null, add "returned_because" text null, add "proposal" jsonb null;`);
    this.addSql(`alter table "event" add constraint "event_submitted_by_id_foreign" foreign key ("submitted_by_id") references "person" ("id") on delete set null;`);
    this.addSql(`create index "event_municipality_id_submitted_at_index" on "event" ("municipality_id", "submitted_at");`);

    this.addSql(`alter table "event_decision" add constraint "event_decision_event_id_foreign" foreign key ("event_id") references "event" ("id");`);
    this.addSql(`alter table "event_decision" add constraint "event_decision_by_id_foreign" foreign key ("by_id") references "person" ("id") on delete set null;`);
    this.addSql(`alter table "event_decision" add constraint "event_decision_submitted_by_id_foreign" foreign key ("submitted_by_id") references "person" ("id") on delete set null;`);
    this.addSql(`alter table "event_decision" add constraint "event_decision_outcome_check" check ("outcome" in ('APPROVED', 'APPROVED_ALONE', 'RETURNED'));`);
  }

}
