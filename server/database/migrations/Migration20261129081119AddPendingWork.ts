import { Migration } from '@mikro-orm/migrations';

export class Migration20261129081119AddPendingWork extends Migration {

  override name = 'Migration20261129081119AddPendingWork';

  override up(): void | Promise<void> {
    this.addSql(`alter table "installation" add "pending" text null;`);
  }

}
