import { Migration } from '@mikro-orm/migrations';

export class Migration20261130074921AddPostReview extends Migration {

  override name = 'Migration20261130074921AddPostReview';

  override up(): void | Promise<void> {
    this.addSql(`create table "post_decision" ("id" uuid not null, "post_id" uuid not null, "version" int not null, "outcome" text not null, "reason" text null, "at" timestamptz not null, "by_id" uuid null, "submitted_by_id" uuid null, primary key ("id"));`);
    this.addSql(`alter table "post_decision" add constraint "post_decision_post_id_version_unique" unique ("post_id", "version");`);

    this.addSql(`alter table "group" add "needs_review" boolean not null default false;`);

    this.addSql(`alter table "post" drop constraint "post_state_check";`);
    this.addSql(`alter table "post" add "submitted_at" timestamptz null, add "submitted_by_id" uuid null, add "approved_at" timestamptz null, add "returned_because" text null, add "proposal" jsonb null;`);
    this.addSql(`alter table "post" add constraint "post_submitted_by_id_foreign" foreign key ("submitted_by_id") references "person" ("id") on delete set null;`);
    this.addSql(`create index "post_municipality_id_submitted_at_index" on "post" ("municipality_id", "submitted_at");`);
    this.addSql(`alter table "post" add constraint "post_state_check" check ("state" in ('DRAFT', 'IN_REVIEW', 'SCHEDULED', 'PUBLISHED', 'WITHDRAWN'));`);

    this.addSql(`alter table "post_decision" add constraint "post_decision_post_id_foreign" foreign key ("post_id") references "post" ("id");`);
    this.addSql(`alter table "post_decision" add constraint "post_decision_by_id_foreign" foreign key ("by_id") references "person" ("id") on delete set null;`);
    this.addSql(`alter table "post_decision" add constraint "post_decision_submitted_by_id_foreign" foreign key ("submitted_by_id") references "person" ("id") on delete set null;`);
    this.addSql(`alter table "post_decision" add constraint "post_decision_outcome_check" check ("outcome" in ('APPROVED', 'APPROVED_ALONE', 'RETURNED'));`);
  }

}
