import {
  answerSlot,
  changeCapacity,
  type LoggedAnswer,
  logSeats,
  openEvent,
  readAnswers,
  readSeats,
  type SeatedSlot,
  type Wish,
} from './harness/seats.ts';
import { type Product, type Settings, startNodes, startProduct } from './harness/product.ts';
import { countWords, type Findings, Problems, type StagedScenario } from './harness/scenario.ts';
import type { Stage } from './harness/stage.ts';
import { becomesTrue } from './harness/waiting.ts';

const seats = 100;
const added = 20;
const clients = 50;
const answers = 500;
const cancellations = 30;

export const seatStorm: StagedScenario = {
  name: 'seats',
  promise:
    '500 answers for 100 seats by 50 clients into two processes that are killed: taken at most 100, promoted in order, told once',
  control: {
    title: 'answers do not lock the row of their slot',
    patches: [
      {
        file: 'server/calendar/answers/calendar.seats.service.ts',
        find: `'select id from slot where id = ? for update'`,
        replace: `'select id from slot where id = ?'`,
      },
    ],
  },
  attempt: storm,
};

async function storm(stage: Stage, folder: string, isControl: boolean): Promise<Findings> {
  const { database, ...settings } = await stage.copyTown();
  await logSeats(stage.postgres, database);
  const nodes = await startNodes(folder, 2, settings);
  const { admin, people, groupId } = stage.town;
  const slot = await openEvent(nodes[0]!.port, admin, groupId, seats);
  const kills = isControl ? 0 : stage.isShort ? 3 : 20;
  const hall = new Hall(folder, settings, nodes, kills);
  const given = await hall.answerAll(
    slot,
    plannedAnswers(people.length).map(([n, wish]) => [people[n]!, wish]),
  );
  const problems = new Problems();
  const fine = new Set(['stored', 'NOT_ENOUGH_SEATS']);
  problems.equal('other answers', countWords(given.filter((word) => !fine.has(word))), 'none');
  const seated = await stage.postgres.rows<{ email: string }>(
    database,
    `select p.email from attendance a join person p on p.id = a.recipient_id
     where a.slot_id = '${slot.uuid}' and a.answer = 'YES' and a.waiting_since is null order by a.id limit ${cancellations}`,
  );
  const leaving = people.filter(({ email: own }) => seated.some(({ email }) => email === own));
  problems.require(
    isControl || leaving.length === cancellations,
    `only ${leaving.length} parties with seats could cancel`,
  );
  await hall.answerAll(
    slot,
    leaving.map((person) => [person, { answer: 'NO', companions: 0 }]),
  );
  await changeCapacity(hall.port(0), admin, slot, seats + added);
  const log = await judge(stage, database, problems);
  const told = isControl ? 'not judged' : await judgeMessages(stage, database, problems, log.promoted);
  await hall.stop();
  return {
    figures: {
      answers: given.length,
      words: countWords(given),
      kills: hall.killed,
      'answers repeated after a kill': hall.repeated,
      commits: log.commits,
      'most taken of 100': log.most,
      'most taken of 120': log.mostAfter,
      promoted: log.promoted,
      told,
    },
    problems: problems.list,
  };
}

/** Answers by the number of the person: first a YES of everybody, then changes, with companions from 0 to 3. */
function plannedAnswers(people: number): (readonly [person: number, wish: Wish])[] {
  return Array.from({ length: answers }, (_, n) => {
    const mixed = (n * 2_654_435_761) % 4_294_967_296;
    const companions = Math.floor(mixed / 65_536) % 4;
    const round = Math.floor(n / people);
    const isOther = round > 0 && Math.floor(mixed / 1_048_576) % 5 === 0;
    const other = Math.floor(mixed / 8_388_608) % 2 === 0 ? 'MAYBE' : 'NO';
    return [n % people, { answer: isOther ? other : 'YES', companions }] as const;
  });
}

type Person = Stage['town']['people'][number];

/** Two processes of an installation, one of which is killed from time to time, and the clients that use them. */
class Hall {
  killed = 0;
  repeated = 0;
  private restarting: Promise<void> = Promise.resolve();
  constructor(
    private readonly folder: string,
    private readonly settings: Settings,
    private readonly nodes: Product[],
    private readonly kills: number,
  ) {}

  port(n: number): number {
    return this.nodes[n % 2]!.port;
  }

  /** Each client sends its next answer when the last one was answered, and repeats it at the other process after a kill. */
  async answerAll(slot: SeatedSlot, all: readonly (readonly [Person, Wish])[]): Promise<string[]> {
    const given: string[] = [];
    let next = 0;
    const client = async (side: number): Promise<void> => {
      for (let n = next++; n < all.length; n = next++) {
        const [person, wish] = all[n]!;
        let word = await answerSlot(this.port(side), person, slot, wish);
        for (let again = 1; word === 'unanswered' && again < 40; again++) {
          this.repeated += 1;
          await this.restarting;
          word = await answerSlot(this.port(side + again), person, slot, wish);
        }
        given[n] = word;
        const due = Math.floor(((this.killed + 1) * answers) / (this.kills + 1));
        if (this.killed < this.kills && given.filter((one) => one !== undefined).length >= due) this.killNext();
      }
    };
    await Promise.all(Array.from({ length: clients }, (_, side) => client(side)));
    await this.restarting;
    return given;
  }

