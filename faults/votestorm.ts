import { closePoll, openPoll, readTally, sum, uuidOf, vote, voteOver } from './harness/polls.ts';
import { startNodes } from './harness/product.ts';
import { countWords, type Findings, Problems, type StagedScenario } from './harness/scenario.ts';
import { askOver, openSocket } from './harness/sockets.ts';
import type { Stage } from './harness/stage.ts';
import { pause } from './harness/waiting.ts';

const voters = 200;
const votesEach = 10;

/** Each person sends four votes over HTTP and six over WebSocket, through both processes and with changing choices. */
export const voteStorm: StagedScenario = {
  name: 'votestorm',
  promise: '2,000 concurrent votes by 200 people into two processes: counted 200, doubled 0',
  control: {
    title: 'the replaced choice is read from the snapshot instead of the locked row',
    patches: [
      {
        file: 'server/poll/poll.ballots.ts',
        find: 'previous_option_ids = b.option_ids',
        replace: `previous_option_ids = (
      select s.option_ids from ballot s where s.poll_id = b.poll_id and s.person_id = b.person_id)`,
      },
    ],
  },
  attempt: storm,
};

async function storm(stage: Stage, folder: string): Promise<Findings> {
  const { database, ...settings } = await stage.copyTown();
  const nodes = await startNodes(folder, 2, settings);
  const a = nodes[0]!.port;
  const b = nodes[1]!.port;
  const poll = await openPoll(a, stage.town.admin, stage.town.groupId);
  const people = stage.town.people.slice(0, voters);
  const sockets = people.map((person) => [openSocket(a, person), openSocket(b, person)] as const);
  await Promise.all(sockets.flat().map((socket) => askOver(socket, '{ viewer { id } }', {})));

  // A lock stalls the database, so that votes queue in both processes and then reach the database at the same time.
  const id = uuidOf(poll.id);
  const stall = stage.postgres.execute(
    database,
    `select 1 from poll where id = '${id}' for update; select pg_sleep(2)`,
  );
  await pause(300);
  const started = performance.now();
  // All n-th votes are sent at once, so that both processes hold votes of the same people at the same time.
  const waves = Array.from({ length: votesEach }, (_, k) =>
    people.map((person, n) => {
      const choice = (n + k) % 3;
      const side = k % 2;
      return k < 4 ? vote(side === 0 ? a : b, person, poll, choice) : voteOver(sockets[n]![side]!, poll, choice);
    }),
  );
  const answers = await Promise.all(waves.flat());
  const ms = performance.now() - started;
  await stall;
  await Promise.all(sockets.flat().map((socket) => socket.dispose()));

  const problems = new Problems();
  problems.equal('answered "counted"', answers.filter((answer) => answer === 'counted').length, voters * votesEach);
  const open = await readTally(b, people[0]!, poll);
  const [counted] = await stage.postgres.rows<{ ballots: number; people: number; choices: number[] }>(
    database,
    `select count(*) as ballots, count(distinct person_id) as people,
       (select json_agg((select count(*) from ballot where o.id = any(option_ids)) order by o.position)
        from poll_option o join question q on q.id = o.question_id where q.poll_id = '${id}') as choices
     from ballot where poll_id = '${id}'`,
  );
  problems.equal('tally', open.total, voters);
  problems.equal('turnout', open.turnout, voters);
  problems.equal('ballots', counted?.ballots, voters);
  problems.equal('people with a ballot', counted?.people, voters);
  problems.equal('tally by choice', open.votes.join(':'), counted?.choices.join(':'));
  await closePoll(b, stage.town.admin, poll);
  const closed = await readTally(a, people[0]!, poll);
  problems.equal('tally after the close', closed.total, voters);
  await Promise.all(nodes.map((node) => node.stop()));
  return {
    figures: {
      votes: answers.length,
      answers: countWords(answers),
      'tally before the close': `${sum(open.votes)} (${open.votes.join(':')})`,
      turnout: open.turnout,
      doubled: (counted?.ballots ?? 0) - (counted?.people ?? 0),
      'per second': Math.round(answers.length / (ms / 1000)),
    },
    problems: problems.list,
  };
}
