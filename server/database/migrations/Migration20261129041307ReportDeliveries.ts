import { Migration } from '@mikro-orm/migrations';

export class Migration20261129041307ReportDeliveries extends Migration {

  override name = 'Migration20261129041307ReportDeliveries';

  override up(): void | Promise<void> {
    this.addSql(`alter table "message" add "sender_id" uuid null;`);
    this.addSql(`alter table "message" add constraint "message_sender_id_foreign" foreign key ("sender_id") references "person" ("id") on delete set null;`);
    this.addSql(`create index "message_municipality_id_id_index" on "message" ("municipality_id", "id");`);
    this.addSql(`create index "message_subject_id_id_index" on "message" ("subject_id", "id");`);

    this.addSql(`alter table "delivery" add "changed_at" timestamptz null;`);
  }

}
