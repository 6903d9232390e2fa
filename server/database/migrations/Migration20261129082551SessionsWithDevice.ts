import { Migration } from '@mikro-orm/migrations';

export class Migration20261129082551SessionsWithDevice extends Migration {

  override name = 'Migration20261129082551SessionsWithDevice';

  override up(): void | Promise<void> {
    // Roles that exist already take the time of their latest grant; those whose event is gone have none.
    this.addSql(`alter table "role" add "granted_at" timestamptz null;`);
    this.addSql(`update "role" r set "granted_at" = (
      select max(e.at) from "domain_event" e where e.type = 'identity.roleGranted'
        and e.facts->>'personId' = r.person_id::text and e.facts->>'role' = r.role
        and e.facts->>'municipalityId' is not distinct from r.municipality_id::text
        and e.facts->>'deskId' is not distinct from r.desk_id::text);`);
    this.addSql(`alter table "role" alter column "granted_at" set default now();`);

    this.addSql(`alter table "session" add "device" varchar(60) null;`);
  }

}
