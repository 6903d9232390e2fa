import { Migration } from '@mikro-orm/migrations';

export class Migration20261203084050AddEmergencyChoice extends Migration {

  override name = 'Migration20261203084050AddEmergencyChoice';

  override up(): void | Promise<void> {
    this.addSql(`create table "emergency_choice" ("recipient_id" uuid not null, "municipality_id" uuid not null, "state" text not null, "at" timestamptz not null, primary key ("recipient_id", "municipality_id"));`);
    this.addSql(`create index "emergency_choice_municipality_id_index" on "emergency_choice" ("municipality_id");`);

    this.addSql(`create index "consent_municipality_id_index" on "consent" ("municipality_id");`);

    this.addSql(`alter table "emergency_choice" add constraint "emergency_choice_recipient_id_foreign" foreign key ("recipient_id") references "recipient" ("id") on update cascade on delete cascade;`);
    this.addSql(`alter table "emergency_choice" add constraint "emergency_choice_municipality_id_foreign" foreign key ("municipality_id") references "municipality" ("id") on update cascade on delete cascade;`);
    this.addSql(`alter table "emergency_choice" add constraint "emergency_choice_state_check" check ("state" in ('GIVEN', 'ENDED'));`);

    // Who made the account on the page of a town, or left its group, goes on getting its emergencies.
    this.addSql(`
      insert into "emergency_choice" ("recipient_id", "municipality_id", "state", "at")
      select r.id, m.id, 'GIVEN', now()
      from (
        select distinct facts->>'personId' as person, facts->>'municipalityId' as town from domain_event
        where type = 'identity.personRegistered' and facts->>'municipalityId' is not null
        union
        select distinct e.facts->>'personId', e.facts->>'municipalityId' from domain_event e
        join "group" g on g.id = (e.facts->>'groupId')::uuid and g.is_town where e.type = 'group.left'
      ) kept
      join recipient r on r.id = kept.person::uuid join municipality m on m.id = kept.town::uuid
      on conflict do nothing;`);
  }

}
