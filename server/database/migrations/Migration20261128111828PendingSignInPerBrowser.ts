import { Migration } from '@mikro-orm/migrations';

export class Migration20261128111828PendingSignInPerBrowser extends Migration {

  override name = 'Migration20261128111828PendingSignInPerBrowser';

  override up(): void | Promise<void> {
    this.addSql(`alter table "sign_in" drop constraint "sign_in_email_unique";`);
    this.addSql(`alter table "sign_in" add "code_expires_at" timestamptz null;`);
    this.addSql(`create index "sign_in_email_index" on "sign_in" ("email");`);
  }

}
