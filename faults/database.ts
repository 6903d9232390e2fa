import { countWords, type Findings, Problems, type StagedScenario } from './harness/scenario.ts';
import { ask, type Reply } from './harness/http.ts';
import type { Person } from './harness/people.ts';
import { castVote, openPoll, type Poll, readTally, tallyOf, uuidOf, watchResults } from './harness/polls.ts';
import { type Product, startProduct } from './harness/product.ts';
import { openSocket, watch } from './harness/sockets.ts';
import type { Stage } from './harness/stage.ts';
import { becomesTrue, pause } from './harness/waiting.ts';
import { acknowledgesEarly } from './controls.ts';

export const databaseRestarted: StagedScenario = {
  name: 'database',
  promise: 'PostgreSQL restarted under load: only typed errors, acknowledged and lost 0, the process goes on',
  alone: 'it restarts the PostgreSQL of all scenarios',
  control: acknowledgesEarly,
  attempt: restart,
};

/** Votes of one person: the last acknowledged choice, and the choices sent since without an acknowledgement. */
interface Ledger {
  acknowledged?: number;
  open: number[];
}

async function restart(stage: Stage, folder: string): Promise<Findings> {
  const { database, ...settings } = await stage.copyTown();
  const server = await startProduct(folder, settings);
  const poll = await openPoll(server.port, stage.town.admin, stage.town.groupId);
  const people = stage.town.people.slice(0, 200);
  const socket = openSocket(server.port, { ip: '10.251.9.9' });
  const watcher = watch(socket, watchResults, { id: poll.id });
  const problems = new Problems();

  const load = startLoad(server, people, poll, problems);
  for (const mode of ['fast', 'immediate'] as const) {
    await pause(700);
    await stage.postgres.restart(mode);
  }
  await pause(700);
  load.isOver = true;
  const answers = await load.done;
  const isBack = await becomesTrue(async () => (await readTally(server.port, people[0]!, poll)).turnout > 0, 10_000);
  problems.require(isBack, 'the process did not find its database again');
  const lost = await countLost(stage, database, poll, load.ledgers, problems);
  const tally = await readTally(server.port, people[0]!, poll);
  const last = await watcher.until((message) => tallyOf(message, poll).turnout === tally.turnout, 15_000);
  problems.require(last !== undefined, 'the subscriber did not converge');
  problems.equal('tally', tally.total, tally.turnout);
  await socket.dispose();
  problems.equal('exit code', (await server.stop()).code, 0);
  return {
    figures: { restarts: 2, answers: countWords(answers), 'acknowledged and lost': lost, tally: tally.total },
    problems: problems.list,
  };
}

function startLoad(server: Product, people: readonly Person[], poll: Poll, problems: Problems) {
  const ledgers = new Map<Person, Ledger>(people.map((person) => [person, { open: [] }]));
  const load = { isOver: false, ledgers, done: Promise.resolve<string[]>([]) };
  const answers: string[] = [];
  const lanes = 20;
  const work = async (lane: number): Promise<void> => {
    const own = people.filter((_person, n) => n % lanes === lane);
    // Nobody votes again after an acknowledgement, because a later vote would hide the loss of an earlier one.
    for (const [n, person] of own.entries()) {
      let answer = '';
      while (answer !== 'counted' && !load.isOver) {
        answer = await voteOnce(server, person, ledgers.get(person)!, poll, n % 3, problems);
        answers.push(answer);
        await pause(150);
      }
    }
  };
  load.done = Promise.all(Array.from({ length: lanes }, (_, lane) => work(lane))).then(() => answers);
  return load;
}

async function voteOnce(
  server: Product,
  person: Person,
  ledger: Ledger,
  poll: Poll,
  choice: number,
  problems: Problems,
): Promise<string> {
  const reply = await ask(server.port, person, castVote, { id: poll.id, options: [poll.options[choice]] }).catch(
    (error: unknown) => String(error),
  );
  if (typeof reply !== 'string' && reply.errors === undefined && reply.data?.castVote.userErrors.length === 0) {
    ledger.acknowledged = choice;
    ledger.open = [];
    return 'counted';
  }
  ledger.open.push(choice);
  const code = typeof reply === 'string' ? reply : codeOf(reply);
  problems.require(typedCodes.includes(code), `an answer without a code that says what to do: ${code}`);
  return code;
}

/** Codes that are allowed while the database is down. */
const typedCodes = ['UNAVAILABLE', 'RATE_LIMITED'];

function codeOf(reply: Reply): string {
  return String(reply.errors?.[0]?.extensions?.code ?? `HTTP ${reply.status}`);
}

/**
 * Number of people whose acknowledged vote is lost. A stored ballot must be the last acknowledged choice or a later
 * one.
 */
async function countLost(
  stage: Stage,
  database: string,
  poll: Poll,
  ledgers: ReadonlyMap<Person, Ledger>,
  problems: Problems,
): Promise<number> {
  const ballots = await stage.postgres.rows<{ email: string; position: number }>(
    database,
    `select p.email, o.position from ballot b join person p on p.id = b.person_id
     join poll_option o on o.id = b.option_ids[1] where b.poll_id = '${uuidOf(poll.id)}'`,
  );
  const stored = new Map(ballots.map(({ email, position }) => [email, position]));
  let lost = 0;
  for (const [person, { acknowledged, open }] of ledgers) {
    const own = stored.get(person.email);
    const isThere = own === acknowledged || (own !== undefined && open.includes(own));
    if (acknowledged !== undefined && !isThere) lost++;
  }
  problems.equal('acknowledged and lost', lost, 0);
  return lost;
}
