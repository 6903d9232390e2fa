import { Migration } from '@mikro-orm/migrations';

export class Migration20261128175104AddIssueTitle extends Migration {

  override name = 'Migration20261128175104AddIssueTitle';

  override up(): void | Promise<void> {
    this.addSql(`create table "issue_title_change" ("id" uuid not null, "issue_id" uuid not null, "at" timestamptz not null, "actor_id" uuid null, "title" text null, primary key ("id"));`);
    this.addSql(`create index "issue_title_change_issue_id_id_index" on "issue_title_change" ("issue_id", "id");`);

    this.addSql(`alter table "issue" add "title" text null;`);

    this.addSql(`alter table "issue_title_change" add constraint "issue_title_change_issue_id_foreign" foreign key ("issue_id") references "issue" ("id");`);
    this.addSql(`alter table "issue_title_change" add constraint "issue_title_change_actor_id_foreign" foreign key ("actor_id") references "person" ("id") on delete set null;`);
  }

}
