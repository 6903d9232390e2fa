import { Migration } from '@mikro-orm/migrations';

export class Migration20261130005117AddPostPlacing extends Migration {

  override name = 'Migration20261130005117AddPostPlacing';

  override up(): void | Promise<void> {
    this.addSql(`alter table "post" add "pinned_at" timestamptz null, add "expires_at" timestamptz null, add "expired_at" timestamptz null;`);
  }

}
