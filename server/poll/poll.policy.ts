import { randomUUID } from 'node:crypto';
import { givenPerson } from '../testing/builders.ts';
import { askData, type Data } from '../testing/client.ts';
import { givenPhoto } from '../testing/photos.ts';
import { type Act, edge, mutation, node } from '../testing/policy/act.ts';
import { secondAdmin, type Town } from '../testing/policy/town.ts';
import { givenPoll } from '../testing/polls.ts';

const poll = (town: Town): string => town.poll.id;
const inKita = (town: Town): string => town.kitaPoll.id;
const byId = 'query($id: ID!) { it: poll(id: $id) { id title } }';
const results = '{ it: pollResults(pollId: $id) { __typename } }';
const cast = ['castVote(input: $input)', 'CastVoteInput!', 'ballot { options { id } }'] as const;
const voteIn = ({ id, options }: Town['poll']): object => ({ pollId: id, optionIds: [options[1]] });

export const acts: readonly Act[] = [
  edge('Municipality.polls', ({ id }) => id, 'anonymous', '{ edges { node { id title } } }'),
  edge('Municipality.pollsToVote', ({ id }) => id, 'anonymous', '{ id title }'),
  { field: 'Query.poll', witness: 'anonymous', prepare: (t) => ({ query: byId, variables: { id: poll(t) } }) },
  {
    field: 'Query.poll',
    variant: 'closed group',
    witness: 'citizen',
    prepare: (t) => ({ query: byId, variables: { id: inKita(t) } }),
  },
  ...[poll, inKita].flatMap((target): Act[] =>
    (['query', 'subscription'] as const).map((kind) => ({
      field: kind === 'query' ? 'Query.pollResults' : 'Subscription.pollResults',
      ...(target === inKita && { variant: 'closed group' }),
      witness: target === inKita ? 'citizen' : 'anonymous',
      prepare: (town) => ({ query: `${kind}($id: ID!) ${results}`, variables: { id: target(town) } }),
    })),
  ),
  {
    field: 'Query.myVote',
    variant: 'the citizen voted',
    witness: 'citizen',
    prepare: (t) => ({
      query: 'query($id: ID!) { it: myVote(pollId: $id) { options { id } } }',
      variables: { id: poll(t) },
    }),
  },
  node('Poll', poll, 'anonymous'),
  node('Poll', inKita, 'citizen', 'closed group'),
  node('PollOption', ({ poll: { options } }) => options[0] ?? '', 'anonymous'),
  node('PollOption', ({ kitaPoll: { options } }) => options[0] ?? '', 'citizen', 'closed group'),
  {
    field: 'node Question',
    variant: 'closed group',
    witness: 'citizen',
    prepare: async (town) => ({
      query: 'query($id: ID!) { it: node(id: $id) { id } }',
      variables: { id: await questionOf(town) },
    }),
  },
  edge('Poll.group', inKita, 'citizen', '{ id name }'),
  edge('Poll.municipality', inKita, 'citizen', '{ id }'),
  edge('Poll.post', poll, 'anonymous', '{ id title }'),
  edge('Poll.questions', inKita, 'citizen', '{ id text }'),
  edge('Poll.results', inKita, 'citizen', '{ __typename }'),
  edge('Poll.variants', inKita, 'citizen', '{ locale title questions { text options } }'),
  {
    field: 'PollOption.picture',
    witness: 'anonymous',
    prepare: async (town) => ({
      query: 'query($id: ID!) { node(id: $id) { ... on PollOption { it: picture { alt small { url } } } } }',
      variables: { id: await picturedIn(town) },
    }),
  },
  {
    field: 'Question.options',
    witness: 'citizen',
    prepare: async (town) => ({
      query: 'query($id: ID!) { node(id: $id) { ... on Question { it: options { id label } } } }',
      variables: { id: await questionOf(town) },
    }),
  },
  {
    field: 'Question.answers',
    witness: 'admin',
    prepare: async (town) => ({
      query: 'query($id: ID!) { node(id: $id) { ... on Question { it: answers { edges { node { text } } } } } }',
      variables: { id: await writtenTo(town) },
      shows: town.mark,
    }),
  },
  mutation('createPoll', 'admin', ['createPoll(input: $input)', 'CreatePollInput!', 'poll { id }'], (town) => ({
    groupId: town.group,
    title: `Frage ${town.mark}`,
    eligibility: 'SIGNED_IN',
    resultsVisibility: 'LIVE',
    questions: [{ text: 'Was wird gebaut?', kind: 'SINGLE', options: ['Rutsche', 'Schaukel'] }],
    closesAt: new Date(Date.now() + 3_600_000).toISOString(),
    idempotencyKey: randomUUID(),
  })),
  mutation('revisePoll', 'admin', ['revisePoll(input: $input)', 'RevisePollInput!', 'poll { id title }'], revision),
  mutation('discardPoll', 'admin', ['discardPoll(input: { pollId: $input })', 'ID!', 'discardedId'], async (town) => {
    return (await givenPoll(town.app, town.place, await secondAdmin(town), { isDraft: true })).id;
  }),
  mutation('castVote', 'citizen', cast, (town) => voteIn(town.poll)),
  mutation('castVote', 'citizen', cast, (town) => voteIn(town.kitaPoll), 'members of a closed group'),
  mutation('closePoll', 'admin', ['closePoll(input: { pollId: $input })', 'ID!', 'poll { id state }'], async (town) => {
    return (await givenPoll(town.app, town.place, await secondAdmin(town))).id;
  }),
  {
    field: 'Poll.outcome',
    witness: 'anonymous',
    prepare: async (town) => ({
      query: 'query($id: ID!) { node(id: $id) { ... on Poll { it: outcome { html excerpt } } } }',
      variables: { id: await endedIn(town) },
    }),
  },
  mutation('setOutcome', 'admin', ['setOutcome(input: $input)', 'SetOutcomeInput!', 'poll { id }'], async (town) => ({
    pollId: await endedIn(town),
    body: `Der Rat in ${town.mark} berät darüber.`,
  })),
  mutation('planReminder', 'admin', ['planReminder(input: $input)', 'PlanReminderInput!', 'poll { id }'], (town) => ({
    pollId: town.poll.id,
    isOn: true,
    at: new Date(Date.now() + 1_800_000).toISOString(),
  })),
  mutation(
    'confirmPoll',
    'admin',
    ['confirmPoll(input: { pollId: $input })', 'ID!', 'poll { id confirmedAt }'],
    async (town) => {
      const maker = await secondAdmin(town);
      const { id } = await givenPoll(town.app, town.place, maker, { resultsVisibility: 'AFTER_CONFIRMATION' });
      await askData(
        town.app.port,
        maker,
        'mutation($id: ID!) { closePoll(input: { pollId: $id }) { userErrors { code } } }',
        {
          id,
        },
      );
      return id;
    },
  ),
];

