import { Migration } from '@mikro-orm/migrations';

/**
 * Secret ballots are stored encrypted and counted after the close. Open secret polls have unencrypted ballots, which this
 * version cannot count: they must be closed with the earlier version first, and the migration refuses to start otherwise.
 */
export class Migration20261128112145CountSecretPollsLater extends Migration {
  override name = 'Migration20261128112145CountSecretPollsLater';

  override up(): void {
    this.addSql(`do $$ begin
      if exists (select from "ballot_box"."booth" b join "poll" p on p."id" = b."poll_id" where p."closed_at" is null) then
        raise exception 'a secret poll is open: close it with the earlier version before the upgrade';
      end if;
    end $$;`);
    this.addSql(
      `create table "ballot_box"."envelope" ("poll_id" uuid not null, "slot" varchar(255) not null, "ciphertext" text not null, primary key ("poll_id", "slot"));`,
    );
    this.addSql(`drop table "ballot_box"."inbox";`);
    this.addSql(
      `alter table "ballot_box"."booth" add "invalid_count" int null, add "sheet_fetched_at" timestamptz null, add "key_lost_at" timestamptz null;`,
    );
    this.addSql(`alter table "poll" add "counted_at" timestamptz null;`);
    this.addSql(`update "poll" set "counted_at" = "closed_at" where "closed_at" is not null;`);
    // These events named each voter with the time of the issue.
    this.addSql(`delete from "domain_event" where "type" = 'ballot.issued';`);
  }
}
