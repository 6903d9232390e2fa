import { Migration } from '@mikro-orm/migrations';

export class Migration20261129023307IndexRolesByTown extends Migration {

  override name = 'Migration20261129023307IndexRolesByTown';

  override up(): void | Promise<void> {
    this.addSql(`create index "role_municipality_id_desk_id_index" on "role" ("municipality_id", "desk_id");`);
  }

}
