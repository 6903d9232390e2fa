import { Migration } from '@mikro-orm/migrations';

export class Migration20261129173150AddControlCentre extends Migration {

  override name = 'Migration20261129173150AddControlCentre';

  override up(): void | Promise<void> {
    this.addSql(`create table "control_centre" ("municipality_id" uuid not null, "phone" text not null, "email" text null, "recipient_id" uuid null, primary key ("municipality_id"));`);

    this.addSql(`alter table "control_centre" add constraint "control_centre_municipality_id_foreign" foreign key ("municipality_id") references "municipality" ("id") on update cascade on delete cascade;`);
    this.addSql(`alter table "control_centre" add constraint "control_centre_recipient_id_foreign" foreign key ("recipient_id") references "recipient" ("id") on delete set null;`);
  }

}
