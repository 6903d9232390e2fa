import { askData } from './harness/http.ts';
import { type Person, signInAdmin } from './harness/people.ts';
import { openPoll, vote, watchResults } from './harness/polls.ts';
import { type Product, startNodes } from './harness/product.ts';
import { openAcknowledged, type RawSocket } from './harness/raw.ts';
import { readReporting, report } from './harness/reports.ts';
import { type Findings, Problems, type StagedScenario } from './harness/scenario.ts';
import { makeAdmin, type Stage } from './harness/stage.ts';
import { becomesTrue, pause } from './harness/waiting.ts';

/**
 * Maximum time in milliseconds until the cut. The control waits only two seconds: without the cut more time changes
 * nothing.
 */
const cutWithinMs = 5000;

export const sessions: StagedScenario = {
  name: 'sessions',
  promise: 'signed out, role revoked, session expired with an open socket: data afterwards 0, cut within 5 s',
  control: {
    title: 'nobody is judged again when their standing changes, and sockets do not end with the session',
    patches: [
      {
        file: 'server/kernel/live/multicast.ts',
        find: '(standing) => void this.#reauthorize(standing)',
        replace: '() => undefined',
      },
      { file: 'server/kernel/live/socket.ts', find: `socket.close(4403, 'Forbidden');`, replace: '' },
    ],
  },
  attempt: endSessions,
};

interface Ending {
  readonly name: string;
  /** Opens the socket of a person whose permission ends in this case. */
  begin(): Promise<RawSocket>;
  /** Causes changes that this subscriber receives while it is authorised. */
  change(): Promise<void>;
  end(): Promise<void>;
  /** Expected close code of the socket, or `stream` when only the subscription ends. */
  readonly cut: 4403 | 'stream';
}

async function endSessions(stage: Stage, folder: string, isControl: boolean): Promise<Findings> {
  const { database, ...settings } = await stage.copyTown();
  const staff = 'personal@example.org';
  await makeAdmin(stage.product, settings, staff);
  const nodes = await startNodes(folder, 2, settings);
  const a = nodes[0]!.port;
  const b = nodes[1]!.port;
  const { admin, groupId, people } = stage.town;
  const poll = await openPoll(a, admin, groupId);
  const colleague = await signInAdmin(a, stage.mail, staff, '10.253.0.1');
  const reporting = await readReporting(a, admin);
  const leaving = people[0]!;
  const expiring = people[1]!;
  const others = people.slice(100).values();
  const other = (): Person => others.next().value!;
  const castVotes = async (): Promise<void> => {
    for (let n = 0; n < 3; n++) await vote(a, other(), poll, n);
  };
  const endings: Ending[] = [
    {
      name: 'signed out at the other process',
      begin: () => watchRaw(b, leaving, watchResults, poll.id),
      change: castVotes,
      end: async () => void (await askData(a, leaving, 'mutation { signOut { userErrors { code } } }')),
      cut: 4403,
    },
    {
      name: 'role revoked before the open board',
      begin: () => watchRaw(b, colleague, watchBoard, reporting.municipalityId),
      change: async () => void (await report(a, other(), reporting)),
      end: () => dismiss(a, stage, staff),
      cut: 'stream',
    },
    {
      name: 'session expired',
      begin: async () => {
        await expireSoon(stage, database, expiring);
        return watchRaw(b, expiring, watchResults, poll.id);
      },
      change: castVotes,
      end: () => pause(3500), // the session expires by itself
      cut: 4403,
    },
  ];
  const problems = new Problems();
  const figures: Record<string, string> = {};
  for (const ending of endings) figures[ending.name] = await tryEnding(ending, problems, isControl);
  await Promise.all(nodes.map((node: Product) => node.stop()));
  return { figures, problems: problems.list };
}

const watchBoard = 'subscription($id: ID!) { issueBoard(municipalityId: $id) { entries { id text } } }';

/** Changes before the end of the permission must arrive; afterwards the socket is cut in time and no change arrives. */
async function tryEnding(ending: Ending, problems: Problems, isControl: boolean): Promise<string> {
  const socket = await ending.begin();
  await ending.change();
  const isTold = await becomesTrue(() => nextCount(socket) > 1, 3000);
  problems.require(isTold, `${ending.name}: nothing was told before`);
  await ending.end();
  const ended = performance.now();
  const isCut = await becomesTrue(() => isEnded(socket, ending.cut), isControl ? 2000 : cutWithinMs, 20);
  const ms = Math.round(performance.now() - ended);
  problems.require(isCut, `${ending.name}: not cut in time`);
  if (ending.cut === 4403 && isCut) {
    problems.equal(`${ending.name}: close code`, (await socket.closing(100))?.code, 4403);
  }
  const before = nextCount(socket);
  await ending.change();
  await pause(500);
  const after = nextCount(socket) - before;
  problems.equal(`${ending.name}: data afterwards`, after, 0);
  socket.close();
  return isCut ? `cut after ${ms} ms, data afterwards ${after}` : `not cut, data afterwards ${after}`;
}

async function watchRaw(port: number, person: Person, query: string, id: string): Promise<RawSocket> {
  const socket = await openAcknowledged(port, person);
  socket.send({ id: '1', type: 'subscribe', payload: { query, variables: { id } } });
  const first = await socket.next(({ type }) => type === 'next' || type === 'error');
  if (first?.payload?.data == null) throw new Error(`cannot watch: ${JSON.stringify(first)}`);
  return socket;
}

function nextCount({ messages }: RawSocket): number {
  return messages.filter(({ type, payload }) => type === 'next' && payload?.data != null).length;
}

function isEnded(socket: RawSocket, cut: Ending['cut']): boolean {
  if (!socket.isOpen()) return true;
  return cut === 'stream' && socket.messages.some(({ type }) => type === 'error' || type === 'complete');
}

async function expireSoon(stage: Stage, database: string, { email }: Person): Promise<void> {
  await stage.postgres.execute(
    database,
    `update session set expires_at = now() + interval '4 seconds'
     where person_id = (select id from person where email = '${email}')`,
  );
}

/** Revokes the role as a colleague would: with the API, at the other process. */
async function dismiss(port: number, { town }: Stage, email: string): Promise<void> {
  const list = `query($ids: [ID!]!) { nodes(ids: $ids) { ... on Municipality { staff { personId email } } } }`;
  const { nodes } = await askData(port, town.admin, list, { ids: [town.municipalityId] });
  const somebody = nodes[0].staff.find((member: { email: string }) => member.email === email);
  const input = { municipalityId: town.municipalityId, personId: somebody.personId, role: 'ADMIN' };
  const revoke = 'mutation($input: RevokeRoleInput!) { revokeRole(input: $input) { userErrors { code } } }';
  const { revokeRole } = await askData(port, town.admin, revoke, { input });
  if (revokeRole.userErrors.length > 0) throw new Error(JSON.stringify(revokeRole.userErrors));
}
