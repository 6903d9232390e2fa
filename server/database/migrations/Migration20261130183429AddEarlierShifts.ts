import { Migration } from '@mikro-orm/migrations';

export class Migration20261130183429AddEarlierShifts extends Migration {

  override name = 'Migration20261130183429AddEarlierShifts';

  override up(): void | Promise<void> {
    this.addSql(`alter table "slot" add "earlier" jsonb null;`);
  }

}
