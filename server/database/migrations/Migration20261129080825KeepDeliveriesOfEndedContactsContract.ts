import { Migration } from '@mikro-orm/migrations';

/**
 * No longer needed from 0.1.0 on: this release reads deliveries together with their contacts and skips those without one.
 * A delivery stays in its report when its contact is deleted.
 */
export class Migration20261129080825KeepDeliveriesOfEndedContactsContract extends Migration {

  override name = 'Migration20261129080825KeepDeliveriesOfEndedContactsContract';

  override up(): void | Promise<void> {
    this.addSql(`alter table "delivery" drop constraint "delivery_contact_id_foreign";`);
  }

}
