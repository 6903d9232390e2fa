import { constants, createPrivateKey, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import {
  type Booth,
  makePaper,
  openSecretPoll,
  type Paper,
  readBulletinBoard,
  readBooth,
  sealChoice,
  takeBallot,
  throwIn,
} from '../../faults/harness/ballots.ts';
import { pause } from '../../faults/harness/waiting.ts';
import { slotOf } from '../../server/ballot/ballot.encryption.rules.ts';
import type { Data } from '../../faults/harness/http.ts';
import { closePoll, uuidOf } from '../../faults/harness/polls.ts';
import type { Citizen } from '../harness/citizens.ts';
import { startOwn } from '../harness/contestants.ts';
import { cpuOf } from '../harness/cpu.ts';
import { alone, type Figures, interleave } from '../harness/rounds.ts';
import { type Server, startOurs } from '../harness/servers.ts';
import type { Stage } from '../harness/stage.ts';
import type { Job } from '../job.ts';

const atOnce = 32;

/** Secret ballots issued and cast per second of one core, and the cost of closing a big secret poll. */
export const ballots: Job = async (stage, options) => {
  const crowd = options.isSmoke ? 20 : 1000;
  const total = options.isSmoke ? 200 : 50_000;
  const { server } = await startOwn(stage);
  const { product, settings } = stage;
  const worker = await startOurs(product, settings, { role: 'worker' });
  const servers = { server, worker };
  const rounds = await interleave('ballots', ['ours'], options.rounds, () => holdPoll(stage, servers, crowd, total));
  await server.stop();
  await worker.stop();
  const size = `${total} ballots`;
  return [
    alone(rounds, 'issued/s', { what: 'secret ballots issued per second of a core', unit: '1/s' }),
    alone(rounds, 'cast/s', { what: 'secret ballots cast per second of a core', unit: '1/s' }),
    alone(rounds, 'close s', { what: `close of a secret poll, ${size}`, unit: 's' }),
    alone(rounds, 'close MB', { what: `highest memory of the close, ${size}`, unit: 'MB' }),
    alone(rounds, 'board s', { what: `the board as a file, ${size}`, unit: 's' }),
    alone(rounds, 'lost', { what: 'secret ballots lost', unit: '', goal: { atMost: 0 } }),
  ];
};

interface Servers {
  readonly server: Server;
  /** Counts the ballots. */
  readonly worker: Server;
}

async function holdPoll(stage: Stage, { server, worker }: Servers, crowd: number, total: number): Promise<Figures> {
  const { writingServer, town, citizens, postgres, database } = stage;
  const everybody = `insert into membership (group_id, person_id) select '${uuidOf(town.groupId)}', id from person`;
  await postgres.execute(database, `${everybody} on conflict do nothing`);
  const poll = await openSecretPoll(writingServer.port, town.admin, town.groupId);
  const booth = await readBooth(server.port, town.admin, poll);
  const voters: { citizen: Citizen; paper: Paper; choice: number }[] = [];
  for (const citizen of citizens.slice(0, crowd)) {
    voters.push({ citizen, paper: makePaper(booth), choice: voters.length % 3 });
    await pause(0); // without a pause the process would not notice closed connections
  }
  const papers: Data[] = [];
  const issuing = await timed(server, voters, async ({ citizen, paper, choice }) => {
    papers.push(await takeBallot(server.port, citizen, booth, paper, choice));
  });
  const casting = await timed(server, papers, async (ballot, n) => {
    const { code } = await throwIn(server.port, booth, ballot, citizens[n]?.ip ?? '');
    if (code !== undefined) throw new Error(`refused: ${code}`);
  });
  await fill(stage, booth, total - crowd);
  const closing = await closeWatched(stage, { server, worker }, booth);
  return {
    'issued/s': (crowd * 1000) / issuing,
    'cast/s': (crowd * 1000) / casting,
    ...closing,
    lost: total - closing.cast,
  };
}

/** CPU time of the server in milliseconds for all items, `atOnce` at a time. */
async function timed<T>(
  server: Server,
  items: readonly T[],
  work: (item: T, n: number) => Promise<void>,
): Promise<number> {
  const before = cpuOf(server.pid);
  let next = 0;
  const one = async (): Promise<void> => {
    for (let n = next++; n < items.length; n = next++) {
      const item = items[n];
      if (item !== undefined) await work(item, n);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, one));
  return cpuOf(server.pid) - before;
}

const signOffThread = promisify(sign);
const pss = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 48 } as const;

/**
 * Inserts genuine ballots straight into the ballot box. An unblinded signature equals a plain signature with the key of the
 * poll, so the tokens are made directly.
 */
async function fill({ postgres, database, settings }: Stage, booth: Booth, count: number): Promise<void> {
  const id = uuidOf(booth.poll.id);
  const [row] = await postgres.rows<{ ballot_key: string }>(
    database,
    `select ballot_key from ballot_box.booth where poll_id = '${id}'`,
  );
  const townHall = createPrivateKey({
    key: Buffer.from(row?.ballot_key ?? '', 'base64'),
    format: 'der',
    type: 'pkcs8',
  });
  const slotSecret = readFileSync(join(settings.DATA_DIR ?? '', 'keys', `${id}.slot`));
  const lines: string[] = [];
  for (let from = 0; from < count; from += fillAtOnce) {
    const some = Array.from({ length: Math.min(fillAtOnce, count - from) }, (_, n) =>
      makeBallot(booth, townHall, from + n),
    );
    for (const { key, ciphertext } of await Promise.all(some))
      lines.push([id, slotOf(slotSecret, key), ciphertext].join('\t'));
  }
  const file = join(tmpdir(), `${id}.tsv`); // readable for the server of PostgreSQL, which is another user
  writeFileSync(file, lines.join('\n'), { mode: 0o644 });
  await postgres.execute(database, `copy ballot_box.envelope (poll_id, slot, ciphertext) from '${file}'`);
  rmSync(file);
}
const fillAtOnce = 64;

async function makeBallot(booth: Booth, townHall: KeyObject, n: number): Promise<Data> {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const key = publicKey.export({ format: 'jwk' }).x ?? '';
  const randomizer = randomBytes(32);
  const signed = Buffer.concat([randomizer, Buffer.from(key, 'base64url')]);
  const token = await signOffThread('sha384', signed, { key: townHall, ...pss });
  const paper = { privateKey, key, randomizer: randomizer.toString('base64url') };
  return sealChoice(booth, paper, token.toString('base64url'), String(n % 3));
}

async function closeWatched({ town }: Stage, { server, worker }: Servers, booth: Booth) {
  resetPeak(worker.pid);
  const began = performance.now();
  await closePoll(server.port, town.admin, booth.poll);
  await readBulletinBoard(server.port, booth);
  const closed = performance.now();
  const board: Data = JSON.parse(await readBulletinBoard(server.port, booth));
  const figures = { 'close s': (closed - began) / 1000, 'board s': (performance.now() - closed) / 1000 };
  return { ...figures, 'close MB': peakOf(worker.pid), cast: board.ballots.length as number };
}

/** Resets the peak of resident memory that the kernel keeps for a process. */
function resetPeak(pid: number): void {
  writeFileSync(`/proc/${pid}/clear_refs`, '5');
}

function peakOf(pid: number): number {
  const [, kilobytes = '0'] = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Number(kilobytes) / 1024;
}
