import { Migration } from '@mikro-orm/migrations';

/** Test messages go to every contact, not to devices alone. */
export class Migration20261129043000RenameTestMessage extends Migration {

  override name = 'Migration20261129043000RenameTestMessage';

  override up(): void {
    this.addSql(`update "message" set "kind" = 'TEST_MESSAGE' where "kind" = 'DEVICE_TEST';`);
  }

}
