import { Migration } from '@mikro-orm/migrations';

export class Migration20261128175031AddPollDraft extends Migration {

  override name = 'Migration20261128175031AddPollDraft';

  override up(): void | Promise<void> {
    this.addSql(`alter table "poll" add "is_draft" boolean not null default false;`);
  }

}
