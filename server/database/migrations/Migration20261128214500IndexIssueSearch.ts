import { Migration } from '@mikro-orm/migrations';

/**
 * Indexes for the search of staff. A database without the extension pg_trgm does without them and reads all issues of
 * the town instead. The entities do not declare the indexes, because the embedded database has no extension.
 */
export class Migration20261128214500IndexIssueSearch extends Migration {

  override name = 'Migration20261128214500IndexIssueSearch';

  override up(): void | Promise<void> {
    this.addSql(`do $$ begin
      create index issue_search_index on issue using gin
        ((reference || ' ' || coalesce(title, '') || ' ' || coalesce(address, '') || ' ' || text) gin_trgm_ops);
      create index issue_move_search_index on issue_move using gin (message gin_trgm_ops) where message is not null;
      create index issue_comment_search_index on issue_comment using gin (text gin_trgm_ops) where reach = 'PUBLIC';
    exception when others then null; end $$;`);
  }

}
