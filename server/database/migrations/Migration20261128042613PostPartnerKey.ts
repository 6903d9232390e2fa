import { Migration } from '@mikro-orm/migrations';

export class Migration20261128042613PostPartnerKey extends Migration {

  override name = 'Migration20261128042613PostPartnerKey';

  override up(): void | Promise<void> {
    this.addSql(`alter table "post" add "partner_key_id" uuid null;`);
    this.addSql(`create index "post_partner_key_id_id_index" on "post" ("partner_key_id", "id");`);
  }

}
