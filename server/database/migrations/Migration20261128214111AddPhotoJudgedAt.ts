import { Migration } from '@mikro-orm/migrations';

export class Migration20261128214111AddPhotoJudgedAt extends Migration {

  override name = 'Migration20261128214111AddPhotoJudgedAt';

  override up(): void | Promise<void> {
    this.addSql(`alter table "issue_photo" add "judged_at" timestamptz null;`);
    this.addSql(`create index issue_photo_waiting_index on issue_photo (added_at, photo_id) where judged_at is null;`);
    // Photos that were approved or hidden before do not wait.
    this.addSql(`update "issue_photo" p set "judged_at" = e."at"
      from (select "facts"->>'photoId' as "photo_id", max("at") as "at" from "domain_event"
            where "type" = 'issue.photoJudged' group by 1) e
      where e."photo_id" = p."photo_id"::text;`);
    this.addSql(`update "issue_photo" set "judged_at" = "added_at" where "is_approved" and "judged_at" is null;`);
  }

}
