import { Migration } from '@mikro-orm/migrations';

export class Migration20261128081626AddIssuePublicSince extends Migration {

  override name = 'Migration20261128081626AddIssuePublicSince';

  override up(): void | Promise<void> {
    this.addSql(`alter table "issue" add "public_since" timestamptz null;`);
  }

}
