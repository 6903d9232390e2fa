import { Migration } from '@mikro-orm/migrations';

export class Migration20261128175303AddIssueAssignee extends Migration {

  override name = 'Migration20261128175303AddIssueAssignee';

  override up(): void | Promise<void> {
    this.addSql(`create table "issue_assignment" ("id" uuid not null, "issue_id" uuid not null, "version" int not null, "at" timestamptz not null, "actor_id" uuid null, "before_id" uuid null, "assignee_id" uuid null, primary key ("id"));`);
    this.addSql(`alter table "issue_assignment" add constraint "issue_assignment_issue_id_version_unique" unique ("issue_id", "version");`);

    this.addSql(`alter table "issue" add "assignee_id" uuid null;`);
    this.addSql(`alter table "issue" add constraint "issue_assignee_id_foreign" foreign key ("assignee_id") references "person" ("id") on delete set null;`);
    this.addSql(`create index "issue_assignee_id_index" on "issue" ("assignee_id");`);

    this.addSql(`alter table "issue_assignment" add constraint "issue_assignment_issue_id_foreign" foreign key ("issue_id") references "issue" ("id") on delete cascade;`);
    this.addSql(`alter table "issue_assignment" add constraint "issue_assignment_actor_id_foreign" foreign key ("actor_id") references "person" ("id") on delete set null;`);
    this.addSql(`alter table "issue_assignment" add constraint "issue_assignment_before_id_foreign" foreign key ("before_id") references "person" ("id") on delete set null;`);
    this.addSql(`alter table "issue_assignment" add constraint "issue_assignment_assignee_id_foreign" foreign key ("assignee_id") references "person" ("id") on delete set null;`);
  }

}
