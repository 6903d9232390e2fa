import { Migration } from '@mikro-orm/migrations';

/**
 * Keys of VAPID, which the next start makes, and columns for contacts of the channel PUSH: the browser of a device, and
 * what its push service answered.
 */
export class Migration20261129015615PushToDevices extends Migration {

  override name = 'Migration20261129015615PushToDevices';

  override up(): void {
    this.addSql(`alter table "installation" add "push_public_key" text null, add "push_private_key" text null;`);

    this.addSql(`alter table "contact" add "last_used_at" timestamptz null, add "browser_hash" text null, add "refusals" int not null default 0, add "refused_since" timestamptz null;`);
    this.addSql(`create index "contact_browser_hash_index" on "contact" ("browser_hash");`);
  }

}
