import { Migration } from '@mikro-orm/migrations';

/**
 * Maps the status UNCONFIRMED to SUBMITTED and removes it. A confirmation was a move from UNCONFIRMED to SUBMITTED; it
 * has no `from` afterwards, because a move between equal statuses is a change of the desk. A town's own name of the
 * status is deleted.
 */
export class Migration20261128150342RemoveUnconfirmed extends Migration {
  override name = 'Migration20261128150342RemoveUnconfirmed';

  override up(): void {
    this.addSql(`alter table "issue_template" drop constraint "issue_template_status_check";`);
    this.addSql(`alter table "issue" drop constraint "issue_previous_status_check";`);
    this.addSql(`alter table "issue" drop constraint "issue_status_check";`);
    this.addSql(`alter table "issue_move" drop constraint "issue_move_from_check";`);
    this.addSql(`alter table "issue_move" drop constraint "issue_move_to_check";`);

    this.addSql(`update "issue" set "status" = 'SUBMITTED' where "status" = 'UNCONFIRMED';`);
    this.addSql(`update "issue" set "previous_status" = 'SUBMITTED' where "previous_status" = 'UNCONFIRMED';`);
    this.addSql(
      `update "issue_move" set "from" = null where "from" in ('UNCONFIRMED', 'SUBMITTED') and "to" in ('UNCONFIRMED', 'SUBMITTED') and "from" <> "to";`,
    );
    this.addSql(`update "issue_move" set "from" = 'SUBMITTED' where "from" = 'UNCONFIRMED';`);
    this.addSql(`update "issue_move" set "to" = 'SUBMITTED' where "to" = 'UNCONFIRMED';`);
    this.addSql(`update "issue_template" set "status" = 'SUBMITTED' where "status" = 'UNCONFIRMED';`);
    this.addSql(`
      update "issue_settings" set "labels" = (
        select coalesce(jsonb_agg("label" order by "position"), '[]'::jsonb)
        from jsonb_array_elements("labels") with ordinality as "known" ("label", "position")
        where "label"->>'status' <> 'UNCONFIRMED')
      where "labels" @> '[{"status": "UNCONFIRMED"}]';`);
    this.addSql(
      `update "domain_event" set "facts" = jsonb_set("facts", '{to}', '"SUBMITTED"') where "type" = 'issue.moved' and "facts"->>'to' = 'UNCONFIRMED';`,
    );

    this.addSql(
      `alter table "issue_template" add constraint "issue_template_status_check" check ("status" in ('SUBMITTED', 'TRIAGED', 'ASSIGNED', 'IN_PROGRESS', 'SCHEDULED', 'WAITING_ON_REPORTER', 'FORWARDED', 'RESOLVED', 'DECLINED', 'NOT_RESPONSIBLE', 'DUPLICATE', 'WITHDRAWN'));`,
    );
    this.addSql(
      `alter table "issue" add constraint "issue_previous_status_check" check ("previous_status" in ('SUBMITTED', 'TRIAGED', 'ASSIGNED', 'IN_PROGRESS', 'SCHEDULED', 'WAITING_ON_REPORTER', 'FORWARDED', 'RESOLVED', 'DECLINED', 'NOT_RESPONSIBLE', 'DUPLICATE', 'WITHDRAWN'));`,
    );
    this.addSql(
      `alter table "issue" add constraint "issue_status_check" check ("status" in ('SUBMITTED', 'TRIAGED', 'ASSIGNED', 'IN_PROGRESS', 'SCHEDULED', 'WAITING_ON_REPORTER', 'FORWARDED', 'RESOLVED', 'DECLINED', 'NOT_RESPONSIBLE', 'DUPLICATE', 'WITHDRAWN'));`,
    );
    this.addSql(
      `alter table "issue_move" add constraint "issue_move_from_check" check ("from" in ('SUBMITTED', 'TRIAGED', 'ASSIGNED', 'IN_PROGRESS', 'SCHEDULED', 'WAITING_ON_REPORTER', 'FORWARDED', 'RESOLVED', 'DECLINED', 'NOT_RESPONSIBLE', 'DUPLICATE', 'WITHDRAWN'));`,
    );
    this.addSql(
      `alter table "issue_move" add constraint "issue_move_to_check" check ("to" in ('SUBMITTED', 'TRIAGED', 'ASSIGNED', 'IN_PROGRESS', 'SCHEDULED', 'WAITING_ON_REPORTER', 'FORWARDED', 'RESOLVED', 'DECLINED', 'NOT_RESPONSIBLE', 'DUPLICATE', 'WITHDRAWN'));`,
    );
  }
}
