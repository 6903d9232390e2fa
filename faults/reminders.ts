import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { countLetters } from './delivery/crowd.ts';
import { killAt } from './delivery/kills.ts';
import { type MailTarget, type Moment, openMailTarget } from './delivery/mailTarget.ts';
import { uuidOf } from './harness/polls.ts';
import { copyDatabase, type Postgres, startPostgres } from './harness/postgres.ts';
import { type Product, type Settings, startProduct, startWorker } from './harness/product.ts';
import { type Findings, Problems, type StagedScenario } from './harness/scenario.ts';
import type { Stage } from './harness/stage.ts';
import { becomesTrue, pause } from './harness/waiting.ts';
import { makeClock, type SharedClock } from './reminders/clock.ts';
import { type Expected, planWeek, streetSql } from './reminders/town.ts';
import { autumn, type Evening, spring, type Week } from './reminders/weeks.ts';

const neighbourCount = 24;
const guestCount = 12;
/** Number of letters of one job that are begun and not stored, and therefore the most that a kill repeats. */
const slots = 12;

/** When a worker is killed: before the reminders are due, after the first of them is stored, or at one of the letters. */
type Kill = 'before' | 'stored' | Moment;
const kills: readonly Kill[] = ['letter', 'before', 'stored', 'recipient', 'answered'];

const forms = {
  full: { names: ['Friday', 'Saturday', 'night', 'Sunday', 'Monday'], weeks: [spring, autumn], kills: 20 },
  short: { names: ['Saturday'], weeks: [spring, autumn], kills: 3 },
  control: { names: ['Saturday'], weeks: [spring], kills: 1 },
} as const;

export const reminders: StagedScenario = {
  name: 'reminders',
  promise:
    'bins at 18:00, dates a day and two hours before, in both weeks of the change of the clocks, workers killed: each arrives, none early, repeats at most kills x slots',
  control: {
    title: 'the mark that a reminder of a date was sent is not looked at',
    patches: [
      {
        file: 'server/calendar/answers/calendar.reminder.service.ts',
        find: 'and a.reminded_for is distinct from ${startSql}',
        replace: '',
      },
    ],
  },
  attempt: remindThroughKills,
};

/** Installation on a clock that can be set: database and worker follow it. */
interface Scene {
  readonly stage: Stage;
  readonly folder: string;
  readonly clock: SharedClock;
  readonly postgres: Postgres;
  readonly mail: MailTarget;
  readonly problems: Problems;
}

async function remindThroughKills(stage: Stage, folder: string, isControl: boolean): Promise<Findings> {
  const own = stage.folder('reminders');
  const clock = makeClock(own);
  if (clock === undefined) return { figures: {}, problems: [], skipped: 'faketime is not installed' };
  const form = isControl ? forms.control : stage.isShort ? forms.short : forms.full;
  const postgres = await startPostgres(join(own, 'postgres'), '', clock.env);
  const mail = await openMailTarget();
  const scene: Scene = { stage, folder, clock, postgres, mail, problems: new Problems() };
  const figures: Record<string, string> = {};
  let killed = 0;
  for (const [n, week] of form.weeks.entries()) {
    const share = Math.round((form.kills * (n + 1)) / form.weeks.length) - killed;
    figures[week.name] = await runWeek(scene, week, form.names, { first: killed, count: share });
    killed += share;
  }
  return { figures, problems: scene.problems.list };
}

/** Part of the list of kills. */
interface Kills {
  readonly first: number;
  readonly count: number;
}

async function runWeek(scene: Scene, week: Week, names: readonly string[], { first, count }: Kills): Promise<string> {
  const { stage, folder, clock, postgres, mail, problems } = scene;
  await clock.set(week.startsAt);
  const { database: source, ...copied } = await stage.copyTown();
  const DATABASE_URL = await copyDatabase(stage.postgres.url(source), postgres, week.name);
  const settings: Settings = { ...copied, ...clock.env, DATABASE_URL, SMTP_URL: mail.url };
  const streetId = randomUUID();
  const { municipalityId, people } = stage.town;
  await postgres.execute(
    week.name,
    `update session set created_at = now(), proven_at = now(), expires_at = now() + interval '7 days';
     update recipient set quiet_from = 0, quiet_to = 0; ${streetSql(streetId, uuidOf(municipalityId))}`,
  );
  const server = await startProduct(folder, settings);
  const neighbours = people.slice(0, neighbourCount);
  const guests = people.slice(neighbourCount, neighbourCount + guestCount);
  const place = { port: server.port, town: stage.town, streetId: globalStreet(streetId) };
  const planned = await planWeek(place, week, names, { neighbours, guests });
  await postgres.execute(week.name, 'update recipient set quiet_from = 0, quiet_to = 0');
  const run = new Run(scene, week.name, settings, first);
  problems.require(await run.confirms(), `${week.name}: confirmations are still under way`);
  await server.stop();
  const evenings = week.evenings.filter(({ name }) => names.includes(name));
  for (const [n, evening] of evenings.entries()) {
    const due = Math.ceil((count * (n + 1)) / evenings.length) - run.killed;
    await run.play(evening, planned.get(evening.name) ?? new Map(), due);
  }
  await run.restart(); // one more search, which must find nothing
  await pause(3000);
  await run.stop();

  const expected = new Map([...planned.values()].flatMap((letters) => [...letters]));
  const confirmations = await run.confirmations();
  const letters = mail.letters.filter(({ messageId }) => !confirmations.has(messageId.slice(1, 37)));
  const { lost, repeats, unrecognised } = countLetters(letters, expected);
  problems.equal(`${week.name}: letters lost`, lost, 0);
  problems.require(repeats <= run.killed * slots, `${week.name}: ${repeats} repeats after ${run.killed} kills`);
  problems.equal(`${week.name}: repeats under another Message-ID`, unrecognised, 0);
  const all = [...expected.values()].flat().length;
  return `kills ${run.killed}, letters ${all}, lost ${lost}, repeats ${repeats} (bound ${run.killed * slots})`;
}

