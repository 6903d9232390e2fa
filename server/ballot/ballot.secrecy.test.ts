import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { givenPeople, givenPlace, givenStaff, type Place, type Somebody } from '../testing/builders.ts';
import { givenPoll, type GivenPoll } from '../testing/polls.ts';
import { dumpAll } from '../testing/dump.ts';
import { setTime } from '../testing/clocks.ts';
import { hasServers, startTestServer, type TestServer } from '../testing/server.ts';
import * as voter from '../testing/voter.ts';
import { type Ballots, linkAll, type Row, type Sighting, toleratedHits } from '../testing/adversary.ts';
import { importPrivateKey, openBallot } from './ballot.encryption.rules.ts';
import { sha256 } from './ballot.rules.ts';
import { secretsOf } from './ballot.secrets.ts';

/** Numbers of voters, one town for each; `npm run faults -- --only secrecy --long` takes minutes with three of them. */
const counts = (process.env.SECRECY_VOTERS ?? '30').split(',').map(Number);
/** Days for which the poll is open, by the server's clock. */
const days = 14;

describe.each(counts)('%i voters', (count) => {
  const began = Date.now();
  let app: TestServer;
  let place: Place;
  let admin: Somebody;
  let people: Somebody[];
  let poll: GivenPoll;
  /** Hash of the one-time key by person; outside of the test only the voters know these pairs. */
  const truth = new Map<string, string>();
  /** Everything that the adversary has seen, in order: new rows of each dump, and lines of the log. */
  const seen: Sighting[] = [];
  let privateKey: Buffer | undefined;

  beforeAll(async () => {
    // A server of its own: its log is searched.
    app = await startTestServer({ logLevel: 'trace' });
    for (const level of ['trace', 'debug', 'info', 'warn', 'error'] as const) {
      vi.spyOn(app.services.log, level).mockImplementation((...said: unknown[]) => {
        seen.push({ table: 'log', row: { line: JSON.stringify(said) } });
      });
    }
    place = await givenPlace(app);
    admin = await givenStaff(app, place);
    people = (await givenPeople(app, place, count)).toSorted(() => Math.random() - 0.5);
    const closesAt = new Date(began + (days + 1) * 86_400_000).toISOString();
    poll = await givenPoll(app, place, admin, { ...voter.secretRules, closesAt });
    const booth = await voter.boothOf(app.port, admin, poll.id);
    await dump();
    // Worst case for secrecy: each person casts the ballot directly after it was issued, one person after the other, and
    // the adversary takes a dump after each request. Hourly dumps and the write-ahead log contain nothing else.
    for (const [n, who] of people.entries()) {
      setTime(app, new Date(began + (n / count) * days * 86_400_000).toISOString());
      const paper = await voter.takeBallot(app.port, who, poll.id, booth);
      await dump();
      const { receipt } = await voter.castChoices(app.port, paper, String(n % 3));
      await dump();
      truth.set(who.personId, receipt.keyHash);
    }
    privateKey = await secretsOf(app.config).privateKey(voter.uuidOf(poll.id));
    setTime(app);
    const from = await walPosition();
    await voter.closeAndCount(app.port, admin, poll.id);
    if (from !== undefined) seen.push(...(await readWal(from)));
    await dump();
  }, 3_600_000);
  afterAll(() => app.stop());

  const run = <T>(sql: string): Promise<T[]> => app.services.em.fork().execute(sql);

  /** Adds all rows that are new since the last dump. */
  async function dump(): Promise<void> {
    const rows = await dumpAll(app.services, lastXmin);
    seen.push(...rows);
    lastXmin = Math.max(lastXmin, ...rows.map(({ row }) => Number(row['hidden xmin'])));
  }
  let lastXmin = 2;

  /** Position in the write-ahead log; undefined on the embedded database, which has none that can be read. */
  async function walPosition(): Promise<string | undefined> {
    if (!hasServers) return undefined;
    await run('create extension if not exists pg_walinspect');
    return (await run<{ at: string }>('select pg_current_wal_lsn()::text as at'))[0]?.at;
  }

  /**
   * Rows of the ballot box and of the roll that were written or deleted since this position, each with the position of its
   * record. An envelope has its voter, whom a dump right after the request names.
   */
  async function readWal(from: string): Promise<Sighting[]> {
    const voters = [...truth.keys()];
    const envelopes = seen.filter(({ table }) => table === 'ballot_box.envelope');
    const known: Sighting[] = [
      ...envelopes.map(({ table, row }, n) => ({ table, row: { ...row, person: voters[n] ?? null } })),
      ...seen.filter(({ table }) => table === 'public.ballot_roll'),
      ...(await dumpAll(app.services, lastXmin)).filter(({ table }) => table === 'ballot_box.board'),
    ];
    const byPlace = new Map(known.map(({ table, row }) => [`${table} ${row['hidden ctid']}`, row]));
    const records = await run<{ name: string; ctid: string; lsn: string }>(walSql(from));
    return records.flatMap(({ name, ctid, lsn }) => {
      const row = byPlace.get(`${name} ${ctid}`);
      return row === undefined ? [] : [{ table: `wal of ${name}`, row: { ...row, 'hidden lsn': lsn } }];
    });
  }

  /** The public board as the adversary reads it after the count. */
  function boardSeen(): Row[] {
    return seen.flatMap(({ table, row }) => (table === 'ballot_box.board' ? [row] : []));
  }

  function tell(when: string, { ways, mean, best }: ReturnType<typeof linkAll>): void {
    console.log(
      `secrecy, ${when}: ${count} voters, ${ways} ways to link, mean ${mean.toFixed(2)}, best ${best.hits} of ${toleratedHits(ways)} tolerated (${best.how})`,
    );
  }

  test('dumps after every request, the log and the dump after the count link nobody to a ballot', () => {
    expect(boardSeen()).toHaveLength(count);
    const found = linkAll(truth, seen, boardSeen());
    tell('all dumps', found);
    expect(found.ways).toBeGreaterThan(50);
    const read = (table: string): number => seen.filter((one) => one.table === `wal of ${table}`).length;
    if (hasServers) expect([read('ballot_box.envelope'), read('ballot_box.board')]).toEqual([count, count]);
    expect(found.mean).toBeLessThanOrEqual(1 + 1); // by chance a way is right once
    expect(found.best.hits).toBeLessThanOrEqual(toleratedHits(found.ways));
  });

  test('the control: whoever also has the key file names everybody', async () => {
    expect(privateKey).toBeDefined();
    const recipientKey = await importPrivateKey(privateKey!);
    const { textHash } = await voter.boothOf(app.port, admin, poll.id);
    const opened: Ballots = [];
    for (const { table, row } of seen) {
      if (table !== 'ballot_box.envelope') continue;
      const ballot = await openBallot(recipientKey, textHash, Buffer.from(row.ciphertext ?? '', 'base64url'));
      opened.push({ ...row, key_hash: sha256(Buffer.from(ballot?.key ?? '', 'base64url')) });
    }
    const found = linkAll(truth, seen, opened);
    tell('with the key file', found);
    expect(found.best.hits).toBe(count);
  });

  test('the control: a place that reveals the key names everybody', () => {
    const keys = [...truth.values()];
    let n = 0;
    const planted = seen.map(({ table, row }): Sighting => {
      const isEnvelope = table === 'ballot_box.envelope';
      return { table, row: isEnvelope ? { ...row, slot: keys[n++] ?? '' } : row };
    });
    const found = linkAll(truth, planted, boardSeen());
    tell('with keys in the ballot box', found);
    expect(found.best.hits).toBe(count);
  });

  test('after the count nothing is left that was there before: no envelopes, no hashes, no keys, no secrets', async () => {
    const id = voter.uuidOf(poll.id);
    expect(await run('select count(*)::int as n from ballot_box.envelope')).toEqual([{ n: 0 }]);
    const roll = await run(
      `select count(*)::int as n, count(blinded_hash)::int as hashes, count(distinct xmin::text)::int as writes
     from ballot_roll where poll_id = '${id}'`,
    );
    expect(roll).toEqual([{ n: count, hashes: 0, writes: 1 }]);
    const board = await run(
      `select count(*)::int as n, count(distinct xmin::text)::int as writes from ballot_box.board where poll_id = '${id}'`,
    );
    expect(board).toEqual([{ n: count, writes: 1 }]);
    expect(await run(`select ballot_key, receipt_key from ballot_box.booth where poll_id = '${id}'`)).toEqual([
      { ballot_key: null, receipt_key: null },
    ]);
    await vi.waitFor(async () => {
      const secrets = secretsOf(app.config);
      expect([await secrets.privateKey(id), await secrets.slotSecret(id)]).toEqual([undefined, undefined]);
    });
    expect(await run(`select type from domain_event where type like 'ballot.%'`)).toEqual([{ type: 'ballot.counted' }]);
  });
});

const walSql = (from: string): string => `
select t.name, format('(%s,%s)', substring(r.block_ref from 'blk (\\d+)'), substring(r.description from 'off (\\d+)')) as ctid,
  r.start_lsn - '0/0' as lsn
from pg_get_wal_records_info('${from}', pg_current_wal_flush_lsn()) r
join (values ('ballot_box.envelope'), ('ballot_box.board'), ('public.ballot_roll')) t(name) on r.block_ref like
  format('%%/%s/%s fork main%%', (select oid from pg_database where datname = current_database()), pg_relation_filenode(t.name))
where r.resource_manager = 'Heap' and r.record_type ~ 'INSERT|DELETE' order by r.start_lsn`;
