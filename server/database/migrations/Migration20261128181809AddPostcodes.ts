import { Migration } from '@mikro-orm/migrations';

export class Migration20261128181809AddPostcodes extends Migration {

  override name = 'Migration20261128181809AddPostcodes';

  override up(): void | Promise<void> {
    this.addSql(`alter table "municipality" add "postcodes" text[] not null default '{}';`);
    // Better search for towns; a database without the extension, or a role that may not install it, does without.
    this.addSql(`do $$ begin create extension if not exists pg_trgm; exception when others then null; end $$;`);
  }

}
