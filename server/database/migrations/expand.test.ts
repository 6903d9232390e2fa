import { expect, test } from 'vitest';
import { findContractions, type Planned } from './expand.ts';

const first: Planned = {
  name: 'Migration20261127200000Initial',
  source: '',
  sql: [
    'create table "person" ("id" uuid not null, "display_name" text null, primary key ("id"));',
    `alter table "issue" add constraint "issue_status_check" check ("status" in ('OPEN', 'DONE'));`,
    'alter table "person" drop column "forgotten";', // before the rule
  ],
};
const later = 'Migration20270101000000Later';
const judge = (sql: string, name = later, source = ''): string[] =>
  findContractions([first, { name, source, sql: [sql] }], ['0.1.0', '0.2.0']);

test.each([
  'create table "wish" ("id" uuid not null, "text" text not null, primary key ("id"));',
  'create table "wish" ("id" uuid not null); alter table "wish" add constraint "wish_id_unique" unique ("id");',
  'create table "wish" ("id" int); create unique index "wish_id_index" on "wish" ("id");',
  'alter table "person" add "note" text null, add "rank" int not null default 1;',
  `alter table "person" add "tone" text null; alter table "person" add constraint "person_tone_check" check ("tone" in ('LOUD'));`,
  'alter table "person" add "is_loud" boolean not null default false; alter table "person" add constraint "l" check (not is_loud or state = 1);',
  'alter table "person" add "friend_id" uuid null; alter table "person" add constraint "f" foreign key ("friend_id") references "person" ("id");',
  `alter table "issue" drop constraint "issue_status_check"; alter table "issue" add constraint "issue_status_check" check ("status" in ('OPEN', 'DONE', 'LATE'));`,
  'alter table "person" drop constraint "person_desk_id_foreign";',
  'alter table "person" alter column "display_name" drop not null;',
  `alter table "person" alter column "display_name" set default 'a; b, c';`,
  'create index "person_name_index" on "person" ("display_name");',
  `insert into "setting" ("key") values ('drop table person; delete from person');`,
  'do $$ begin create extension if not exists pg_trgm; exception when others then null; end $$;',
  '-- drop table "person"\n',
])('adds only: %s', (sql) => {
  expect(judge(sql)).toEqual([]);
});

test.each([
  ['drop table "person";', 'removes something'],
  ['alter table "person" drop column "display_name";', 'removes something'],
  ['alter table "person" drop column "a", add "b" text null;', 'removes something'],
  ['alter table "person" drop constraint "person_email_unique";', 'removes something'],
  ['alter table "person" rename column "display_name" to "public_name";', 'renames something'],
  ['alter table "person" rename to "human";', 'renames something'],
  ['alter table "person" alter column "display_name" set not null;', 'forbids null'],
  ['alter table "person" alter column "display_name" type varchar(10);', 'changes the type'],
  ['alter table "person" add "note" text not null;', 'needs a default'],
  [
    `alter table "issue" drop constraint "issue_status_check"; alter table "issue" add constraint "issue_status_check" check ("status" in ('OPEN'));`,
    "no longer allows 'DONE'",
  ],
  [
    `alter table "issue" add constraint "issue_status_check" check ("status" in ('OPEN', 'DONE') and length("text") < 5);`,
    'forbids values',
  ],
  ['alter table "person" add constraint "person_name_check" check (length("display_name") < 5);', 'forbids values'],
  ['alter table "person" add constraint "u" unique ("display_name");', 'forbids values'],
  ['create unique index "u" on "person" ("display_name");', 'forbids values'],
  ['update "person" set "display_name" = null;', 'belongs into a job'],
  ['create table "a" ("id" int); delete from "person";', 'deletes rows'],
  ['truncate "person";', 'deletes rows'],
  ['insert into "a" values (1) on conflict ("id") do update set "b" = 1;', 'none of the statements'],
  ['do $$ begin alter table person drop column display_name; end $$;', 'is a block'],
  ['/* fine */ DROP  TABLE person', 'removes something'],
  ['grant all on "person" to public;', 'none of the statements'],
  ['create trigger "t" before update on "person" for each row execute function f();', 'none of the statements'],
])('contracts: %s', (sql, why) => {
  expect(judge(sql)).toEqual([expect.stringContaining(why)]);
  expect(judge(sql, 'Migration20261129000000Earlier')).toEqual([]);
});

test('a migration that reads or changes rows itself is a job', () => {
  expect(judge('', later, "  const rows = await this.execute('select 1');")).toEqual([
    expect.stringContaining('belongs into a job'),
  ]);
});

test('a contracting migration names the release that does without what it removes, and this release is out', () => {
  const name = `${later}Contract`;
  const header = (version: string): string => `/**\n * No longer needed from ${version} on: names are public.\n */\n`;
  const drop = 'alter table "person" drop column "display_name";';
  expect(judge(drop, name, header('0.2.0'))).toEqual([]);
  expect(judge(drop, name)).toEqual([expect.stringContaining('needs a header')]);
  expect(judge(drop, name, header('0.3.0'))).toEqual([expect.stringContaining('0.3.0, which is not released yet')]);
  expect(judge(drop, later, header('0.2.0'))).toEqual([expect.stringContaining('removes something')]);
});
