import { randomUUID } from 'node:crypto';
import { fillBoard } from '../../server/testing/board.ts';
import { askData, type Client, type Data } from '../harness/http.ts';
import { clientIp, type Person, signInAdmin } from '../harness/people.ts';
import { uuidOf } from '../harness/polls.ts';
import type { Postgres } from '../harness/postgres.ts';
import { readReporting, report, type Reporting } from '../harness/reports.ts';
import { ags, type Stage } from '../harness/stage.ts';

/** Number of staff who change reports at the same time: one person may send 120 mutations a minute. */
const staffCount = 10;
const words = { message: 'Der Bauhof war dort.', reason: 'So steht es in der Satzung.', tellReporter: false };
const issueFields = 'id version status kind isPublic staffMoves';
/** Order of preference when several moves are possible. */
const preferredMoves = ['TRIAGED', 'ASSIGNED', 'IN_PROGRESS', 'RESOLVED'];

interface Known {
  readonly id: string;
  readonly version: number;
  readonly status: string;
  readonly kind: string;
  readonly isPublic: boolean;
  readonly staffMoves: readonly string[];
}

/** One member of staff with reports that nobody else changes, so that no mutation is refused as a conflict. */
interface Worker {
  readonly staff: Client;
  readonly citizens: readonly Person[];
  readonly open: Known[];
  readonly flagged: Known[];
  turn: number;
}

/** Changes the reports of a municipality with the product's mutations. */
export interface TownHall {
  /** Names of all mutations so far. Each move in a bundle counts once. */
  readonly mutations: readonly string[];
  /** Performs this many acts; the kinds of acts take turns. */
  change(count: number): Promise<void>;
  /** Makes this many moves, in bundles. */
  moveMany(count: number): Promise<void>;
}

/** Fills the board with several pages of reports, and with more open reports than the changes a subscriber may miss. */
export async function fillTown(postgres: Postgres, database: string, municipalityId: string): Promise<void> {
  const filling = { municipalityId: uuidOf(municipalityId), open: 300, done: 60 };
  const execute = (sql: string, [json]: readonly unknown[]): Promise<void> =>
    postgres.execute(database, sql.replace('?::json', `'${String(json)}'::json`));
  await fillBoard(execute, filling);
}

/** Signs in the staff and distributes the existing reports among them. */
export async function openTownHall({ town, mail }: Stage, port: number): Promise<TownHall> {
  const reporting = await readReporting(port, town.admin);
  const known = await readBoard(port, town.admin);
  const deskId = await readDesk(port, town.admin);
  const workers = await Promise.all(
    Array.from({ length: staffCount }, async (_, n): Promise<Worker> => {
      const isMine = (_one: unknown, place: number): boolean => place % staffCount === n;
      return {
        staff: await hireAdmin(port, { town, mail }, n),
        citizens: town.people.filter(isMine),
        open: known.filter(isMine),
        flagged: [],
        turn: n,
      };
    }),
  );
  const office: Office = { port, reporting, deskId, mutations: [] };
  return {
    mutations: office.mutations,
    change: async (count) => {
      let begun = 0;
      const work = async (worker: Worker): Promise<void> => {
        while (begun++ < count) await takeTurn(office, worker);
      };
      await Promise.all(workers.map(work));
    },
    moveMany: async (count) => {
      let begun = 0;
      const work = async (worker: Worker): Promise<void> => {
        while (begun < count) {
          const bundle = worker.open.filter(isMovable).slice(0, Math.min(50, count - begun));
          if (bundle.length === 0) return;
          begun += bundle.length;
          await moveBundle(office, worker, bundle);
        }
      };
      await Promise.all(workers.map(work));
    },
  };
}

interface Office {
  readonly port: number;
  readonly reporting: Reporting;
  readonly deskId: string;
  readonly mutations: string[];
}

/** A change that staff make to one of their reports. */
interface Act {
  fits(issue: Known): boolean;
  perform(office: Office, worker: Worker, issue: Known): Promise<void>;
}

