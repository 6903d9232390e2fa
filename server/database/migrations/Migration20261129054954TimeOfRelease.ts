import { Migration } from '@mikro-orm/migrations';

export class Migration20261129054954TimeOfRelease extends Migration {

  override name = 'Migration20261129054954TimeOfRelease';

  override up(): void | Promise<void> {
    this.addSql(`alter table "delivery" add "released_at" timestamptz null;`);
  }

}
