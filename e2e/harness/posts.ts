import { randomUUID } from 'node:crypto';
import type { Data } from '../../faults/harness/http.ts';
import type { Person } from '../../faults/harness/people.ts';
import type { Stage } from './stage.ts';

export interface OpenGroup {
  readonly id: string;
  readonly name: string;
}

/** A group of the seed that anybody may follow, and that is not the town's own. */
export async function openGroup(stage: Stage): Promise<OpenGroup> {
  const { municipality } = await stage.ask(groupsQuery, { ags: stage.town.ags });
  const nodes: (OpenGroup & { joinPolicy: string; isTown: boolean })[] = municipality.groups.edges.map(
    (edge: Data) => edge.node,
  );
  const group = nodes.find(({ joinPolicy, isTown }) => joinPolicy === 'OPEN' && !isTown);
  if (group === undefined) throw new Error('the seed has no open group');
  return group;
}

/** Published at once by the editor; returns the post's id. */
export async function publishPost(stage: Stage, groupId: string, title: string): Promise<string> {
  const input = { groupIds: [groupId], title, body: 'Der Text dazu.', isDraft: false, idempotencyKey: randomUUID() };
  const { createPost: answer } = await stage.ask(createMutation, { input }, await stage.staff('redaktion'));
  if (answer.post === null) throw new Error(`no post: ${JSON.stringify(answer.userErrors)}`);
  return answer.post.id;
}

/** Follows the group and asks for its mails. */
export async function askForMail(stage: Stage, groupId: string, as: Person): Promise<void> {
  const { joinGroup } = await stage.ask(joinMutation, { groupId }, as);
  const { setPreference } = await stage.ask(mailMutation, { input: { groupId, channel: 'EMAIL', isOn: true } }, as);
  const refusals = [...joinGroup.userErrors, ...setPreference.userErrors];
  if (refusals.length > 0) throw new Error(`no mails: ${JSON.stringify(refusals)}`);
}

const groupsQuery = `query($ags: String!) { municipality(ags: $ags) { groups(first: 50) {
  edges { node { id name joinPolicy isTown } } } } }`;
const createMutation = `mutation($input: CreatePostInput!) { createPost(input: $input) {
  post { id } userErrors { code path } } }`;
const joinMutation = 'mutation($groupId: ID!) { joinGroup(groupId: $groupId) { userErrors { code } } }';
const mailMutation = 'mutation($input: SetPreferenceInput!) { setPreference(input: $input) { userErrors { code } } }';
