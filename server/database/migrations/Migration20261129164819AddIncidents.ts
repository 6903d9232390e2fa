import { Migration } from '@mikro-orm/migrations';

export class Migration20261129164819AddIncidents extends Migration {

  override name = 'Migration20261129164819AddIncidents';

  override up(): void | Promise<void> {
    this.addSql(`create table "incident" ("id" uuid not null, "municipality_id" uuid not null, "kind" text not null, "status" text not null, "audience" text not null, "template" text not null, "asks_safety" boolean not null default false, "number" int not null default 0, "level" smallint not null default 0, "highest_level" smallint not null default 0, "started_at" timestamptz null, "expires_at" timestamptz null, "ended_at" timestamptz null, "is_false_alarm" boolean not null default false, "created_at" timestamptz not null, primary key ("id"));`);
    this.addSql(`create index "incident_municipality_id_id_index" on "incident" ("municipality_id", "id");`);
    this.addSql(`create index "incident_municipality_id_ended_at_expires_at_index" on "incident" ("municipality_id", "ended_at", "expires_at");`);

    this.addSql(`create table "alert" ("id" uuid not null, "incident_id" uuid not null, "municipality_id" uuid not null, "kind" text not null, "status" text not null, "number" int not null default 0, "msg_type" text not null, "is_correction" boolean not null default false, "state" text not null, "severity" text not null, "urgency" text not null, "certainty" text not null, "level" smallint not null, "raises_level" boolean not null default false, "content" jsonb not null, "content_hash" text not null, "onset_at" timestamptz null, "expires_at" timestamptz not null, "author_id" uuid null, "partner_key_id" uuid null, "sender" text not null, "created_at" timestamptz not null, "sent_at" timestamptz null, "approved_by_id" uuid null, "approved_at" timestamptz null, "approved_hash" text null, "broke_glass_because" text null, "reviewed_at" timestamptz null, "refused_because" text null, primary key ("id"));`);
    this.addSql(`create index "alert_incident_id_number_index" on "alert" ("incident_id", "number");`);
    this.addSql(`create index "alert_municipality_id_state_sent_at_index" on "alert" ("municipality_id", "state", "sent_at");`);

    this.addSql(`create table "acknowledgement" ("id" uuid not null, "incident_id" uuid not null, "recipient_id" uuid null, "device_hash" text null, "answer" text not null, "place" text null, "phone" text null, "at" timestamptz not null, "taken_by_id" uuid null, "taken_at" timestamptz null, primary key ("id"));`);
    this.addSql(`create index "acknowledgement_incident_id_answer_index" on "acknowledgement" ("incident_id", "answer");`);
    this.addSql(`create index "acknowledgement_recipient_id_index" on "acknowledgement" ("recipient_id");`);
    this.addSql(`alter table "acknowledgement" add constraint "acknowledgement_incident_id_recipient_id_unique" unique ("incident_id", "recipient_id");`);
    this.addSql(`alter table "acknowledgement" add constraint "acknowledgement_incident_id_device_hash_unique" unique ("incident_id", "device_hash");`);

    this.addSql(`alter table "desk" add "may_send_disruptions" boolean not null default false;`);

    this.addSql(`alter table "incident" add constraint "incident_municipality_id_foreign" foreign key ("municipality_id") references "municipality" ("id");`);
    this.addSql(`alter table "incident" add constraint "incident_kind_check" check ("kind" in ('WARNING', 'DISRUPTION'));`);
    this.addSql(`alter table "incident" add constraint "incident_status_check" check ("status" in ('ACTUAL', 'EXERCISE'));`);
    this.addSql(`alter table "incident" add constraint "incident_audience_check" check ("audience" in ('PUBLIC', 'STAFF'));`);

    this.addSql(`alter table "alert" add constraint "alert_incident_id_foreign" foreign key ("incident_id") references "incident" ("id");`);
    this.addSql(`alter table "alert" add constraint "alert_municipality_id_foreign" foreign key ("municipality_id") references "municipality" ("id");`);
    this.addSql(`alter table "alert" add constraint "alert_author_id_foreign" foreign key ("author_id") references "person" ("id") on delete set null;`);
    this.addSql(`alter table "alert" add constraint "alert_approved_by_id_foreign" foreign key ("approved_by_id") references "person" ("id") on delete set null;`);
    this.addSql(`alter table "alert" add constraint "alert_second_person_check" check (state <> 'SENT' or kind <> 'WARNING' or status <> 'ACTUAL' or level < 3 or msg_type = 'CANCEL'
  or (msg_type = 'UPDATE' and not raises_level) or broke_glass_because is not null
  or (approved_at is not null and approved_hash = content_hash and approved_by_id is distinct from author_id));`);
    this.addSql(`alter table "alert" add constraint "alert_kind_check" check ("kind" in ('WARNING', 'DISRUPTION'));`);
    this.addSql(`alter table "alert" add constraint "alert_status_check" check ("status" in ('ACTUAL', 'EXERCISE'));`);
    this.addSql(`alter table "alert" add constraint "alert_msg_type_check" check ("msg_type" in ('ALERT', 'UPDATE', 'CANCEL'));`);
    this.addSql(`alter table "alert" add constraint "alert_state_check" check ("state" in ('DRAFT', 'AWAITING', 'SENT', 'REFUSED'));`);
    this.addSql(`alter table "alert" add constraint "alert_severity_check" check ("severity" in ('EXTREME', 'SEVERE', 'MODERATE', 'MINOR', 'UNKNOWN'));`);
    this.addSql(`alter table "alert" add constraint "alert_urgency_check" check ("urgency" in ('IMMEDIATE', 'EXPECTED', 'FUTURE', 'PAST', 'UNKNOWN'));`);
    this.addSql(`alter table "alert" add constraint "alert_certainty_check" check ("certainty" in ('OBSERVED', 'LIKELY', 'POSSIBLE', 'UNLIKELY', 'UNKNOWN'));`);

    this.addSql(`alter table "acknowledgement" add constraint "acknowledgement_incident_id_foreign" foreign key ("incident_id") references "incident" ("id") on delete cascade;`);
    this.addSql(`alter table "acknowledgement" add constraint "acknowledgement_recipient_id_foreign" foreign key ("recipient_id") references "recipient" ("id") on delete cascade;`);
    this.addSql(`alter table "acknowledgement" add constraint "acknowledgement_taken_by_id_foreign" foreign key ("taken_by_id") references "person" ("id") on delete set null;`);
    this.addSql(`alter table "acknowledgement" add constraint "acknowledgement_answer_check" check ("answer" in ('SEEN', 'SAFE', 'HELP'));`);

    this.addSql(`create function "incident_incident_nature_fn"() returns trigger as \$\$ begin if (new.kind, new.status, new.audience, new.municipality_id) is distinct from
    (old.kind, old.status, old.audience, old.municipality_id) then
    raise exception 'kind, status, audience and town of an incident never change' using errcode = 'check_violation';   end if;   return new; end; \$\$ language plpgsql;`);
    this.addSql(`create trigger "incident_nature" BEFORE UPDATE on "incident" for each ROW execute function "incident_incident_nature_fn"();`);

    this.addSql(`create function "alert_alert_nature_fn"() returns trigger as \$\$ begin select i.kind, i.status, i.municipality_id into new.kind, new.status, new.municipality_id
    from incident i where i.id = new.incident_id;   return new; end; \$\$ language plpgsql;`);
    this.addSql(`create trigger "alert_nature" BEFORE INSERT OR UPDATE on "alert" for each ROW execute function "alert_alert_nature_fn"();`);
  }

}
