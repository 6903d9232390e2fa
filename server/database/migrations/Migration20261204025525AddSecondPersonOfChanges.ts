import { Migration } from '@mikro-orm/migrations';

export class Migration20261204025525AddSecondPersonOfChanges extends Migration {

  override name = 'Migration20261204025525AddSecondPersonOfChanges';

  override up(): void | Promise<void> {
    this.addSql(`alter table "alert" add "needs_second_person" boolean not null default false, add "is_false_alarm" boolean not null default false;`);
    this.addSql(`alter table "alert" add constraint "alert_marked_check" check (state <> 'SENT' or not needs_second_person
  or (broke_glass_because is not null and msg_type <> 'CANCEL')
  or (approved_at is not null and approved_hash = content_hash and approved_by_id is distinct from author_id));`);
  }

}
