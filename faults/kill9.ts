import { askData } from './harness/http.ts';
import type { Person } from './harness/people.ts';
import { openPoll, type Poll, readTally, vote } from './harness/polls.ts';
import { type Product, type Settings, startProduct } from './harness/product.ts';
import { type Findings, Problems, type StagedScenario } from './harness/scenario.ts';
import { smallTown } from './harness/smallTown.ts';
import type { Stage, Town } from './harness/stage.ts';
import { pause } from './harness/waiting.ts';
import { acknowledgesEarly } from './controls.ts';

export const kill9: StagedScenario = {
  name: 'kill9',
  promise: 'kill -9 while votes arrive, on PostgreSQL and on PGlite: acknowledged = counted, lost 0, doubled 0',
  control: acknowledgesEarly,
  attempt: killRepeatedly,
};

async function killRepeatedly(stage: Stage, folder: string, isControl: boolean): Promise<Findings> {
  const kills = stage.isShort ? 2 : 5;
  const { database: _database, ...postgres } = await stage.copyTown();
  const onPostgres = await survive(folder, postgres, { ...stage.town, kills });
  if (isControl && onPostgres.problems.length > 0) {
    return { figures: { PostgreSQL: onPostgres.figures }, problems: onPostgres.problems };
  }
  const small = await smallTown(stage, isControl);
  const onPglite = await survive(folder, small.settings, { ...small.town, kills });
  return {
    figures: Object.fromEntries(
      Object.entries({ PostgreSQL: onPostgres, PGlite: onPglite }).map(([name, { figures }]) => [name, figures]),
    ),
    problems: [
      ...onPostgres.problems.map((problem) => `PostgreSQL, ${problem}`),
      ...onPglite.problems.map((problem) => `PGlite, ${problem}`),
    ],
  };
}

type Crowd = Town & { readonly kills: number };

async function survive(folder: string, settings: Settings, crowd: Crowd) {
  const problems = new Problems();
  const totals = { acknowledged: 0, unanswered: 0, lost: 0 };
  let server = await startProduct(folder, settings);
  for (let round = 0; round < crowd.kills; round++) {
    const poll = await openPoll(server.port, crowd.admin, crowd.groupId);
    const answers = await voteUntilKilled(server, crowd.people, poll);
    server = await startProduct(folder, settings);
    const lost = await judgeRound(server, crowd.people, poll, answers, problems);
    totals.acknowledged += answers.filter((answer) => answer === 'counted').length;
    totals.unanswered += answers.filter((answer) => answer === 'unanswered').length;
    totals.lost += lost;
  }
  await server.stop();
  problems.require(totals.unanswered > 0, 'no vote was under way at any kill');
  const { acknowledged, unanswered, lost } = totals;
  return {
    figures: `kills ${crowd.kills}, acknowledged ${acknowledged}, without an answer ${unanswered}, lost ${lost}`,
    problems: problems.list,
  };
}

/** People vote spread over a period; the process is killed when a third of them have an answer. */
async function voteUntilKilled(server: Product, people: readonly Person[], poll: Poll): Promise<readonly string[]> {
  let acknowledged = 0;
  const spreadMs = 8 * people.length;
  return Promise.all(
    people.map(async (person, n) => {
      await pause((spreadMs * n) / people.length);
      const answer = await vote(server.port, person, poll, n % 3);
      if (answer === 'counted' && ++acknowledged === Math.floor(people.length / 3)) await server.kill();
      return answer;
    }),
  );
}

/**
 * Checks that acknowledged votes are stored. Then everybody votes again, as a browser would, and no vote may count
 * twice.
 */
async function judgeRound(
  server: Product,
  people: readonly Person[],
  poll: Poll,
  answers: readonly string[],
  problems: Problems,
): Promise<number> {
  const votes = await Promise.all(people.map((person) => myVote(server.port, person, poll)));
  const lost = people.filter((_person, n) => answers[n] === 'counted' && votes[n] !== poll.options[n % 3]).length;
  problems.equal('acknowledged and lost', lost, 0);
  const tally = await readTally(server.port, people[0]!, poll);
  problems.equal('tally after the restart', tally.total, votes.filter((own) => own !== undefined).length);
  problems.equal('turnout after the restart', tally.turnout, tally.total);

  const again = await Promise.all(people.map((person, n) => vote(server.port, person, poll, n % 3)));
  problems.equal('accepted when repeated', again.filter((answer) => answer === 'counted').length, people.length);
  const intended = poll.options.map((_option, choice) => people.filter((_person, n) => n % 3 === choice).length);
  const final = await readTally(server.port, people[0]!, poll);
  problems.equal('tally when all have repeated their vote', final.votes.join(':'), intended.join(':'));
  problems.equal('turnout when all have repeated their vote', final.turnout, people.length);
  return lost;
}

async function myVote(port: number, person: Person, poll: Poll): Promise<string | undefined> {
  const query = 'query($id: ID!) { myVote(pollId: $id) { options { id } } }';
  return (await askData(port, person, query, { id: poll.id })).myVote?.options[0]?.id as string | undefined;
}