function globalStreet(id: string): string {
  return Buffer.from(`Street:${id}`).toString('base64url');
}

/** Worker of a week, which is killed and started again. */
class Run {
  killed = 0;
  private worker: Product | undefined;
  private letters = 0;
  constructor(
    private readonly scene: Scene,
    private readonly database: string,
    private readonly settings: Settings,
    /** Number of kills of the weeks before. */
    private readonly first: number,
  ) {}

  /** Lets the clock pass the moment at which the reminders are due, and kills the worker so many times. */
  async play({ name, dueAt }: Evening, expected: Expected, count: number): Promise<void> {
    const { clock, problems } = this.scene;
    const planned = Array.from({ length: count }, () => kills[(this.first + this.killed++) % kills.length] ?? 'letter');
    if (planned.includes('before')) {
      this.worker ??= await startWorker(this.scene.folder, this.settings);
      await this.worker.kill();
      await clock.set(new Date(dueAt.getTime() + 40 * 60_000)); // 40 minutes late
      this.worker = undefined;
    } else {
      await clock.set(new Date(dueAt.getTime() - 3000));
    }
    this.worker ??= await startWorker(this.scene.folder, this.settings);
    for (const [n, kill] of planned.filter((one) => one !== 'before').entries()) await this.kill(kill, 2 + 9 * n);
    this.letters += [...expected.values()].flat().length;
    const isDone = async (): Promise<boolean> => (await this.countSent()) >= this.letters;
    problems.require(await becomesTrue(isDone, 150_000, 250), `${this.database}, ${name}: letters are still under way`);
    const early = await this.rows<{ n: number }>(
      `select count(*)::int as n from delivery d join message m on m.id = d.message_id
       where d.channel = 'EMAIL' and m.at > '${new Date(dueAt.getTime() - 3_600_000).toISOString()}'
         and d.sent_at < '${dueAt.toISOString()}'`,
    );
    problems.equal(`${this.database}, ${name}: letters before the time`, early[0]?.n, 0);
  }

  async stop(): Promise<void> {
    await this.worker?.stop();
  }

  async restart(): Promise<void> {
    await this.stop();
    this.worker = await startWorker(this.scene.folder, this.settings);
  }

  /** Waits until the letters that confirm the answers have left, so that kills meet reminders alone. */
  async confirms(): Promise<boolean> {
    const isDone = async (): Promise<boolean> => {
      const [row] = await this.rows<{ left: number }>(
        `select count(*)::int as left from attendance a where not exists (
           select from message m join delivery d on d.message_id = m.id
           where m.subject_id = a.id and m.kind = 'ATTENDANCE_CONFIRMED' and d.channel = 'EMAIL' and d.state = 'SENT')`,
      );
      return row?.left === 0;
    };
    return becomesTrue(isDone, 60_000, 250);
  }

  /** Ids of the messages that confirm the answers. */
  async confirmations(): Promise<ReadonlySet<string>> {
    const rows = await this.rows<{ id: string }>(`select id from message where kind = 'ATTENDANCE_CONFIRMED'`);
    return new Set(rows.map(({ id }) => id));
  }

  private async kill(kill: Kill, nth: number): Promise<void> {
    const { mail, problems, folder } = this.scene;
    const worker = this.worker!;
    if (kill === 'stored') {
      const before = await this.countMessages();
      const isStored = await becomesTrue(async () => (await this.countMessages()) > before, 60_000, 20);
      problems.require(isStored, 'no reminder was stored');
      await worker.kill();
    } else if (kill !== 'before') {
      problems.require(await killAt(mail, worker, kill, nth), `the moment for the kill did not come: ${kill}`);
    }
    this.worker = await startWorker(folder, this.settings);
  }

  private async countMessages(): Promise<number> {
    const rows = await this.rows<{ n: number }>(
      `select count(*)::int as n from message where kind in ('WASTE_REMINDER', 'EVENT_REMINDER')`,
    );
    return rows[0]?.n ?? 0;
  }

  private async countSent(): Promise<number> {
    const rows = await this.rows<{ n: number }>(
      `select count(*)::int as n from delivery d join message m on m.id = d.message_id
       where d.channel = 'EMAIL' and d.state = 'SENT' and m.kind in ('WASTE_REMINDER', 'EVENT_REMINDER')`,
    );
    return rows[0]?.n ?? 0;
  }

  private rows<Row>(statement: string): Promise<Row[]> {
    return this.scene.postgres.rows<Row>(this.database, statement);
  }
}
