import { Migration } from '@mikro-orm/migrations';

/** Facts of a database that a start of the server compares with its own migrations (decision 0059). */
export class Migration20261129083000RecordChecksums extends Migration {

  override name = 'Migration20261129083000RecordChecksums';

  override up(): void | Promise<void> {
    this.addSql(`alter table "migration" add "checksum" text null, add "contract" text null;`);
  }

}
