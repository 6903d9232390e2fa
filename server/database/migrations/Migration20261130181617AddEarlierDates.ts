import { Migration } from '@mikro-orm/migrations';

export class Migration20261130181617AddEarlierDates extends Migration {

  override name = 'Migration20261130181617AddEarlierDates';

  override up(): void | Promise<void> {
    this.addSql(`alter table "occurrence" add "earlier" jsonb null;`);
  }

}
