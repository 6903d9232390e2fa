import { Migration } from '@mikro-orm/migrations';

/**
 * Gives each account a recipient with an inbox and an e-mail contact, and lets deliveries go to contacts. Deliveries that
 * wait get into the lane BULK, where the jobs that were queued for them find them. Whoever has switched on the mails of a
 * group also gets those about polls and ideas, as before.
 */
export class Migration20261129005847DeliverToContacts extends Migration {
  override name = 'Migration20261129005847DeliverToContacts';

  override up(): void {
    this.addSql(
      `create table "recipient" ("id" uuid not null, "person_id" uuid null, "municipality_id" uuid null, "locale" varchar(255) null, "origin" text not null, "created_at" timestamptz not null default now(), primary key ("id"));`,
    );
    this.addSql(`alter table "recipient" add constraint "recipient_person_id_unique" unique ("person_id");`);
    this.addSql(
      `create table "contact" ("id" uuid not null, "recipient_id" uuid not null, "channel" text not null, "address" text null, "address_hash" text not null default '', "label" text not null default '', "verified_at" timestamptz null, "for_emergencies" boolean not null default true, "created_at" timestamptz not null default now(), primary key ("id"));`,
    );
    this.addSql(
      `alter table "contact" add constraint "contact_recipient_id_channel_address_hash_unique" unique ("recipient_id", "channel", "address_hash");`,
    );
    this.addSql(
      `insert into "recipient" ("id", "person_id", "origin", "created_at") select "id", "id", 'ACCOUNT', "created_at" from "person";`,
    );
    this.addSql(`
      insert into "contact" ("id", "recipient_id", "channel", "verified_at")
      select gen_random_uuid(), r."id", c."channel", now()
      from "recipient" r cross join (values ('INBOX'), ('EMAIL')) as c ("channel");`);
    this.addSql(
      `alter table "recipient" add constraint "recipient_person_id_foreign" foreign key ("person_id") references "person" ("id") on delete cascade;`,
    );
    this.addSql(
      `alter table "recipient" add constraint "recipient_municipality_id_foreign" foreign key ("municipality_id") references "municipality" ("id") on delete cascade;`,
    );
    this.addSql(
      `alter table "recipient" add constraint "recipient_origin_check" check ("origin" in ('ACCOUNT', 'LINK', 'REPORT', 'OFFICE'));`,
    );
    this.addSql(
      `alter table "contact" add constraint "contact_recipient_id_foreign" foreign key ("recipient_id") references "recipient" ("id") on delete cascade;`,
    );

    this.addSql(`alter table "preference" drop constraint "preference_person_id_foreign";`);
    this.addSql(`alter table "preference" drop constraint "preference_pkey";`);
    this.addSql(`alter table "preference" rename column "person_id" to "recipient_id";`);
    this.addSql(`alter table "preference" add "id" uuid null, add "interest" text null, add "mode" text null;`);
    this.addSql(
      `update "preference" set "id" = gen_random_uuid(), "interest" = 'GROUP', "mode" = case when "is_on" then 'NOW' else 'OFF' end;`,
    );
    this.addSql(`alter table "preference" drop column "is_on";`);
    this.addSql(`alter table "preference" alter column "group_id" drop not null;`);
    this.addSql(`alter table "preference" alter column "channel" type text using ("channel"::text);`);
    this.addSql(`
      insert into "preference" ("id", "recipient_id", "interest", "channel", "mode")
      select gen_random_uuid(), "recipient_id", 'TAKING_PART', "channel", 'NOW' from "preference"
      where "channel" = 'EMAIL' and "mode" = 'NOW' group by "recipient_id", "channel";`);
    this.addSql(`alter table "preference" alter column "id" set not null;`);
    this.addSql(`alter table "preference" alter column "interest" set not null;`);
    this.addSql(`alter table "preference" alter column "mode" set not null;`);
    this.addSql(`alter table "preference" add primary key ("id");`);
    this.addSql(
      `create unique index preference_choice_unique on preference (recipient_id, interest, group_id, channel) nulls not distinct;`,
    );
    this.addSql(
      `alter table "preference" add constraint "preference_recipient_id_foreign" foreign key ("recipient_id") references "recipient" ("id") on delete cascade;`,
    );
    this.addSql(
      `alter table "preference" add constraint "preference_mode_check" check ("mode" in ('OFF', 'NOW', 'DAILY', 'WEEKLY'));`,
    );

    this.addSql(`alter table "delivery" drop constraint "delivery_recipient_id_foreign";`);
    this.addSql(`alter table "delivery" drop constraint "delivery_message_id_foreign";`);
    this.addSql(`alter table "delivery" drop constraint "delivery_pkey";`);
    this.addSql(`alter table "delivery" drop constraint "delivery_state_check";`);
    this.addSql(`alter table "delivery" alter column "channel" type text using ("channel"::text);`);
    this.addSql(`alter table "delivery" alter column "failure" type text using ("failure"::text);`);
    this.addSql(
      `alter table "delivery" add "contact_id" uuid null, add "lane" text null, add "due_at" timestamptz not null default now(), add "claim" uuid null, add "failure_kind" text null;`,
    );
    this.addSql(`
      update "delivery" d set "contact_id" = c."id", "lane" = 'BULK',
        "state" = case when d."state" = 'SENDING' then 'PENDING' when d."failure" = 'NO_LONGER_WANTED' then 'CANCELLED' else d."state" end,
        "failure_kind" = case when d."state" = 'FAILED' and d."failure" <> 'NO_LONGER_WANTED' then 'PERMANENT' end
      from "contact" c where c."recipient_id" = d."recipient_id" and c."channel" = d."channel";`);
    this.addSql(`delete from "delivery" where "contact_id" is null;`);
    this.addSql(`alter table "delivery" alter column "contact_id" set not null;`);
    this.addSql(`alter table "delivery" alter column "lane" set not null;`);
    this.addSql(`alter table "delivery" add primary key ("message_id", "contact_id");`);
    this.addSql(
      `alter table "delivery" add constraint "delivery_contact_id_foreign" foreign key ("contact_id") references "contact" ("id") on update cascade on delete cascade;`,
    );
    this.addSql(
      `alter table "delivery" add constraint "delivery_message_id_foreign" foreign key ("message_id") references "message" ("id") on update cascade on delete cascade;`,
    );
    this.addSql(
      `alter table "delivery" add constraint "delivery_recipient_id_foreign" foreign key ("recipient_id") references "recipient" ("id") on delete cascade;`,
    );
    this.addSql(
      `alter table "delivery" add constraint "delivery_lane_check" check ("lane" in ('EMERGENCY', 'PERSONAL', 'BULK'));`,
    );
    this.addSql(
      `alter table "delivery" add constraint "delivery_failure_kind_check" check ("failure_kind" in ('TEMPORARY', 'PERMANENT', 'TECHNICAL'));`,
    );
    this.addSql(
      `alter table "delivery" add constraint "delivery_state_check" check ("state" in ('PENDING', 'HELD', 'SENDING', 'SENT', 'DELIVERED', 'FAILED', 'CANCELLED', 'UNKNOWN'));`,
    );
    this.addSql(`create index "delivery_contact_id_index" on "delivery" ("contact_id");`);
    this.addSql(
      `create index delivery_due_index on delivery (channel, lane, due_at) where state = 'PENDING';`,
    );
    this.addSql(`create index delivery_claim_index on delivery (claim) where state = 'SENDING';`);
  }
}
