import { readFileSync, writeFileSync } from 'node:fs';
import {
  type Booth,
  makePaper,
  openSecretPoll,
  type Paper,
  readBooth,
  takeBallot,
  throwIn,
} from '../../faults/harness/ballots.ts';
import { pause } from '../../faults/harness/waiting.ts';
import type { Data } from '../../faults/harness/http.ts';
import { closePoll, uuidOf } from '../../faults/harness/polls.ts';
import type { Citizen } from '../harness/citizens.ts';
import { startOwn } from '../harness/contestants.ts';
import { cpuOf } from '../harness/cpu.ts';
import { alone, type Figures, interleave } from '../harness/rounds.ts';
import type { Server } from '../harness/servers.ts';
import type { Stage } from '../harness/stage.ts';
import type { Job } from '../job.ts';

const atOnce = 32;

/** Secret ballots issued and cast per second of one core, and the cost of closing a big secret poll. */
export const ballots: Job = async (stage, options) => {
  const crowd = options.isSmoke ? 20 : 1000;
  const total = options.isSmoke ? 200 : 50_000;
  const { server } = await startOwn(stage);
  const rounds = await interleave('ballots', ['ours'], options.rounds, () => holdPoll(stage, server, crowd, total));
  await server.stop();
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

async function holdPoll(stage: Stage, server: Server, crowd: number, total: number): Promise<Figures> {
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
  const closing = await closeWatched(stage, server, booth);
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

/** Inserts ballots of realistic size straight into the ballot box: the close counts them like cast ones. */
async function fill({ postgres, database }: Stage, { poll }: Booth, count: number): Promise<void> {
  const id = uuidOf(poll.id);
  const text = (length: number): string => `substr(repeat(md5(n::text || random()), 20), 1, ${length})`;
  await postgres.execute(
    database,
    `insert into ballot_box.inbox (poll_id, key_hash, key, randomizer, token, choices, signature)
       select '${id}', encode(sha256(n::text::bytea), 'hex'), ${text(43)}, ${text(43)}, ${text(512)}, (n % 3)::text, ${text(86)}
       from generate_series(1, ${count}) n`,
  );
}

async function closeWatched({ town }: Stage, server: Server, { poll }: Booth) {
  resetPeak(server.pid);
  const began = performance.now();
  await closePoll(server.port, town.admin, poll);
  const closed = performance.now();
  const response = await fetch(`http://127.0.0.1:${server.port}/ballot-box/${uuidOf(poll.id)}/board.json`);
  const board: Data = await response.json();
  const figures = { 'close s': (closed - began) / 1000, 'board s': (performance.now() - closed) / 1000 };
  return { ...figures, 'close MB': peakOf(server.pid), cast: board.ballots.length as number };
}

/** Resets the peak of resident memory that the kernel keeps for a process. */
function resetPeak(pid: number): void {
  writeFileSync(`/proc/${pid}/clear_refs`, '5');
}

function peakOf(pid: number): number {
  const [, kilobytes = '0'] = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Number(kilobytes) / 1024;
}
