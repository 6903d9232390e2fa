import { Migration } from '@mikro-orm/migrations';

export class Migration20261130121638AddNamesInMails extends Migration {

  override name = 'Migration20261130121638AddNamesInMails';

  override up(): void | Promise<void> {
    this.addSql(`alter table "event" add "series_uid" text null;`);

    this.addSql(`alter table "occurrence" add "first_start" timestamptz null;`);
  }

}
