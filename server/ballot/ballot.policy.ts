import { givenPoll } from '../testing/polls.ts';
import { secretRules, uuidOf } from '../testing/voter.ts';
import { type Act, edge, mutation } from '../testing/policy/act.ts';
import { wordsOf } from './ballot.recovery.rules.ts';
import { secretsOf } from './ballot.secrets.ts';
import { endedIn } from '../poll/poll.policy.ts';
import type { Town } from '../testing/policy/town.ts';

const secretPoll = ({ secretPoll: { id } }: Town): string => id;
/** Blinded key below any modulus; constant, so that a repeated request is answered like the first. */
const blinded = Buffer.alloc(384, 1).toString('base64url');

/** Secret poll of the whole town for one cell: the actor who may act changes it. */
const newSecretPoll = async ({ app, place, admin, group }: Town): Promise<string> =>
  (await givenPoll(app, place, admin, { ...secretRules, groupId: group })).id;
const enter = `mutation($input: EnterRecoverySheetInput!) { it: enterRecoverySheet(input: $input) {
  poll { id } userErrors { code } } }`;

export const acts: readonly Act[] = [
  edge('Poll.booth', secretPoll, 'citizen', '{ textHash }'),
  {
    field: 'Poll.resultSheet',
    witness: 'anonymous',
    prepare: async (town) => ({
      query: 'query($id: ID!) { node(id: $id) { ... on Poll { it: resultSheet { jsonUrl pdfUrl } } } }',
      variables: { id: await endedIn(town) },
    }),
  },
  mutation(
    'issueBallot',
    'citizen',
    ['issueBallot(input: $input)', 'IssueBallotInput!', 'blindSignature'],
    (town) => ({ pollId: secretPoll(town), blinded }),
    'members of a closed group',
  ),
  mutation('takeRecoverySheet', 'admin', ['takeRecoverySheet(input: { pollId: $input })', 'ID!', 'pdf'], newSecretPoll),
  {
    field: 'Mutation.enterRecoverySheet',
    witness: 'admin',
    prepare: async (town) => {
      const pollId = await newSecretPoll(town);
      const lose = 'update ballot_box.booth set key_lost_at = now() where poll_id = ?';
      await town.app.services.em.fork().execute(lose, [uuidOf(pollId)]);
      const key = await secretsOf(town.app.config).privateKey(uuidOf(pollId));
      return { query: enter, variables: { input: { pollId, words: wordsOf(key ?? Buffer.alloc(32)) } } };
    },
  },
];