  private killNext(): void {
    const victim = this.killed % 2;
    this.killed += 1;
    this.restarting = this.restarting.then(async () => {
      const { port } = this.nodes[victim]!;
      await this.nodes[victim]!.kill();
      const own = { PUBLIC_URL: `http://127.0.0.1:${this.port(0)}`, ...this.settings, PORT: String(port) };
      this.nodes[victim] = await startProduct(this.folder, own);
    });
  }

  async stop(): Promise<void> {
    await Promise.all(this.nodes.map((node) => node.stop()));
  }
}

/** Replays the log commit by commit: the seats at each, and whether the right parties were promoted. */
async function judge(stage: Stage, database: string, problems: Problems) {
  const commits = await readSeats(stage.postgres, database);
  let most = 0;
  let mostAfter = 0;
  for (const { held, taken, capacity } of commits) {
    problems.equal('counted seats at a commit and those of the slot', held, taken);
    problems.require(held <= capacity, `more seats are held at a commit than there are: ${held} of ${capacity}`);
    if (capacity === seats) most = Math.max(most, held);
    else mostAfter = Math.max(mostAfter, held);
  }
  const logged = await readAnswers(stage.postgres, database);
  const promoted = replay(
    logged,
    commits.map(({ capacity }) => capacity),
    problems,
  );
  problems.require(promoted > 0, 'nobody was promoted');
  problems.require(most > seats - 4, `the event was never full: ${most}`);
  return { commits: new Set(logged.map(({ tx }) => tx)).size, most, mostAfter, promoted };
}

/** Number of promotions; each commit must promote the parties that the first fitting place of the waiting list names. */
function replay(log: readonly LoggedAnswer[], capacities: readonly number[], problems: Problems): number {
  const state = new Map<string, LoggedAnswer>();
  let promotions = 0;
  for (let n = 0; n < log.length;) {
    const { tx } = log[n]!;
    const end = log.findIndex((one, i) => i > n && one.tx !== tx);
    const changes = log.slice(n, end < 0 ? log.length : end);
    const capacity = capacities[n]!;
    const isPromoted = (one: LoggedAnswer): boolean => one.promotions > (state.get(one.id)?.promotions ?? 0);
    for (const one of changes.filter((change) => !isPromoted(change))) state.set(one.id, one);
    const actual = changes.filter(isPromoted);
    const expected = firstFitting([...state.values()], capacity);
    problems.equal(
      'promoted parties of a commit',
      actual
        .map(({ id }) => id)
        .sort()
        .join(),
      expected.sort().join(),
    );
    for (const one of actual) state.set(one.id, one);
    promotions += actual.length;
    n += changes.length;
  }
  return promotions;
}

/** Again and again the first party of the waiting list that fits into the free seats. */
function firstFitting(all: readonly LoggedAnswer[], capacity: number): string[] {
  const held = all.filter(({ answer, waiting }) => answer === 'YES' && waiting === null);
  let free = capacity - held.reduce((sum, { companions }) => sum + 1 + companions, 0);
  const list = all.filter(({ waiting }) => waiting !== null).sort((a, b) => (a.waiting! < b.waiting! ? -1 : 1));
  const promoted: string[] = [];
  for (;;) {
    const at = list.findIndex(({ companions }) => 1 + companions <= free);
    if (at < 0) return promoted;
    const [{ id, companions }] = list.splice(at, 1) as [LoggedAnswer];
    free -= 1 + companions;
    promoted.push(id);
  }
}

/** Each promotion has one message, and each party that still has the seats finds it once in the inbox. */
async function judgeMessages(stage: Stage, database: string, problems: Problems, promoted: number): Promise<string> {
  const open = `select count(*)::int as n from jobs.job where name like 'notification.spread%' and state < 'completed'`;
  const isSettled = async (): Promise<boolean> =>
    (await stage.postgres.rows<{ n: number }>(database, open))[0]?.n === 0;
  problems.require(await becomesTrue(isSettled, 60_000, 250), 'messages still wait after a minute');
  const [row] = await stage.postgres.rows<{
    messages: number;
    kinds: number;
    inboxes: number;
    missing: number;
    twice: number;
  }>(
    database,
    `select count(*)::int as messages, count(distinct (m.subject_id, m.version))::int as kinds,
       sum(d.n)::int as inboxes, (count(*) filter (where d.n = 0 and a.answer = 'YES' and a.waiting_since is null
         and a.promotions = m.version))::int as missing, (count(*) filter (where d.n > 1))::int as twice
     from message m join attendance a on a.id = m.subject_id cross join lateral (
       select count(*) as n from delivery d where d.message_id = m.id and d.channel = 'INBOX') d
     where m.kind = 'EVENT_PROMOTED'`,
  );
  problems.equal('messages about promotions', row?.messages, promoted);
  problems.equal('promotions with a message', row?.kinds, promoted);
  problems.equal('promoted parties without a message in the inbox', row?.missing, 0);
  problems.equal('messages that lie twice in an inbox', row?.twice, 0);
  return `${row?.inboxes} of ${row?.messages} messages still concerned their party`;
}
