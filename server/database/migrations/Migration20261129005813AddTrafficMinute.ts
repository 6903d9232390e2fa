import { Migration } from '@mikro-orm/migrations';

export class Migration20261129005813AddTrafficMinute extends Migration {

  override name = 'Migration20261129005813AddTrafficMinute';

  override up(): void | Promise<void> {
    this.addSql(`create table "traffic_minute" ("minute" timestamptz not null, "requests" int not null, primary key ("minute"));`);
  }

}
