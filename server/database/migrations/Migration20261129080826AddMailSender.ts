import { Migration } from '@mikro-orm/migrations';

export class Migration20261129080826AddMailSender extends Migration {

  override name = 'Migration20261129080826AddMailSender';

  override up(): void | Promise<void> {
    this.addSql(`alter table "municipality" add "reply_to" text null, add "from_address" text null;`);
  }

}
