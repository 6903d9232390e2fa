import { Migration } from '@mikro-orm/migrations';

/**
 * A delivery stays in its report when its contact is deleted. Release 0.1.0 reads deliveries together with their contacts
 * and skips those without one.
 */
export class Migration20261129080825KeepDeliveriesOfEndedContacts extends Migration {

  override name = 'Migration20261129080825KeepDeliveriesOfEndedContacts';

  override up(): void | Promise<void> {
    this.addSql(`alter table "delivery" drop constraint "delivery_contact_id_foreign";`);
  }

}
