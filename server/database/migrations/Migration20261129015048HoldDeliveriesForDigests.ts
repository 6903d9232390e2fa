import { Migration } from '@mikro-orm/migrations';

export class Migration20261129015048HoldDeliveriesForDigests extends Migration {

  override name = 'Migration20261129015048HoldDeliveriesForDigests';

  override up(): void | Promise<void> {
    this.addSql(`alter table "delivery" add "bundle" uuid null;`);
    this.addSql(`create index delivery_held_index on delivery (bundle, contact_id) where state = 'HELD';`);
  }

}
