import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { afterAll, expect, test } from 'vitest';
import { domains } from '../../domains.ts';
import { system } from '../../kernel/actor.ts';
import { ConfigError } from '../../kernel/config.ts';
import { forkContext } from '../../kernel/context.ts';
import { composeDomains } from '../../kernel/domain.ts';
import { write } from '../../kernel/events.ts';
import { enqueue } from '../../kernel/jobs.ts';
import { dropOrphan } from '../../media/media.events.ts';
import { givenPeople, givenPlace, givenStaff } from '../../testing/builders.ts';
import { askData } from '../../testing/client.ts';
import { databaseNamed, onServer } from '../../testing/database.setup.ts';
import { givenPhoto } from '../../testing/photos.ts';
import { givenPoll } from '../../testing/polls.ts';
import { startTestServer } from '../../testing/server.ts';
import { moveToPostgres } from './move.ts';

const dataDir = mkdtempSync(join(tmpdir(), 'ortsfunk-move-'));
const server = process.env.DATABASE_URL;
const names: string[] = [];
afterAll(async () => {
  for (const name of names) await onServer(server ?? '', `drop database ${name} with (force)`);
  rmSync(dataDir, { recursive: true });
});

async function emptyDatabase(): Promise<string> {
  const name = `moved_${randomUUID().replaceAll('-', '')}`;
  names.push(name);
  await onServer(server ?? '', `create database ${name}`);
  return databaseNamed(server ?? '', name);
}

const facts = `select (select count(*) from person)::int as people, (select count(*) from ballot)::int as ballots,
  (select count(*) from domain_event)::int as events, (select max(id) from domain_event)::int as last,
  (select count(*) from jobs.job where name = 'media.dropOrphan')::int as jobs, (select secret from installation) as secret`;

async function read(em: SqlEntityManager, sql: string): Promise<unknown> {
  return (await em.fork().execute(sql))[0];
}

test.skipIf(server === undefined)(
  'a town on PGlite is on PostgreSQL: rows, waiting jobs, photos, sequences',
  async () => {
    const embedded = { dataDir, databaseUrl: undefined, redisUrl: undefined };
    // A server of its own: its database moves to another one.
    const before = await startTestServer(embedded);
    const place = await givenPlace(before);
    const admin = await givenStaff(before, place);
    const [citizen] = await givenPeople(before, place, 3);
    const poll = await givenPoll(before, place, admin);
    const castVote = `mutation($poll: ID!, $options: [ID!]!) {
    castVote(input: { pollId: $poll, optionIds: $options }) { userErrors { code } } }`;
    await askData(before.port, citizen!, castVote, { poll: poll.id, options: [poll.options[1]] });
    await givenPhoto(before, place, citizen!);
    const startAfter = new Date(Date.now() + 86_400_000);
    await write(forkContext(before.services, system), (tx) =>
      enqueue(tx, dropOrphan, { photoId: randomUUID() }, { startAfter }),
    );
    const expected = await read(before.services.em, facts);
    await before.stop();

    const to = await emptyDatabase();
    const { rows } = await moveToPostgres(before.config, to, composeDomains(domains));
    expect(rows).toBeGreaterThan(10);
    expect([existsSync(join(dataDir, 'pglite')), existsSync(join(dataDir, 'pglite.moved'))]).toEqual([false, true]);
    const after = await startTestServer({ ...before.config, databaseUrl: to });
    expect(await read(after.services.em, facts)).toEqual(expected);
    const query = 'query($id: ID!) { myVote(pollId: $id) { options { id } } }';
    const { myVote } = await askData(after.port, citizen!, query, { id: poll.id });
    expect(myVote.options).toEqual([{ id: poll.options[1] }]);
    await givenPoll(after, place, admin); // its events continue the sequence
    const photos: { id: string }[] = await after.services.em.fork().execute('select id from photo');
    expect(await after.services.files.get(`${photos[0]!.id}-small.webp`)).toBeDefined();
    await after.stop();
  },
);

test.skipIf(server === undefined)(
  'a target with data is refused; a move that was interrupted does not start',
  async () => {
    const place = { ...(await startEmbedded()), redisUrl: undefined };
    const used = await emptyDatabase();
    await onServer(used, 'create table kept(n int)');
    const refused = moveToPostgres(place, used, composeDomains(domains));
    await expect(refused).rejects.toMatchObject({ code: 'NOT_EMPTY' });
    expect(existsSync(join(place.dataDir, 'pglite'))).toBe(true);

    const half = await startTestServer();
    await half.services.em.fork().execute("update installation set pending = 'MOVE'");
    await half.stop();
    await expect(startTestServer(half.config)).rejects.toThrow(ConfigError);
  },
);

async function startEmbedded() {
  const app = await startTestServer({ dataDir: join(dataDir, 'second'), databaseUrl: undefined, redisUrl: undefined });
  await app.stop();
  return app.config;
}
