import { Migration } from '@mikro-orm/migrations';

export class Migration20261129010124AddMembershipDecision extends Migration {

  override name = 'Migration20261129010124AddMembershipDecision';

  override up(): void | Promise<void> {
    this.addSql(`create table "membership_decision" ("number" serial primary key, "group_id" uuid not null, "person_id" uuid not null, "is_accepted" boolean not null, "at" timestamptz not null);`);
    this.addSql(`create index "membership_decision_person_id_index" on "membership_decision" ("person_id");`);
    this.addSql(`alter table "membership_decision" add constraint "membership_decision_group_id_person_id_unique" unique ("group_id", "person_id");`);

    this.addSql(`alter table "membership_decision" add constraint "membership_decision_group_id_foreign" foreign key ("group_id") references "group" ("id") on delete cascade;`);
    this.addSql(`alter table "membership_decision" add constraint "membership_decision_person_id_foreign" foreign key ("person_id") references "person" ("id") on delete cascade;`);
  }

}
