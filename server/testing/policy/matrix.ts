import type { MailServer } from '../mail.ts';
import { givenPerson } from '../builders.ts';
import type { Identified } from '../client.ts';
import type { Act, Standing } from './act.ts';
import { actorKinds, type ActorKind, columns, identify, rowName } from './actors.ts';
import { askFor, type Outcome, type Question } from './question.ts';
import { notAsked } from './table.ts';
import { secondAdmin, type Town } from './town.ts';

export interface Towns {
  readonly A: Town;
  readonly B: Town;
  readonly mail: MailServer;
}
export interface Row {
  readonly cells: readonly string[];
  /** Violations of the rules that hold whatever the table says. */
  readonly problems: readonly string[];
}

/** Tries one row with every kind of actor in both towns. */
export async function tryAct(towns: Towns, act: Act): Promise<Row> {
  const sides = ['own', 'other'] as const;
  const asking = { towns, act, questions: new Map(), seen: new WeakMap() };
  const cells = await Promise.all(actorKinds.flatMap((actor) => sides.map((side) => tryCell(asking, actor, side))));
  const problems = cells.flatMap(({ problem }, n) =>
    problem ? [`${rowName(act)}, ${columns[n] ?? ''}: ${problem}`] : [],
  );
  return { cells: cells.map(({ word }) => word), problems };
}

interface Cell {
  readonly word: string;
  readonly problem?: string;
}

/** A row that is being asked. */
interface Asking {
  readonly towns: Towns;
  readonly act: Act;
  /** First question about each town. */
  readonly questions: Map<Town, Promise<Question>>;
  /** Outcome of the witness by question. */
  readonly seen: WeakMap<Question, Promise<Outcome>>;
}

async function tryCell(asking: Asking, { home, role }: ActorKind, side: 'own' | 'other'): Promise<Cell> {
  const { towns, act } = asking;
  if (side === 'other' && act.isAboutAsker) return { word: notAsked };
  const isAtHome = side === 'own';
  const target = isAtHome === (home === 'A') ? towns.A : towns.B;
  const elsewhere = target === towns.A ? towns.B : towns.A;
  const question = await questionAbout(asking, target);
  const actor = await askerOf(towns[home], role, question);
  const { word, text } = await askFor(target.app.port, actor, question);
  if (word === 'INTERNAL' || word === 'NO_CODE') return { word, problem: text };
  const isAsked = text.includes(elsewhere.mark) || elsewhere.ids.some((id) => text.includes(id));
  if (isAsked && !act.isAboutAsker) return { word, problem: `it tells of the town that was not asked: ${text}` };
  if (word === 'data' || act.witness === 'nobody') return { word };
  // Refused: the witness must get data for the same question, because otherwise the target might not exist.
  const shown = asking.seen.get(question) ?? askWitness(target, act.witness, question);
  asking.seen.set(question, shown);
  const seen = await shown;
  return seen.word === 'data'
    ? { word }
    : { word, problem: `the target is not there: ${seen.word} for ${act.witness}` };
}

/** Question about a town. One that only reads serves all cells of the row; what changes something needs a new target for each cell. */
async function questionAbout({ act, towns: { mail }, questions }: Asking, target: Town): Promise<Question> {
  const prepare = async (): Promise<Question> => act.prepare(target, mail);
  const first = questions.get(target);
  if (first === undefined) {
    const made = prepare();
    questions.set(target, made);
    return made;
  }
  const question = await first;
  return question.query.startsWith('query') ? question : prepare();
}

async function askWitness(target: Town, witness: Standing, question: Question): Promise<Outcome> {
  const entitled = witness === 'admin' ? await secondAdmin(target) : await askerOf(target, witness, question);
  return askFor(target.app.port, entitled, question);
}

async function askerOf(town: Town, role: Standing, { endsSession }: Question): Promise<Identified> {
  const asker = identify(town, role);
  return endsSession && asker.token !== undefined ? givenPerson(town.app, town.place) : asker;
}
