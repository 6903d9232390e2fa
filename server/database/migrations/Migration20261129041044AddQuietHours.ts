import { Migration } from '@mikro-orm/migrations';

export class Migration20261129041044AddQuietHours extends Migration {

  override name = 'Migration20261129041044AddQuietHours';

  override up(): void | Promise<void> {
    this.addSql(`alter table "recipient" add "time_zone" varchar(255) null, add "quiet_from" int not null default 1320, add "quiet_to" int not null default 420, add "only_emergencies" boolean not null default false;`);

    this.addSql(`create index delivery_release_index on delivery (channel, due_at) where state = 'HELD' and bundle is null;`);
    this.addSql(`create index delivery_emergency_index on delivery (due_at) where lane = 'EMERGENCY' and state = 'PENDING' and attempts = 0;`);
  }

}
