import { Migration } from '@mikro-orm/migrations';

export class Migration20261128111150AddCategoryVariants extends Migration {

  override name = 'Migration20261128111150AddCategoryVariants';

  override up(): void | Promise<void> {
    this.addSql(`alter table "issue_category" add "variants" jsonb null;`);
  }

}
