import { Migration } from '@mikro-orm/migrations';

export class Migration20261128113943AddQuestionVariants extends Migration {

  override name = 'Migration20261128113943AddQuestionVariants';

  override up(): void | Promise<void> {
    this.addSql(`alter table "issue_question" add "variants" jsonb null;`);

    this.addSql(`alter table "category_emergency" add "variants" jsonb null;`);
  }

}
