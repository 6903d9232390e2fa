import { Migration } from '@mikro-orm/migrations';

export class Migration20261129080722AddHostPause extends Migration {

  override name = 'Migration20261129080722AddHostPause';

  override up(): void | Promise<void> {
    this.addSql(`create table "host_pause" ("host" text not null, "until" timestamptz not null, "pause_ms" int not null, primary key ("host"));`);
  }

}
