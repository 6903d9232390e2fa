import { Migration } from '@mikro-orm/migrations';

export class Migration20261129050558AddTownOfSignIn extends Migration {

  override name = 'Migration20261129050558AddTownOfSignIn';

  override up(): void | Promise<void> {
    this.addSql(`alter table "sign_in" add "municipality_id" uuid null;`);
    this.addSql(`alter table "sign_in" add constraint "sign_in_municipality_id_foreign" foreign key ("municipality_id") references "municipality" ("id") on delete cascade;`);
  }

}