const isDefect = ({ kind }: Known): boolean => kind === 'DEFECT';
const isMovable = ({ staffMoves }: Known): boolean => targetOf(staffMoves) !== undefined;

const move: Act = {
  fits: isMovable,
  perform: async (office, worker, issue) => {
    worker.open.push(await send(office, worker, 'moveIssue', moveInput(office, issue)));
  },
};

/** Two changes: a move and its undo. On a slow machine the undo may come too late; then the move stays. */
const moveAndUndo: Act = {
  fits: isMovable,
  perform: async (office, worker, issue) => {
    const moved = await send(office, worker, 'moveIssue', { ...moveInput(office, issue), isUndoable: true });
    const undone = { issueId: moved.id, version: moved.version };
    worker.open.push((await trySend(office, worker, 'undoMove', undone, 'UNDO_TOO_LATE')) ?? moved);
  },
};

const comment: Act = {
  fits: isDefect,
  perform: async (office, worker, { id: issueId }) => {
    const input = { issueId, reach: 'PUBLIC', text: 'Wir sind dran.', tellReporter: false };
    worker.open.push(await send(office, worker, 'commentIssue', { ...input, idempotencyKey: randomUUID() }));
  },
};

const changeVisibility: Act = {
  fits: (issue) => isDefect(issue) && isMovable(issue),
  perform: async (office, worker, { id: issueId, isPublic }) => {
    worker.open.push(await send(office, worker, 'setIssueVisibility', { issueId, isPublic: !isPublic }));
  },
};

const flag: Act = {
  fits: isDefect,
  perform: async (office, worker, { id: issueId }) => {
    worker.flagged.push(await send(office, worker, 'flagIssue', { issueId, flag: 'SPAM', reason: 'Werbung' }));
  },
};

/** Keeps one report flagged, so that there is always a report that no copy may hold. */
const unflag: Act = {
  fits: () => true,
  perform: async (office, worker, issue) => {
    worker.open.push(issue);
    const [flagged] = worker.flagged.length > 1 ? worker.flagged.splice(0, 1) : [];
    if (flagged === undefined) return;
    worker.open.push(await send(office, worker, 'unflagIssue', { issueId: flagged.id }));
  },
};

/** Merges a report into another one. The merged report is not used again. */
const merge: Act = {
  fits: (issue) => isDefect(issue) && issue.status === 'SUBMITTED',
  perform: async (office, worker, { id: issueId, version }) => {
    const parent = worker.open.find((issue) => isDefect(issue) && isMovable(issue));
    if (parent === undefined) return;
    const input = { issueId, parentId: parent.id, version, tellReporter: false };
    await send(office, worker, 'mergeIssue', input);
  },
};

/** Acts in their order, repeated; null stands for a new report by a citizen. */
const acts: readonly (Act | null)[] = [
  null,
  move,
  comment,
  move,
  flag,
  null,
  changeVisibility,
  move,
  merge,
  flag,
  comment,
  moveAndUndo,
  unflag,
];

/** Performs the next act with the report that has waited longest of those that fit. If none fits, a citizen reports. */
async function takeTurn(office: Office, worker: Worker): Promise<void> {
  const act = acts[worker.turn++ % acts.length] ?? null;
  const place = act === null ? -1 : worker.open.findIndex((issue) => act.fits(issue));
  const [issue] = place === -1 ? [] : worker.open.splice(place, 1);
  if (act === null || issue === undefined) await makeReport(office, worker);
  else await act.perform(office, worker, issue);
}

async function makeReport({ port, reporting, mutations }: Office, { citizens, open, turn }: Worker): Promise<void> {
  const citizen = citizens[turn % citizens.length];
  if (citizen === undefined) throw new Error('nobody is there to report');
  const { id } = await report(port, citizen, reporting);
  mutations.push('reportIssue');
  open.push({ id, version: 1, status: 'SUBMITTED', kind: reporting.kind, isPublic: false, staffMoves: ['TRIAGED'] });
}

