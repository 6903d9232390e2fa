import { randomBytes, randomUUID } from 'node:crypto';
import { Migration } from '@mikro-orm/migrations';

export class Migration20261125Initial extends Migration {
  override up(): void {
    this.addSql(
      'create table "domain_event" ("id" bigserial primary key, "type" varchar(255) not null, "actor" uuid null, "partner_key" uuid null, "municipality_id" uuid null, "facts" jsonb not null, "at" timestamptz not null default now());',
    );
    this.addSql(
      'create index "domain_event_municipality_id_type_at_id_index" on "domain_event" ("municipality_id", "type", "at", "id");',
    );
    this.addSql(
      'create table "idempotency_key" ("key" uuid not null, "actor" varchar(255) not null, "input_hash" varchar(255) not null, "result_id" uuid not null, "at" timestamptz not null default now(), primary key ("key", "actor"));',
    );
    this.addSql(
      'create table "installation" ("id" uuid not null, "secret" varchar(255) not null, primary key ("id"));',
    );
    this.addSql(
      'create table "municipality" ("id" uuid not null, "ags" varchar(255) not null, "name" varchar(255) not null, "kind" varchar(255) not null, "county" varchar(255) not null, "population" int null, "lat" double precision not null, "lon" double precision not null, "boundary" jsonb not null, "west" double precision not null, "south" double precision not null, "east" double precision not null, "north" double precision not null, "map" jsonb null, "time_zone" varchar(255) not null default \'Europe/Berlin\', "modules" text[] not null default \'{POSTS,POLLS,ISSUES}\', "is_on_platform" boolean not null default false, "is_demo" boolean not null default false, primary key ("id"));',
    );
    this.addSql('alter table "municipality" add constraint "municipality_ags_unique" unique ("ags");');
    this.addSql(
      'alter table "municipality" add constraint "municipality_modules_check" check ("modules" <@ array[\'POSTS\'::text, \'POLLS\'::text, \'ISSUES\'::text]);',
    );
    this.addSql(
      'create table "message" ("id" uuid not null, "municipality_id" uuid not null, "kind" text not null, "subject_id" uuid not null, "version" int null, "at" timestamptz not null, primary key ("id"));',
    );
    this.addSql(
      "alter table \"message\" add constraint \"message_kind_check\" check (\"kind\" in ('POST_PUBLISHED', 'POST_REVISED', 'POLL_CLOSED', 'ISSUE_MOVED'));",
    );
    this.addSql(
      'create table "legal_pages" ("municipality_id" uuid not null, "imprint" text null, "privacy" text null, "conformance" text null, "legal_basis" varchar(255) null, "barriers" text null, "assessment" text null, "assessed_on" date null, "contact_email" varchar(255) null, "contact_phone" varchar(255) null, "enforcement_name" varchar(255) null, "enforcement_url" varchar(255) null, "updated_at" timestamptz not null, primary key ("municipality_id"));',
    );
    this.addSql(
      'alter table "legal_pages" add constraint "legal_pages_conformance_check" check ("conformance" in (\'FULL\', \'PARTIAL\', \'NONE\'));',
    );
    this.addSql(
      'alter table "legal_pages" add constraint "legal_pages_assessment_check" check ("assessment" in (\'SELF\', \'EXTERNAL\'));',
    );
    this.addSql(
      'create table "issue_counter" ("municipality_id" uuid not null, "last" int not null, primary key ("municipality_id"));',
    );
    this.addSql(
      'create table "group" ("id" uuid not null, "municipality_id" uuid not null, "name" varchar(255) not null, "purpose" text not null default \'\', "picture" text not null default \'TOWN\', "is_town" boolean not null default false, "join_policy" text not null, "publish_policy" text not null default \'EDITORS\', primary key ("id"));',
    );
    this.addSql(
      'alter table "group" add constraint "group_municipality_id_name_unique" unique ("municipality_id", "name");',
    );
    this.addSql(
      "alter table \"group\" add constraint \"group_picture_check\" check (\"picture\" in ('TOWN', 'CHILDREN', 'SCHOOL', 'YOUTH', 'SENIORS', 'FIRE_BRIGADE', 'WASTE', 'BUILDING', 'TRAFFIC', 'SPORT', 'CULTURE', 'MUSIC', 'NATURE', 'MARKET', 'HELP', 'COUNCIL'));",
    );
    this.addSql(
      'alter table "group" add constraint "group_join_policy_check" check ("join_policy" in (\'OPEN\', \'ON_REQUEST\', \'CLOSED\'));',
    );
    this.addSql(
      'alter table "group" add constraint "group_publish_policy_check" check ("publish_policy" in (\'EDITORS\', \'STAFF\'));',
    );
    this.addSql(
      'create table "feed_entry" ("group_id" uuid not null, "subject_id" uuid not null, "municipality_id" uuid not null, "kind" text not null, "at" timestamptz(3) not null, primary key ("group_id", "subject_id"));',
    );
    this.addSql(
      'create index "feed_entry_group_id_at_subject_id_index" on "feed_entry" ("group_id", "at", "subject_id");',
    );
    this.addSql('create index "feed_entry_subject_id_index" on "feed_entry" ("subject_id");');
    this.addSql(
      'alter table "feed_entry" add constraint "feed_entry_kind_check" check ("kind" in (\'POST\', \'POLL\', \'ISSUE\'));',
    );
    this.addSql(
      'create table "desk" ("id" uuid not null, "municipality_id" uuid not null, "name" varchar(255) not null, primary key ("id"));',
    );
    this.addSql(
      'alter table "desk" add constraint "desk_municipality_id_name_unique" unique ("municipality_id", "name");',
    );
    this.addSql(
      'create table "issue_category" ("id" uuid not null, "municipality_id" uuid not null, "name" varchar(255) not null, "kind" text not null, "desk_id" uuid not null, "position" int not null, "is_for_barriers" boolean not null default false, primary key ("id"));',
    );
    this.addSql(
      'alter table "issue_category" add constraint "issue_category_municipality_id_name_unique" unique ("municipality_id", "name");',
    );
    this.addSql(
      "alter table \"issue_category\" add constraint \"issue_category_kind_check\" check (\"kind\" in ('DEFECT', 'COMPLAINT', 'PRAISE', 'CRITICISM', 'SUGGESTION', 'QUESTION'));",
    );
    this.addSql(
      'create table "partner_key" ("id" uuid not null, "municipality_id" uuid not null, "name" varchar(255) not null, "secret_hash" varchar(255) not null, "scopes" text[] not null, "ips" text[] not null default \'{}\', "created_at" timestamptz not null default now(), "expires_at" timestamptz not null, "last_used_at" timestamptz null, "revoked_at" timestamptz null, primary key ("id"));',
    );
    this.addSql('create index "partner_key_municipality_id_index" on "partner_key" ("municipality_id");');
    this.addSql(
      "alter table \"partner_key\" add constraint \"partner_key_scopes_check\" check (\"scopes\" <@ array['groups:read'::text, 'posts:read'::text, 'posts:write'::text, 'polls:read'::text, 'issues:read'::text, 'issues:write'::text]);",
    );
    this.addSql(
      'create table "person" ("id" uuid not null, "email" varchar(255) not null, "display_name" varchar(255) null, "locale" varchar(255) not null default \'de\', "created_at" timestamptz not null default now(), primary key ("id"));',
    );
    this.addSql('alter table "person" add constraint "person_email_unique" unique ("email");');
    this.addSql(
      'create table "membership_request" ("group_id" uuid not null, "person_id" uuid not null, "note" text not null default \'\', "at" timestamptz not null default now(), primary key ("group_id", "person_id"));',
    );
    this.addSql('create index "membership_request_person_id_index" on "membership_request" ("person_id");');
    this.addSql(
      'create table "membership" ("group_id" uuid not null, "person_id" uuid not null, "since" timestamptz not null default now(), "is_publisher" boolean not null default false, primary key ("group_id", "person_id"));',
    );
    this.addSql('create index "membership_person_id_index" on "membership" ("person_id");');
    this.addSql(
      'create table "issue" ("id" uuid not null, "municipality_id" uuid not null, "reference" varchar(255) not null, "kind" text not null, "category_id" uuid not null, "status" text not null, "previous_status" text null, "desk_id" uuid null, "lat" double precision not null, "lon" double precision not null, "address" varchar(255) null, "text" text not null, "reporter_id" uuid null, "reporter_email" varchar(255) null, "email_confirmed_at" timestamptz null, "locale" varchar(255) not null, "is_public" boolean not null default false, "version" int not null default 1, "created_at" timestamptz not null, "updated_at" timestamptz not null, primary key ("id"));',
    );
    this.addSql('create index "issue_municipality_id_status_id_index" on "issue" ("municipality_id", "status", "id");');
    this.addSql(
      'create index "issue_municipality_id_is_public_lat_index" on "issue" ("municipality_id", "is_public", "lat");',
    );
    this.addSql(
      'create index "issue_municipality_id_is_public_id_index" on "issue" ("municipality_id", "is_public", "id");',
    );
    this.addSql('create index "issue_reporter_id_id_index" on "issue" ("reporter_id", "id");');
    this.addSql(
      'alter table "issue" add constraint "issue_municipality_id_reference_unique" unique ("municipality_id", "reference");',
    );
    this.addSql(
      "alter table \"issue\" add constraint \"issue_kind_check\" check (\"kind\" in ('DEFECT', 'COMPLAINT', 'PRAISE', 'CRITICISM', 'SUGGESTION', 'QUESTION'));",
    );
    this.addSql(
      "alter table \"issue\" add constraint \"issue_status_check\" check (\"status\" in ('UNCONFIRMED', 'SUBMITTED', 'TRIAGED', 'ASSIGNED', 'IN_PROGRESS', 'SCHEDULED', 'WAITING_ON_REPORTER', 'FORWARDED', 'RESOLVED', 'DECLINED', 'NOT_RESPONSIBLE', 'DUPLICATE', 'WITHDRAWN'));",
    );
    this.addSql(
      "alter table \"issue\" add constraint \"issue_previous_status_check\" check (\"previous_status\" in ('UNCONFIRMED', 'SUBMITTED', 'TRIAGED', 'ASSIGNED', 'IN_PROGRESS', 'SCHEDULED', 'WAITING_ON_REPORTER', 'FORWARDED', 'RESOLVED', 'DECLINED', 'NOT_RESPONSIBLE', 'DUPLICATE', 'WITHDRAWN'));",
    );
    this.addSql(
      'create table "issue_move" ("id" uuid not null, "issue_id" uuid not null, "version" int not null, "at" timestamptz not null, "from" text null, "to" text not null, "by" text not null, "actor_id" uuid null, "partner_key_id" uuid null, "desk_id" uuid null, "reason" text null, "message" text null, "addressee" varchar(255) null, "scheduled_for" timestamptz null, "is_reopening" boolean not null default false, primary key ("id"));',
    );
    this.addSql(
      'alter table "issue_move" add constraint "issue_move_issue_id_version_unique" unique ("issue_id", "version");',
    );
    this.addSql(
      "alter table \"issue_move\" add constraint \"issue_move_from_check\" check (\"from\" in ('UNCONFIRMED', 'SUBMITTED', 'TRIAGED', 'ASSIGNED', 'IN_PROGRESS', 'SCHEDULED', 'WAITING_ON_REPORTER', 'FORWARDED', 'RESOLVED', 'DECLINED', 'NOT_RESPONSIBLE', 'DUPLICATE', 'WITHDRAWN'));",
    );
    this.addSql(
      "alter table \"issue_move\" add constraint \"issue_move_to_check\" check (\"to\" in ('UNCONFIRMED', 'SUBMITTED', 'TRIAGED', 'ASSIGNED', 'IN_PROGRESS', 'SCHEDULED', 'WAITING_ON_REPORTER', 'FORWARDED', 'RESOLVED', 'DECLINED', 'NOT_RESPONSIBLE', 'DUPLICATE', 'WITHDRAWN'));",
    );
    this.addSql(
      "alter table \"issue_move\" add constraint \"issue_move_by_check\" check (\"by\" in ('REPORTER', 'STAFF', 'PARTNER', 'SYSTEM'));",
    );
    this.addSql(
      'create table "delivery" ("message_id" uuid not null, "recipient_id" uuid not null, "channel" varchar(255) not null, "group_id" uuid null, "state" text not null, "attempts" int not null default 0, "sent_at" timestamptz null, "failure" varchar(255) null, "read_at" timestamptz null, primary key ("message_id", "recipient_id", "channel"));',
    );
    this.addSql(
      'create index "delivery_recipient_id_channel_message_id_index" on "delivery" ("recipient_id", "channel", "message_id");',
    );
    this.addSql(
      "alter table \"delivery\" add constraint \"delivery_state_check\" check (\"state\" in ('PENDING', 'SENDING', 'SENT', 'FAILED'));",
    );
    this.addSql(
      'create table "photo" ("id" uuid not null, "municipality_id" uuid not null, "uploader_id" uuid null, "partner_key_id" uuid null, "alt" varchar(255) null, "width" int not null, "height" int not null, "created_at" timestamptz not null, "used_by" varchar(255) null, primary key ("id"));',
    );
    this.addSql(
      'create table "issue_photo" ("photo_id" uuid not null, "issue_id" uuid not null, "position" int not null, "is_approved" boolean not null default false, primary key ("photo_id"));',
    );
    this.addSql('create index "issue_photo_issue_id_position_index" on "issue_photo" ("issue_id", "position");');
    this.addSql(
      'create table "post" ("id" uuid not null, "municipality_id" uuid not null, "title" varchar(255) not null, "body" text not null, "html" text not null, "state" text not null, "author_id" uuid null, "sender" varchar(255) null, "publish_at" timestamptz null, "published_at" timestamptz null, "withdrawn_at" timestamptz null, "withdrawn_because" text null, "version" int not null default 1, "created_at" timestamptz not null, "updated_at" timestamptz not null, primary key ("id"));',
    );
    this.addSql(
      'create index "post_municipality_id_state_published_at_index" on "post" ("municipality_id", "state", "published_at");',
    );
    this.addSql(
      "alter table \"post\" add constraint \"post_state_check\" check (\"state\" in ('DRAFT', 'SCHEDULED', 'PUBLISHED', 'WITHDRAWN'));",
    );
    this.addSql(
      'create table "poll" ("id" uuid not null, "municipality_id" uuid not null, "group_id" uuid not null, "post_id" uuid null, "title" varchar(255) not null, "description" text null, "opens_at" timestamptz not null, "closes_at" timestamptz not null, "opened_at" timestamptz null, "closed_at" timestamptz null, "results_visibility" text not null, "eligibility" text not null, "change_allowed" boolean not null default true, "eligible_count" int null, "turnout" int not null default 0, primary key ("id"));',
    );
    this.addSql('create index "poll_municipality_id_closes_at_index" on "poll" ("municipality_id", "closes_at");');
    this.addSql('create index "poll_post_id_index" on "poll" ("post_id");');
    this.addSql(
      'alter table "poll" add constraint "poll_results_visibility_check" check ("results_visibility" in (\'LIVE\', \'AFTER_OWN_VOTE\', \'AFTER_CLOSE\'));',
    );
    this.addSql(
      'alter table "poll" add constraint "poll_eligibility_check" check ("eligibility" in (\'SIGNED_IN\', \'MEMBERS\'));',
    );
    this.addSql(
      'create table "participation" ("poll_id" uuid not null, "person_id" uuid not null, primary key ("poll_id", "person_id"));',
    );
    this.addSql(
      'create table "elector" ("poll_id" uuid not null, "person_id" uuid not null, primary key ("poll_id", "person_id"));',
    );
    this.addSql(
      'create table "ballot" ("poll_id" uuid not null, "person_id" uuid not null, "option_ids" uuid[] not null, "previous_option_ids" uuid[] null, primary key ("poll_id", "person_id"));',
    );
    this.addSql(
      'create table "post_groups" ("post_id" uuid not null, "group_id" uuid not null, primary key ("post_id", "group_id"));',
    );
    this.addSql(
      'create table "post_revision" ("id" uuid not null, "post_id" uuid not null, "version" int not null, "title" varchar(255) not null, "body" text not null, "html" text not null, "change" varchar(255) not null, "at" timestamptz not null, "by_id" uuid null, primary key ("id"));',
    );
    this.addSql(
      'alter table "post_revision" add constraint "post_revision_post_id_version_unique" unique ("post_id", "version");',
    );
    this.addSql(
      'create table "preference" ("person_id" uuid not null, "group_id" uuid not null, "channel" varchar(255) not null, "is_on" boolean not null, primary key ("person_id", "group_id", "channel"));',
    );
    this.addSql(
      'create table "question" ("id" uuid not null, "poll_id" uuid not null, "position" int not null, "text" text not null, "kind" text not null, "min_choices" int not null, "max_choices" int not null, primary key ("id"));',
    );
    this.addSql('create index "question_poll_id_index" on "question" ("poll_id");');
    this.addSql(
      'alter table "question" add constraint "question_kind_check" check ("kind" in (\'SINGLE\', \'MULTIPLE\'));',
    );
    this.addSql(
      'create table "poll_option" ("id" uuid not null, "question_id" uuid not null, "position" int not null, "label" varchar(255) not null, "votes" int not null default 0, primary key ("id"));',
    );
    this.addSql('create index "poll_option_question_id_index" on "poll_option" ("question_id");');
    this.addSql(
      'create table "role" ("id" uuid not null, "person_id" uuid not null, "role" text not null, "municipality_id" uuid null, "desk_id" uuid null, primary key ("id"));',
    );
    this.addSql('create index "role_person_id_index" on "role" ("person_id");');
    this.addSql(
      "alter table \"role\" add constraint \"role_role_check\" check (\"role\" in ('CLERK', 'EDITOR', 'ADMIN', 'OPERATOR'));",
    );
    this.addSql(
      'create table "session" ("id" uuid not null, "token_hash" varchar(255) not null, "person_id" uuid not null, "created_at" timestamptz not null default now(), "expires_at" timestamptz not null, primary key ("id"));',
    );
    this.addSql('alter table "session" add constraint "session_token_hash_unique" unique ("token_hash");');
    this.addSql('create index "session_person_id_index" on "session" ("person_id");');
    this.addSql(
      'create table "sign_in" ("id" uuid not null, "email" varchar(255) not null, "locale" varchar(255) not null, "code_hash" varchar(255) not null, "link_hash" varchar(255) not null, "browser_hash" varchar(255) not null, "tries" int not null default 0, "expires_at" timestamptz not null, primary key ("id"));',
    );
    this.addSql('alter table "sign_in" add constraint "sign_in_email_unique" unique ("email");');
    this.addSql('alter table "sign_in" add constraint "sign_in_link_hash_unique" unique ("link_hash");');
    this.addSql('alter table "sign_in" add constraint "sign_in_browser_hash_unique" unique ("browser_hash");');
    this.addSql(
      'create table "topic_log" ("topic" varchar(255) not null, "version" bigint not null, "event_id" bigint not null, primary key ("topic", "version", "event_id"));',
    );
    this.addSql(
      'create table "topic_version" ("topic" varchar(255) not null, "version" bigint not null, primary key ("topic"));',
    );
    this.addSql(
      'alter table "message" add constraint "message_municipality_id_foreign" foreign key ("municipality_id") references "municipality" ("id");',
    );
    this.addSql(
      'alter table "legal_pages" add constraint "legal_pages_municipality_id_foreign" foreign key ("municipality_id") references "municipality" ("id") on update cascade on delete cascade;',
    );
    this.addSql(
      'alter table "issue_counter" add constraint "issue_counter_municipality_id_foreign" foreign key ("municipality_id") references "municipality" ("id") on update cascade on delete cascade;',
    );
    this.addSql(
      'alter table "group" add constraint "group_municipality_id_foreign" foreign key ("municipality_id") references "municipality" ("id");',
    );
    this.addSql(
      'alter table "feed_entry" add constraint "feed_entry_group_id_foreign" foreign key ("group_id") references "group" ("id");',
    );
    this.addSql(
      'alter table "feed_entry" add constraint "feed_entry_municipality_id_foreign" foreign key ("municipality_id") references "municipality" ("id");',
    );
    this.addSql(
      'alter table "desk" add constraint "desk_municipality_id_foreign" foreign key ("municipality_id") references "municipality" ("id");',
    );
    this.addSql(
      'alter table "issue_category" add constraint "issue_category_municipality_id_foreign" foreign key ("municipality_id") references "municipality" ("id");',
    );
    this.addSql(
      'alter table "issue_category" add constraint "issue_category_desk_id_foreign" foreign key ("desk_id") references "desk" ("id");',
    );
    this.addSql(
      'alter table "partner_key" add constraint "partner_key_municipality_id_foreign" foreign key ("municipality_id") references "municipality" ("id");',
    );
    this.addSql(
      'alter table "membership_request" add constraint "membership_request_group_id_foreign" foreign key ("group_id") references "group" ("id") on update cascade on delete cascade;',
    );
    this.addSql(
      'alter table "membership_request" add constraint "membership_request_person_id_foreign" foreign key ("person_id") references "person" ("id") on update cascade on delete cascade;',
    );
    this.addSql(
      'alter table "membership" add constraint "membership_group_id_foreign" foreign key ("group_id") references "group" ("id") on update cascade on delete cascade;',
    );
    this.addSql(
      'alter table "membership" add constraint "membership_person_id_foreign" foreign key ("person_id") references "person" ("id") on update cascade on delete cascade;',
    );
    this.addSql(
      'alter table "issue" add constraint "issue_municipality_id_foreign" foreign key ("municipality_id") references "municipality" ("id");',
    );
    this.addSql(
      'alter table "issue" add constraint "issue_category_id_foreign" foreign key ("category_id") references "issue_category" ("id");',
    );
    this.addSql(
      'alter table "issue" add constraint "issue_desk_id_foreign" foreign key ("desk_id") references "desk" ("id") on delete set null;',
    );
    this.addSql(
      'alter table "issue" add constraint "issue_reporter_id_foreign" foreign key ("reporter_id") references "person" ("id") on delete set null;',
    );
    this.addSql(
      'alter table "issue_move" add constraint "issue_move_issue_id_foreign" foreign key ("issue_id") references "issue" ("id");',
    );
    this.addSql(
      'alter table "issue_move" add constraint "issue_move_actor_id_foreign" foreign key ("actor_id") references "person" ("id") on delete set null;',
    );
    this.addSql(
      'alter table "issue_move" add constraint "issue_move_desk_id_foreign" foreign key ("desk_id") references "desk" ("id") on delete set null;',
    );
    this.addSql(
      'alter table "delivery" add constraint "delivery_message_id_foreign" foreign key ("message_id") references "message" ("id") on delete cascade;',
    );
    this.addSql(
      'alter table "delivery" add constraint "delivery_recipient_id_foreign" foreign key ("recipient_id") references "person" ("id") on delete cascade;',
    );
    this.addSql(
      'alter table "delivery" add constraint "delivery_group_id_foreign" foreign key ("group_id") references "group" ("id") on delete set null;',
    );
    this.addSql(
      'alter table "photo" add constraint "photo_municipality_id_foreign" foreign key ("municipality_id") references "municipality" ("id");',
    );
    this.addSql(
      'alter table "photo" add constraint "photo_uploader_id_foreign" foreign key ("uploader_id") references "person" ("id") on delete set null;',
    );
    this.addSql(
      'alter table "issue_photo" add constraint "issue_photo_photo_id_foreign" foreign key ("photo_id") references "photo" ("id") on update cascade on delete cascade;',
    );
    this.addSql(
      'alter table "issue_photo" add constraint "issue_photo_issue_id_foreign" foreign key ("issue_id") references "issue" ("id");',
    );
    this.addSql(
      'alter table "post" add constraint "post_municipality_id_foreign" foreign key ("municipality_id") references "municipality" ("id");',
    );
    this.addSql(
      'alter table "post" add constraint "post_author_id_foreign" foreign key ("author_id") references "person" ("id") on delete set null;',
    );
    this.addSql(
      'alter table "poll" add constraint "poll_municipality_id_foreign" foreign key ("municipality_id") references "municipality" ("id");',
    );
    this.addSql(
      'alter table "poll" add constraint "poll_group_id_foreign" foreign key ("group_id") references "group" ("id");',
    );
    this.addSql(
      'alter table "poll" add constraint "poll_post_id_foreign" foreign key ("post_id") references "post" ("id") on delete set null;',
    );
    this.addSql(
      'alter table "participation" add constraint "participation_poll_id_foreign" foreign key ("poll_id") references "poll" ("id") on update cascade on delete cascade;',
    );
    this.addSql(
      'alter table "participation" add constraint "participation_person_id_foreign" foreign key ("person_id") references "person" ("id") on update cascade on delete cascade;',
    );
    this.addSql(
      'alter table "elector" add constraint "elector_poll_id_foreign" foreign key ("poll_id") references "poll" ("id") on update cascade on delete cascade;',
    );
    this.addSql(
      'alter table "elector" add constraint "elector_person_id_foreign" foreign key ("person_id") references "person" ("id") on update cascade on delete cascade;',
    );
    this.addSql(
      'alter table "ballot" add constraint "ballot_poll_id_foreign" foreign key ("poll_id") references "poll" ("id") on update cascade on delete cascade;',
    );
    this.addSql(
      'alter table "ballot" add constraint "ballot_person_id_foreign" foreign key ("person_id") references "person" ("id") on update cascade on delete cascade;',
    );
    this.addSql(
      'alter table "post_groups" add constraint "post_groups_post_id_foreign" foreign key ("post_id") references "post" ("id") on update cascade on delete cascade;',
    );
    this.addSql(
      'alter table "post_groups" add constraint "post_groups_group_id_foreign" foreign key ("group_id") references "group" ("id") on update cascade on delete cascade;',
    );
    this.addSql(
      'alter table "post_revision" add constraint "post_revision_post_id_foreign" foreign key ("post_id") references "post" ("id");',
    );
    this.addSql(
      'alter table "post_revision" add constraint "post_revision_by_id_foreign" foreign key ("by_id") references "person" ("id") on delete set null;',
    );
    this.addSql(
      'alter table "preference" add constraint "preference_person_id_foreign" foreign key ("person_id") references "person" ("id") on delete cascade;',
    );
    this.addSql(
      'alter table "preference" add constraint "preference_group_id_foreign" foreign key ("group_id") references "group" ("id") on delete cascade;',
    );
    this.addSql(
      'alter table "question" add constraint "question_poll_id_foreign" foreign key ("poll_id") references "poll" ("id");',
    );
    this.addSql(
      'alter table "poll_option" add constraint "poll_option_question_id_foreign" foreign key ("question_id") references "question" ("id");',
    );
    this.addSql(
      'alter table "role" add constraint "role_person_id_foreign" foreign key ("person_id") references "person" ("id") on delete cascade;',
    );
    this.addSql(
      'alter table "role" add constraint "role_municipality_id_foreign" foreign key ("municipality_id") references "municipality" ("id") on delete cascade;',
    );
    this.addSql(
      'alter table "role" add constraint "role_desk_id_foreign" foreign key ("desk_id") references "desk" ("id") on delete cascade;',
    );
    this.addSql(
      'alter table "session" add constraint "session_person_id_foreign" foreign key ("person_id") references "person" ("id") on delete cascade;',
    );
    const secret = randomBytes(32).toString('base64url');
    this.addSql(`insert into installation (id, secret) values ('${randomUUID()}', '${secret}');`);
  }

  override down(): void {
    throw new Error('the first migration is not undone: drop the database instead');
  }
}
