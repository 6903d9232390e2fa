import { randomUUID } from 'node:crypto';
import { toGlobalId } from '../kernel/ids.ts';
import { givenPerson } from '../testing/builders.ts';
import { openIdea } from '../testing/ideas.ts';
import { decideNotice, givenNotice } from '../testing/notices.ts';
import { type Act, edge, mutation, node } from '../testing/policy/act.ts';
import { secondAdmin, type Town } from '../testing/policy/town.ts';

/** Id of a new open notice about a new idea. */
async function noticeOf(town: Town): Promise<string> {
  const { app, place, mark } = town;
  const author = await givenPerson(app, place);
  const objectId = await openIdea(app, place, author, await secondAdmin(town), { title: `Idee ${mark}` });
  return givenNotice(app, await givenPerson(app, place), objectId);
}

const open = new WeakMap<Town, Promise<string>>();
/** Id of a notice that stays open; one per town. */
function openNoticeOf(town: Town): Promise<string> {
  const made = open.get(town) ?? noticeOf(town);
  open.set(town, made);
  return made;
}

interface Decided {
  readonly noticeId: string;
  readonly decisionId: string;
}
const decided = new WeakMap<Town, Promise<Decided>>();
function decidedOf(town: Town): Promise<Decided> {
  const made = decided.get(town) ?? decide(town);
  decided.set(town, made);
  return made;
}

async function decide(town: Town): Promise<Decided> {
  const noticeId = await noticeOf(town);
  const { decision } = await decideNotice(town.app, await secondAdmin(town), noticeId, 'KEPT');
  return { noticeId, decisionId: decision.id };
}

const idOfNotice = async (town: Town): Promise<string> => (await decidedOf(town)).noticeId;
const idOfDecision = async (town: Town): Promise<string> => (await decidedOf(town)).decisionId;

export const acts: readonly Act[] = [
  node('Notice', idOfNotice, 'admin'),
  node('NoticeDecision', idOfDecision, 'admin'),
  edge('Notice.decision', idOfNotice, 'admin', '{ id statement }'),
  edge('Notice.subject', idOfNotice, 'admin', '{ id }'),
  edge('NoticeDecision.subject', idOfDecision, 'admin', '{ id }'),
  {
    field: 'Municipality.notices',
    witness: 'admin',
    prepare: async (town) => {
      await openNoticeOf(town);
      const query = `query($id: ID!) { node(id: $id) { ... on Municipality { it: notices { edges { node { id quote } } } } } }`;
      return { query, variables: { id: toGlobalId('Municipality', town.place.municipalityId) } };
    },
  },
  {
    field: 'Subscription.notices',
    witness: 'admin',
    prepare: ({ id }) => ({
      query: 'subscription($id: ID!) { it: notices(municipalityId: $id) { reset } }',
      variables: { id },
    }),
  },
  mutation(
    'sendNotice',
    'anonymous',
    ['sendNotice(input: $input)', 'SendNoticeInput!', 'notice { id }'],
    async (town) => ({
      objectId: await openIdea(town.app, town.place, await givenPerson(town.app, town.place), await secondAdmin(town)),
      reason: 'INSULT',
      idempotencyKey: randomUUID(),
    }),
  ),
  mutation(
    'decideNotice',
    'admin',
    ['decideNotice(input: $input)', 'DecideNoticeInput!', 'notice { id }'],
    async (town) => ({ noticeId: await noticeOf(town), verdict: 'KEPT', statement: 'Das ist erlaubt.' }),
  ),
];
