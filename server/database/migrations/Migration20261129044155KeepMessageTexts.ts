import { Migration } from '@mikro-orm/migrations';

export class Migration20261129044155KeepMessageTexts extends Migration {

  override name = 'Migration20261129044155KeepMessageTexts';

  override up(): void | Promise<void> {
    this.addSql(`create table "message_text" ("message_id" uuid not null, "channel" text not null, "locale" text not null, "sha256" text not null, "text" text not null, "at" timestamptz not null default now(), primary key ("message_id", "channel", "locale", "sha256"));`);

    this.addSql(`alter table "message_text" add constraint "message_text_message_id_foreign" foreign key ("message_id") references "message" ("id") on delete cascade;`);
  }

}
