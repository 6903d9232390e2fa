import { Migration } from '@mikro-orm/migrations';

/** What a start of the server compares with its own migrations: docs/decisions/0059-older-versions-beside-newer-ones.md. */
export class Migration20261129083000RecordChecksums extends Migration {

  override name = 'Migration20261129083000RecordChecksums';

  override up(): void | Promise<void> {
    this.addSql(`alter table "migration" add "checksum" text null, add "contract" text null;`);
  }

}
