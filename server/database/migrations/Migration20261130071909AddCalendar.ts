import { Migration } from '@mikro-orm/migrations';

export class Migration20261130071909AddCalendar extends Migration {

  override name = 'Migration20261130071909AddCalendar';

  override up(): void | Promise<void> {
    this.addSql(`create table "event" ("id" uuid not null, "municipality_id" uuid not null, "title" varchar(255) not null, "body" text not null, "html" text not null, "excerpt" text not null, "variants" jsonb null, "place" text null, "lat" double precision null, "lon" double precision null, "online_url" text null, "time_zone" varchar(255) not null, "is_all_day" boolean not null default false, "starts_at" timestamptz not null, "ends_at" timestamptz not null, "rule" text null, "is_complete" boolean not null default true, "slot_plan" jsonb null, "max_companions" int not null default 0, "answers_until" timestamptz null, "state" text not null, "uid" text not null, "sequence" int not null default 0, "previous_event_id" uuid null, "author_id" uuid null, "partner_key_id" uuid null, "sender" varchar(255) null, "published_at" timestamptz null, "cancelled_at" timestamptz null, "cancel_reason" text null, "withdrawn_at" timestamptz null, "withdrawn_because" text null, "version" int not null default 1, "created_at" timestamptz not null, "updated_at" timestamptz not null, primary key ("id"));`);
    this.addSql(`alter table "event" add constraint "event_uid_unique" unique ("uid");`);
    this.addSql(`create index "event_municipality_id_state_updated_at_index" on "event" ("municipality_id", "state", "updated_at");`);
    this.addSql(`create index "event_partner_key_id_id_index" on "event" ("partner_key_id", "id");`);
    this.addSql(`create index "event_previous_event_id_index" on "event" ("previous_event_id");`);
    this.addSql(`create index "event_is_complete_id_index" on "event" ("is_complete", "id");`);

    this.addSql(`create table "occurrence" ("id" uuid not null, "municipality_id" uuid not null, "event_id" uuid not null, "original_start" timestamptz not null, "starts_at" timestamptz not null, "ends_at" timestamptz not null, "state" text not null, "place" text null, "online_url" text null, "cancelled_at" timestamptz null, "cancel_reason" text null, "sequence" int not null default 0, "moved_from" timestamptz null, "changed_at" timestamptz not null, primary key ("id"));`);
    this.addSql(`create index "occurrence_municipality_id_starts_at_id_index" on "occurrence" ("municipality_id", "starts_at", "id");`);
    this.addSql(`create index "occurrence_municipality_id_ends_at_index" on "occurrence" ("municipality_id", "ends_at");`);
    this.addSql(`create index "occurrence_event_id_starts_at_index" on "occurrence" ("event_id", "starts_at");`);
    this.addSql(`create index "occurrence_event_id_sequence_index" on "occurrence" ("event_id", "sequence");`);
    this.addSql(`create index occurrence_span_index on occurrence using gist (tstzrange(starts_at, ends_at));`);
    this.addSql(`alter table "occurrence" add constraint "occurrence_event_id_original_start_unique" unique ("event_id", "original_start");`);

    this.addSql(`create table "event_group" ("event_id" uuid not null, "group_id" uuid not null, primary key ("event_id", "group_id"));`);
    this.addSql(`create index "event_group_group_id_event_id_index" on "event_group" ("group_id", "event_id");`);

    this.addSql(`create table "slot" ("id" uuid not null, "municipality_id" uuid not null, "occurrence_id" uuid not null, "kind" text not null, "title" text not null, "starts_at" timestamptz null, "ends_at" timestamptz null, "capacity" int null, "taken" int not null default 0, "position" int not null default 0, primary key ("id"));`);
    this.addSql(`alter table "slot" add constraint "slot_occurrence_id_kind_position_unique" unique ("occurrence_id", "kind", "position");`);

    this.addSql(`create table "attendance" ("id" uuid not null, "municipality_id" uuid not null, "slot_id" uuid not null, "recipient_id" uuid null, "name" text not null, "answer" text not null, "companions" int not null default 0, "waiting_since" timestamptz null, "checked_in_at" timestamptz null, "reminder" text not null default 'NONE', "entered_by_id" uuid null, "created_at" timestamptz not null, "updated_at" timestamptz not null, primary key ("id"));`);
    this.addSql(`create index "attendance_recipient_id_slot_id_index" on "attendance" ("recipient_id", "slot_id");`);
    this.addSql(`create index "attendance_slot_id_waiting_since_id_index" on "attendance" ("slot_id", "waiting_since", "id");`);
    this.addSql(`alter table "attendance" add constraint "attendance_slot_id_recipient_id_unique" unique ("slot_id", "recipient_id");`);

    this.addSql(`alter table "event" add constraint "event_municipality_id_foreign" foreign key ("municipality_id") references "municipality" ("id");`);
    this.addSql(`alter table "event" add constraint "event_previous_event_id_foreign" foreign key ("previous_event_id") references "event" ("id") on delete set null;`);
    this.addSql(`alter table "event" add constraint "event_author_id_foreign" foreign key ("author_id") references "person" ("id") on delete set null;`);
    this.addSql(`alter table "event" add constraint "event_state_check" check ("state" in ('DRAFT', 'IN_REVIEW', 'PUBLISHED', 'CANCELLED', 'WITHDRAWN'));`);

    this.addSql(`alter table "occurrence" add constraint "occurrence_municipality_id_foreign" foreign key ("municipality_id") references "municipality" ("id");`);
    this.addSql(`alter table "occurrence" add constraint "occurrence_event_id_foreign" foreign key ("event_id") references "event" ("id");`);
    this.addSql(`alter table "occurrence" add constraint "occurrence_state_check" check ("state" in ('PLANNED', 'CHANGED', 'CANCELLED'));`);

    this.addSql(`alter table "event_group" add constraint "event_group_event_id_foreign" foreign key ("event_id") references "event" ("id") on update cascade on delete cascade;`);
    this.addSql(`alter table "event_group" add constraint "event_group_group_id_foreign" foreign key ("group_id") references "group" ("id") on update cascade on delete cascade;`);

    this.addSql(`alter table "slot" add constraint "slot_municipality_id_foreign" foreign key ("municipality_id") references "municipality" ("id");`);
    this.addSql(`alter table "slot" add constraint "slot_occurrence_id_foreign" foreign key ("occurrence_id") references "occurrence" ("id") on delete cascade;`);
    this.addSql(`alter table "slot" add constraint "slot_kind_check" check ("kind" in ('ATTENDANCE', 'SHIFT'));`);

    this.addSql(`alter table "attendance" add constraint "attendance_municipality_id_foreign" foreign key ("municipality_id") references "municipality" ("id");`);
    this.addSql(`alter table "attendance" add constraint "attendance_slot_id_foreign" foreign key ("slot_id") references "slot" ("id") on delete cascade;`);
    this.addSql(`alter table "attendance" add constraint "attendance_recipient_id_foreign" foreign key ("recipient_id") references "recipient" ("id") on delete set null;`);
    this.addSql(`alter table "attendance" add constraint "attendance_entered_by_id_foreign" foreign key ("entered_by_id") references "person" ("id") on delete set null;`);
    this.addSql(`alter table "attendance" add constraint "attendance_answer_check" check ("answer" in ('YES', 'NO', 'MAYBE'));`);
    this.addSql(`alter table "attendance" add constraint "attendance_reminder_check" check ("reminder" in ('NONE', 'DAY_BEFORE', 'TWO_HOURS_BEFORE'));`);
  }

}
