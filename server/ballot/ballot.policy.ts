import { type Act, edge, mutation } from '../testing/policy/act.ts';
import { endedIn } from '../poll/poll.policy.ts';
import type { Town } from '../testing/policy/town.ts';

const secretPoll = ({ secretPoll: { id } }: Town): string => id;
/** Blinded key below any modulus; constant, so that a repeated request is answered like the first. */
const blinded = Buffer.alloc(384, 1).toString('base64url');

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
];
