import { Migration } from '@mikro-orm/migrations';

export class Migration20261130081243AddAnswers extends Migration {

  override name = 'Migration20261130081243AddAnswers';

  override up(): void | Promise<void> {
    this.addSql(`alter table "attendance" add "promotions" int not null default 0, add "reminder_since" timestamptz null, add "reminded_for" timestamptz null;`);
    this.addSql(`create index attendance_named_index on attendance (slot_id) where name <> '' or recipient_id is not null;`);
  }

}
