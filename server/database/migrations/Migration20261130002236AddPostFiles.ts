import { Migration } from '@mikro-orm/migrations';

export class Migration20261130002236AddPostFiles extends Migration {

  override name = 'Migration20261130002236AddPostFiles';

  override up(): void | Promise<void> {
    this.addSql(`create table "attachment" ("id" uuid not null, "municipality_id" uuid not null, "uploader_id" uuid null, "partner_key_id" uuid null, "title" varchar(255) not null default '', "summary" text not null default '', "bytes" int not null, "created_at" timestamptz not null, "used_by" varchar(255) null, primary key ("id"));`);

    this.addSql(`create table "post_file" ("id" uuid not null, "post_id" uuid not null, "kind" text not null, "position" int not null, primary key ("id"));`);
    this.addSql(`create index "post_file_post_id_kind_position_index" on "post_file" ("post_id", "kind", "position");`);

    this.addSql(`alter table "attachment" add constraint "attachment_municipality_id_foreign" foreign key ("municipality_id") references "municipality" ("id");`);
    this.addSql(`alter table "attachment" add constraint "attachment_uploader_id_foreign" foreign key ("uploader_id") references "person" ("id") on delete set null;`);

    this.addSql(`alter table "post_file" add constraint "post_file_post_id_foreign" foreign key ("post_id") references "post" ("id");`);
    this.addSql(`alter table "post_file" add constraint "post_file_kind_check" check ("kind" in ('PICTURE', 'ATTACHMENT'));`);
  }

}
