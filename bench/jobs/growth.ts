import { castVote } from '../../faults/harness/polls.ts';
import { readDocument } from '../harness/checkout.ts';
import { type Contestant, startOwn } from '../harness/contestants.ts';
import { cpuOf } from '../harness/cpu.ts';
import { insertPolls, insertTowns, watchPolls } from '../harness/manyPolls.ts';
import type { LivePoll } from '../harness/polls.ts';
import { compare, type Figures, interleave, rename, type Rounds } from '../harness/rounds.ts';
import type { Stage } from '../harness/stage.ts';
import { disperse, gather, publishRepeatedly } from '../harness/watching.ts';
import type { Job, Options, Row } from '../job.ts';

/** Keys that no real municipality has. */
const alone = 90_000_000;
const spread = 91_000_000;
const small = 92_000_000;
const big = 92_000_001;
const goal = { atMost: 1.2 };
const openPolls = 10;
const manyClosed = 9990;
const fewClosed = 190;

/** Cost of a delivery, a page and a vote when the installation grows and the activity stays the same. */
export const growth: Job = async (stage, options) => {
  const contestant = await startOwn(stage);
  const rows = [...(await growTowns(stage, options, contestant)), ...(await growPolls(stage, options, contestant))];
  await contestant.server.stop();
  return rows;
};

/** Equal numbers of polls, subscribers and changes: all in one town, or each poll in a town of its own. */
async function growTowns(stage: Stage, options: Options, contestant: Contestant): Promise<Row[]> {
  const polls = options.isSmoke ? 20 : 1000;
  const watchers = options.isSmoke ? 2 : 5;
  await insertTowns(stage, alone, 1);
  await insertTowns(stage, spread, polls);
  await insertPolls(stage, alone, 1, polls);
  await insertPolls(stage, spread, polls, 1);
  const kinds = { 'one town': await watchPolls(stage, alone, 1), 'many towns': await watchPolls(stage, spread, polls) };
  const times = options.isSmoke ? 1 : 3;
  const turn = async (name: string): Promise<Figures> => {
    const watched: readonly LivePoll[] = kinds[name as keyof typeof kinds];
    const operations = watched.map(({ operation }) => operation);
    const count = polls * watchers;
    await gather(stage, contestant, { count, operations, isSpread: true });
    const { cpuMs } = await publishRepeatedly(stage, contestant, watched, times);
    await disperse(stage, contestant);
    return { µs: (cpuMs * 1000) / (count * times) };
  };
  await turn('one town'); // warm-up
  const rounds = await interleave('growth', Object.keys(kinds), options.rounds, turn);
  const what = `CPU per update, ${polls} polls of ${polls} towns against as many of one`;
  return compare(rename(rounds, 'many towns'), 'µs', 'one town', { what, unit: 'µs', goal });
}

/** The list of open polls and a vote, in a town with a few polls and in a town with thousands. */
async function growPolls(stage: Stage, options: Options, { server }: Contestant): Promise<Row[]> {
  await insertTowns(stage, small, 2);
  await insertPolls(stage, small, 2, openPolls);
  const closedPolls = options.isSmoke ? fewClosed : manyClosed;
  await insertPolls(stage, big, 1, closedPolls, false);
  const towns = { 'few polls': small, 'many polls': big };
  const requests = options.isSmoke ? 20 : 500;
  const { query } = readDocument(stage.product, 'Polls');
  let round = 0;
  const turn = async (name: string): Promise<Figures> => {
    const ags = towns[name as keyof typeof towns];
    const [poll] = await watchPolls(stage, ags, 1);
    if (poll === undefined) throw new Error('a town without polls');
    const start = (round++ * requests) % (stage.citizens.length - requests);
    const cookies = stage.citizens.slice(start, start + requests).map(({ cookie }) => cookie);
    const list = { ags: String(ags), state: 'OPEN', first: 20, after: null };
    const ballot = { id: poll.id, options: [poll.options[0]] };
    const to = { port: server.port, cookies, atOnce: 16 };
    const all = (variables: object): object[] => Array<object>(requests).fill(variables);
    const read = { ...to, asked: { query }, variables: all(list), expected: '"edges":[{' };
    const voted = { ...to, asked: { query: castVote }, variables: all(ballot), expected: '"ballot":{"options":[{' };
    const figures: Record<string, number> = {};
    for (const [what, election] of Object.entries({ page: read, vote: voted })) {
      const cpu = cpuOf(server.pid);
      const { medianMs, refusals } = await stage.voters('overHttp', election);
      if (refusals.length > 0) throw new Error(`refused: ${refusals.join(' ').slice(0, 500)}`);
      figures[`${what} µs`] = ((cpuOf(server.pid) - cpu) * 1000) / requests;
      figures[`${what} ms`] = medianMs;
    }
    return figures;
  };
  await turn('few polls'); // warm-up
  const rounds = await interleave('growth', Object.keys(towns), options.rounds, turn);
  return ['page', 'vote'].flatMap((what) => rowsOf(rename(rounds, 'many polls'), what, closedPolls));
}

function rowsOf(rounds: Rounds, what: string, closedPolls: number): Row[] {
  const told = `${what}, ${openPolls + closedPolls} polls against ${openPolls}`;
  return [
    ...compare(rounds, `${what} µs`, 'few polls', { what: `CPU per ${told}`, unit: 'µs', goal }),
    ...compare(rounds, `${what} ms`, 'few polls', { what: `answer, median: ${told}`, unit: 'ms', goal }),
  ];
}
