import { Migration } from '@mikro-orm/migrations';

export class Migration20261129082551SessionsWithDevice extends Migration {

  override name = 'Migration20261129082551SessionsWithDevice';

  override up(): void | Promise<void> {
    // Two statements, because a column that is added with a default gets it in the rows that exist.
    this.addSql(`alter table "role" add "granted_at" timestamptz null;`);
    this.addSql(`alter table "role" alter column "granted_at" set default now();`);

    this.addSql(`alter table "session" add "device" varchar(60) null;`);
  }

}
