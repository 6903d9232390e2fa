import { Migration } from '@mikro-orm/migrations';

export class Migration20261129131044AddWatch extends Migration {

  override name = 'Migration20261129131044AddWatch';

  override up(): void | Promise<void> {
    this.addSql(`create table "process_report" ("id" uuid not null, "role" text not null, "machine" text not null, "version" text not null, "started_at" timestamptz not null, "seen_at" timestamptz not null, "state" jsonb not null, primary key ("id"));`);

    this.addSql(`create table "watch_condition" ("kind" text not null, "began_at" timestamptz not null, "noticed_at" timestamptz not null, "measured" jsonb not null, primary key ("kind"));`);

    this.addSql(`create table "watch_notice" ("id" uuid not null, "kind" text not null, "phase" text not null, "person_id" uuid not null, "began_at" timestamptz not null, "at" timestamptz not null, "measured" jsonb not null, "lease_until" timestamptz null, primary key ("id"));`);
    this.addSql(`create index "watch_notice_person_id_index" on "watch_notice" ("person_id");`);

    this.addSql(`alter table "watch_notice" add constraint "watch_notice_person_id_foreign" foreign key ("person_id") references "person" ("id") on delete cascade;`);
    this.addSql(`alter table "watch_notice" add constraint "watch_notice_kind_check" check ("kind" in ('QUEUE_LATE', 'BACKUP_LATE', 'DISK_LOW', 'MAIL_REFUSED'));`);
    this.addSql(`alter table "watch_notice" add constraint "watch_notice_phase_check" check ("phase" in ('BEGIN', 'REMINDER', 'END'));`);
  }

}