/** Input of revisePoll for a new poll that opens tomorrow. */
async function revision(town: Town): Promise<object> {
  const [tomorrow, later] = [1, 2].map((days) => new Date(Date.now() + days * 86_400_000).toISOString());
  const times = { opensAt: tomorrow, closesAt: later };
  const { id: pollId } = await givenPoll(town.app, town.place, await secondAdmin(town), times);
  return {
    pollId,
    version: 1,
    title: `Neue Frage ${town.mark}`,
    eligibility: 'SIGNED_IN',
    resultsVisibility: 'LIVE',
    questions: [{ text: 'Was wird gebaut?', kind: 'SINGLE', options: ['Rutsche', 'Schaukel'] }],
    ...times,
  };
}

const ended = new WeakMap<Town, Promise<string>>();

/** Id of a closed poll with an outcome; one per town. */
export function endedIn(town: Town): Promise<string> {
  const known = ended.get(town) ?? endPoll(town);
  ended.set(town, known);
  return known;
}

async function endPoll({ app, place, admin, mark }: Town): Promise<string> {
  const { id } = await givenPoll(app, place, admin, { title: `Beendet ${mark}` });
  await askData(app.port, admin, 'mutation($id: ID!) { closePoll(input: { pollId: $id }) { userErrors { code } } }', {
    id,
  });
  const input = { pollId: id, body: `Der Rat in ${mark} berät darüber.` };
  await askData(
    app.port,
    admin,
    'mutation($input: SetOutcomeInput!) { setOutcome(input: $input) { userErrors { code } } }',
    {
      input,
    },
  );
  return id;
}

const pictured = new WeakMap<Town, Promise<string>>();

/** Id of an option with a picture, in a poll of an open group; one per town. */
function picturedIn(town: Town): Promise<string> {
  const known = pictured.get(town) ?? showPicture(town);
  pictured.set(town, known);
  return known;
}

async function showPicture({ app, place, admin, mark }: Town): Promise<string> {
  const picture = await givenPhoto(app, place, admin, `Bank in ${mark}`);
  const options = ['Bank', 'Baum'];
  const question = { text: 'Was fehlt?', kind: 'SINGLE', options, pictures: [picture, null] };
  return (await givenPoll(app, place, admin, { questions: [question] })).options[0] ?? '';
}

const written = new WeakMap<Town, Promise<string>>();

/**
 * Id of the TEXT question of a closed poll with five voters, whose answers contain the mark of the town; one per town.
 */
function writtenTo(town: Town): Promise<string> {
  const known = written.get(town) ?? askInWords(town);
  written.set(town, known);
  return known;
}

async function askInWords(town: Town): Promise<string> {
  const { app, place, citizen, neighbour, clerk, admin, mark } = town;
  const questions = [{ text: 'Was fehlt?', kind: 'TEXT', options: [] }];
  const { id: pollId } = await givenPoll(app, place, admin, { questions });
  const { poll }: Data = await askData(app.port, admin, 'query($id: ID!) { poll(id: $id) { questions { id } } }', {
    id: pollId,
  });
  const questionId: string = poll.questions[0].id;
  const input = { pollId, optionIds: [], texts: [{ questionId, text: `Bänke in ${mark}` }] };
  const query = 'mutation($input: CastVoteInput!) { castVote(input: $input) { userErrors { code } } }';
  for (const voter of [citizen, neighbour, clerk, admin, await givenPerson(app, place)])
    await askData(app.port, voter, query, { input });
  await askData(app.port, admin, 'mutation($id: ID!) { closePoll(input: { pollId: $id }) { userErrors { code } } }', {
    id: pollId,
  });
  return questionId;
}

async function questionOf(town: Town): Promise<string> {
  const query = 'query($id: ID!) { poll(id: $id) { questions { id } } }';
  const data: Data = await askData(town.app.port, town.citizen, query, { id: inKita(town) });
  return data.poll.questions[0].id;
}
