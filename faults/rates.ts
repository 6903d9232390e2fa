import { ask, codesOf, type Client, type GraphQLAnswer } from './harness/http.ts';
import { openPoll, type Poll, vote } from './harness/polls.ts';
import { type Product, startNodes } from './harness/product.ts';
import { countWords, type Findings, Problems, type StagedScenario } from './harness/scenario.ts';
import { askOver, openSocket } from './harness/sockets.ts';
import type { Stage } from './harness/stage.ts';

export const rates: StagedScenario = {
  name: 'rates',
  promise: 'who floods is refused with retryAfter, on both transports and processes together; a hall of phones is not',
  control: {
    title: 'on the socket nobody counts',
    patches: [
      {
        file: 'server/kernel/live/socket.ts',
        find: 'admitOperation(contextValue, { schema, document, operationName, variables });',
        replace: '',
      },
    ],
  },
  attempt: tryRates,
};

const mutationsPerMinute = 120;
const costPerMinute = 50_000;
/** Tolerance in requests: two processes exchange their usage with a delay, so a few more may pass. */
const inFlight = 20;
/** Cost of `dear`: 100 times 3 points for loading, and 3 questions with 3 options each. */
const dearCost = 1545;
/** An expensive query: 100 polls with questions and options, none of which exists. */
const dear = `query($ids: [ID!]!) { nodes(ids: $ids) { ... on Poll { questions { options { id } } } } }`;
const join = 'mutation { joinGroup(input: { groupId: "x" }) { userErrors { code } } }';

/** Query of the home page of a town. */
const home = `query($ags: String!) { viewer { id roles { role } } municipality(ags: $ags) { id name isDemo modules
  centre { lat lon } desks { id name } townGroup { id name memberCount } viewerRoles { role }
  polls(state: OPEN, first: 20) { edges { node { id title closesAt group { id name } viewerHasVoted
    questions { id text options { id label } } results { __typename ... on PollTally { turnout
    questions { question { id } options { option { id label } votes } } } } } } pageInfo { hasNextPage endCursor } } } }`;

async function tryRates(stage: Stage, folder: string): Promise<Findings> {
  const { database: _database, ...settings } = await stage.copyTown();
  const nodes = await startNodes(folder, 2, settings);
  const a = nodes[0]!.port;
  const b = nodes[1]!.port;
  const { admin, groupId, people } = stage.town;
  const problems = new Problems();
  const poll = await openPoll(a, admin, groupId);
  const mutations = await flood(people[0]!, [a, b], join, {}, mutationsPerMinute + 60);
  const ids = Array<string>(100).fill('x');
  const cost = await flood(people[1]!, [a, b], dear, { ids }, 90);
  judge('mutations', mutations, mutationsPerMinute, problems);
  judge('cost', cost, Math.floor(costPerMinute / dearCost), problems);
  problems.equal('the neighbour', codesOf(await ask(b, people[2]!, join)).join(), 'NOT_FOUND');
  const hall = await tryHall(a, people.slice(3), poll, problems);
  await Promise.all(nodes.map((node: Product) => node.stop()));
  return {
    figures: { mutations: countWords(mutations.map(codeOf)), cost: countWords(cost.map(codeOf)), hall },
    problems: problems.list,
  };
}

/** Sends requests by turns over HTTP and WebSocket to both processes. */
async function flood(
  person: Client,
  ports: readonly [number, number],
  query: string,
  variables: Record<string, unknown>,
  count: number,
): Promise<GraphQLAnswer[]> {
  const sockets = ports.map((port) => openSocket(port, person));
  const answers: GraphQLAnswer[] = [];
  for (let n = 0; n < count; n++) {
    const port = ports[n % 2]!;
    const socket = sockets[n % 2]!;
    const isOver = n % 4 >= 2;
    answers.push(isOver ? await askOver(socket, query, variables) : await ask(port, person, query, variables));
  }
  await Promise.all(sockets.map((socket) => socket.dispose()));
  return answers;
}

function judge(name: string, answers: readonly GraphQLAnswer[], allowed: number, problems: Problems): void {
  const refused = answers.filter((answer) => codeOf(answer) === 'RATE_LIMITED');
  const answered = answers.length - refused.length;
  const isFair = answered >= allowed && answered <= allowed + inFlight;
  problems.require(isFair, `${name}: ${answered} answered where ${allowed} are allowed`);
  for (const { errors } of refused) {
    const retryAfter: unknown = errors?.[0]?.extensions?.retryAfter;
    const isFine = typeof retryAfter === 'number' && retryAfter > 0 && retryAfter <= 60;
    problems.require(isFine, `${name}: retryAfter ${String(retryAfter)}`);
  }
}

/** Everybody at one IP address: loads the page without an account and with one, then votes. */
async function tryHall(port: number, people: readonly Client[], poll: Poll, problems: Problems): Promise<string> {
  const ip = '10.254.0.1';
  const variables = { ags: '07138073' };
  const visits = people.map(async ({ cookie }, n) => {
    const looked = await ask(port, { ip }, home, variables);
    const signedIn = await ask(port, { ip, cookie }, home, variables);
    const voted = await vote(port, { ip, cookie }, poll, n % poll.options.length);
    return [...codesOf(looked), ...codesOf(signedIn), voted];
  });
  const words = (await Promise.all(visits)).flat();
  problems.equal('the hall', countWords(words), `counted ${people.length}`);
  return `${people.length} phones at one address: ${countWords(words)}`;
}

function codeOf(answer: GraphQLAnswer): string {
  return codesOf(answer)[0] ?? 'answered';
}
