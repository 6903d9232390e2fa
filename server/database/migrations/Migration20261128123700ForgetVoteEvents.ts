import { Migration } from '@mikro-orm/migrations';

/** Deletes the events of single votes: they named each voter with a time, and are no longer recorded. */
export class Migration20261128123700ForgetVoteEvents extends Migration {
  override name = 'Migration20261128123700ForgetVoteEvents';

  override up(): void {
    this.addSql(`delete from "domain_event" where "type" = 'poll.voteCast';`);
  }
}
