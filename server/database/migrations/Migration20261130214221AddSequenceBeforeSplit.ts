import { Migration } from '@mikro-orm/migrations';

export class Migration20261130214221AddSequenceBeforeSplit extends Migration {

  override name = 'Migration20261130214221AddSequenceBeforeSplit';

  override up(): void | Promise<void> {
    this.addSql(`alter table "event" add "previous_sequence" int null;`);
  }

}
