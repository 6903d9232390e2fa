import { Migration } from '@mikro-orm/migrations';

/** A delivery stays in its report when its contact is deleted. */
export class Migration20261129080825KeepDeliveriesOfEndedContacts extends Migration {

  override name = 'Migration20261129080825KeepDeliveriesOfEndedContacts';

  override up(): void | Promise<void> {
    this.addSql(`alter table "delivery" drop constraint "delivery_contact_id_foreign";`);
  }

}