async function moveBundle(office: Office, worker: Worker, issues: readonly Known[]): Promise<void> {
  const input = { moves: issues.map((issue) => moveInput(office, issue)) };
  const query = `mutation($input: MoveIssuesInput!) { moveIssues(input: $input) {
    results { issue { ${issueFields} } userErrors { code path } } userErrors { code } } }`;
  const { moveIssues }: Data = await askData(office.port, worker.staff, query, { input });
  for (const { issue, userErrors } of moveIssues.results) {
    office.mutations.push('moveIssues');
    if (userErrors.length > 0) throw new Error(`a move was refused: ${JSON.stringify(userErrors)}`);
    worker.open.splice(
      worker.open.findIndex(({ id }) => id === issue.id),
      1,
      issue,
    );
  }
}

function moveInput({ deskId }: Office, { id, version, staffMoves }: Known): object {
  const to = targetOf(staffMoves);
  return { issueId: id, version, to, ...words, ...(to === 'ASSIGNED' && { deskId }) };
}

function targetOf(staffMoves: readonly string[]): string | undefined {
  return preferredMoves.find((to) => staffMoves.includes(to));
}

/** Returns the report after the mutation; throws when the mutation is refused. */
async function send(office: Office, worker: Worker, mutation: string, input: object): Promise<Known> {
  const issue = await trySend(office, worker, mutation, input);
  if (issue === null) throw new Error(`${mutation} was refused`);
  return issue;
}

/** Returns null when the mutation is refused with the code `expected`; throws at any other refusal. */
async function trySend(
  { port, mutations }: Office,
  { staff }: Worker,
  mutation: string,
  input: object,
  expected?: string,
): Promise<Known | null> {
  const type = `${mutation[0]?.toUpperCase()}${mutation.slice(1)}Input!`;
  const query = `mutation($input: ${type}) { ${mutation}(input: $input) {
    issue { ${issueFields} } userErrors { code path } } }`;
  const data: Data = await askData(port, staff, query, { input });
  const { issue, userErrors } = data[mutation];
  if (userErrors[0]?.code === expected && expected !== undefined) return null;
  if (userErrors.length > 0) throw new Error(`${mutation} was refused: ${JSON.stringify({ userErrors, input })}`);
  mutations.push(mutation);
  return issue as Known;
}

async function hireAdmin(port: number, { town, mail }: Pick<Stage, 'town' | 'mail'>, n: number): Promise<Person> {
  const email = `amt${n}@example.org`;
  const query = 'mutation($input: GrantRoleInput!) { grantRole(input: $input) { userErrors { code path } } }';
  const input = { municipalityId: town.municipalityId, role: 'ADMIN', email };
  const { grantRole }: Data = await askData(port, town.admin, query, { input });
  if (grantRole.userErrors.length > 0) throw new Error(JSON.stringify(grantRole.userErrors));
  return signInAdmin(port, mail, email, clientIp(7000 + n));
}

async function readDesk(port: number, admin: Client): Promise<string> {
  const query = 'query($ags: String!) { municipality(ags: $ags) { desks { id } } }';
  const { municipality }: Data = await askData(port, admin, query, { ags });
  return municipality.desks[0].id as string;
}

async function readBoard(port: number, admin: Client): Promise<Known[]> {
  const query = `query($ags: String!, $after: PageCursor) { municipality(ags: $ags) {
    issues(first: 100, after: $after) { nodes { ${issueFields} } pageInfo { hasNextPage endCursor } } } }`;
  const issues: Known[] = [];
  for (let after: string | null = null, isLast = false; !isLast;) {
    const { municipality }: Data = await askData(port, admin, query, { ags, after });
    issues.push(...(municipality.issues.nodes as Known[]));
    after = municipality.issues.pageInfo.endCursor as string;
    isLast = municipality.issues.pageInfo.hasNextPage !== true;
  }
  return issues;
}
