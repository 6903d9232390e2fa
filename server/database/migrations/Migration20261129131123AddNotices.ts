import { Migration } from '@mikro-orm/migrations';

export class Migration20261129131123AddNotices extends Migration {

  override name = 'Migration20261129131123AddNotices';

  override up(): void | Promise<void> {
    this.addSql(`create table "notice_decision" ("id" uuid not null, "municipality_id" uuid not null, "word_kind" text not null, "object_id" uuid not null, "author_id" uuid null, "quote" text not null, "verdict" text not null, "ground" text null, "statement" text not null, "decided_by_id" uuid null, "decided_at" timestamptz not null, primary key ("id"));`);
    this.addSql(`create index "notice_decision_author_id_index" on "notice_decision" ("author_id");`);

    this.addSql(`create table "notice" ("id" uuid not null, "municipality_id" uuid not null, "word_kind" text not null, "object_id" uuid not null, "author_id" uuid null, "notifier_id" uuid null, "reason" text not null, "text" text null, "quote" text not null, "created_at" timestamptz not null, "decision_id" uuid null, primary key ("id"));`);
    this.addSql(`create index "notice_municipality_id_decision_id_id_index" on "notice" ("municipality_id", "decision_id", "id");`);
    this.addSql(`create index "notice_object_id_notifier_id_index" on "notice" ("object_id", "notifier_id");`);
    this.addSql(`create index "notice_notifier_id_index" on "notice" ("notifier_id");`);
    this.addSql(`create index "notice_decision_id_index" on "notice" ("decision_id");`);

    this.addSql(`alter table "idea" add "hidden_at" timestamptz null;`);

    this.addSql(`alter table "notice_decision" add constraint "notice_decision_municipality_id_foreign" foreign key ("municipality_id") references "municipality" ("id");`);
    this.addSql(`alter table "notice_decision" add constraint "notice_decision_author_id_foreign" foreign key ("author_id") references "person" ("id") on delete set null;`);
    this.addSql(`alter table "notice_decision" add constraint "notice_decision_decided_by_id_foreign" foreign key ("decided_by_id") references "person" ("id") on delete set null;`);
    this.addSql(`alter table "notice_decision" add constraint "notice_decision_word_kind_check" check ("word_kind" in ('ISSUE', 'IDEA', 'POST'));`);
    this.addSql(`alter table "notice_decision" add constraint "notice_decision_verdict_check" check ("verdict" in ('KEPT', 'HIDDEN'));`);
    this.addSql(`alter table "notice_decision" add constraint "notice_decision_ground_check" check ("ground" in ('LAW', 'HOUSE_RULES'));`);

    this.addSql(`alter table "notice" add constraint "notice_municipality_id_foreign" foreign key ("municipality_id") references "municipality" ("id");`);
    this.addSql(`alter table "notice" add constraint "notice_author_id_foreign" foreign key ("author_id") references "person" ("id") on delete set null;`);
    this.addSql(`alter table "notice" add constraint "notice_notifier_id_foreign" foreign key ("notifier_id") references "person" ("id") on delete set null;`);
    this.addSql(`alter table "notice" add constraint "notice_decision_id_foreign" foreign key ("decision_id") references "notice_decision" ("id") on delete set null;`);
    this.addSql(`alter table "notice" add constraint "notice_word_kind_check" check ("word_kind" in ('ISSUE', 'IDEA', 'POST'));`);
    this.addSql(`alter table "notice" add constraint "notice_reason_check" check ("reason" in ('INSULT', 'PERSONAL_DATA', 'MISLEADING', 'ILLEGAL', 'OTHER'));`);
  }

}
