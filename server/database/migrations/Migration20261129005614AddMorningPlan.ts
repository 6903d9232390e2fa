import { Migration } from '@mikro-orm/migrations';

export class Migration20261129005614AddMorningPlan extends Migration {

  override name = 'Migration20261129005614AddMorningPlan';

  override up(): void | Promise<void> {
    this.addSql(`create table "morning_plan" ("municipality_id" uuid not null, "at" timestamptz null, "last_day" int null, primary key ("municipality_id"));`);

    this.addSql(`alter table "morning_plan" add constraint "morning_plan_municipality_id_foreign" foreign key ("municipality_id") references "municipality" ("id") on update cascade on delete cascade;`);
  }

}
