import { Migration } from '@mikro-orm/migrations';

export class Migration20261128044239ExternalId extends Migration {

  override name = 'Migration20261128044239ExternalId';

  override up(): void | Promise<void> {
    this.addSql(`create table "external_id" ("key_id" uuid not null, "external_id" varchar(255) not null, "object_type" varchar(255) not null, "object_id" uuid not null, "at" timestamptz not null default now(), primary key ("key_id", "external_id"));`);
    this.addSql(`create index "external_id_object_id_index" on "external_id" ("object_id");`);
  }

}
