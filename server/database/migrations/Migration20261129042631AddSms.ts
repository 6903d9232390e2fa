import { Migration } from '@mikro-orm/migrations';

export class Migration20261129042631AddSms extends Migration {

  override name = 'Migration20261129042631AddSms';

  override up(): void | Promise<void> {
    this.addSql(`create table "number_code" ("contact_id" uuid not null, "message_id" uuid not null, "tries" int not null default 0, "expires_at" timestamptz not null, primary key ("contact_id"));`);

    this.addSql(`create table "sms" ("message_id" uuid not null, "contact_id" uuid not null, "municipality_id" uuid not null, "month" text not null, "amount" int not null, "is_settled" boolean not null default false, "timeouts" int not null default 0, "gateway_id" text null, primary key ("message_id", "contact_id"));`);
    this.addSql(`create index "sms_gateway_id_index" on "sms" ("gateway_id");`);
    this.addSql(`create index sms_reserved_index on sms (municipality_id) where not is_settled;`);

    this.addSql(`create table "sms_settings" ("municipality_id" uuid not null, "mode" text not null default 'EMERGENCY_ONLY', "budget" int not null default 0, "sender" text null, primary key ("municipality_id"));`);

    this.addSql(`create table "sms_spending" ("municipality_id" uuid not null, "month" text not null, "amount" int not null, primary key ("municipality_id", "month"));`);

    this.addSql(`alter table "number_code" add constraint "number_code_contact_id_foreign" foreign key ("contact_id") references "contact" ("id") on update cascade on delete cascade;`);

    this.addSql(`alter table "sms" add constraint "sms_municipality_id_foreign" foreign key ("municipality_id") references "municipality" ("id") on delete cascade;`);

    this.addSql(`alter table "sms_settings" add constraint "sms_settings_municipality_id_foreign" foreign key ("municipality_id") references "municipality" ("id") on update cascade on delete cascade;`);
    this.addSql(`alter table "sms_settings" add constraint "sms_settings_mode_check" check ("mode" in ('OFF', 'EMERGENCY_ONLY', 'CHOSEN'));`);

    this.addSql(`alter table "sms_spending" add constraint "sms_spending_municipality_id_foreign" foreign key ("municipality_id") references "municipality" ("id") on delete cascade;`);
  }

}
