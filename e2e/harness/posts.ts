import { randomUUID } from 'node:crypto';
import type { Data } from '../../faults/harness/http.ts';
import type { Person } from '../../faults/harness/people.ts';
import type { Stage } from './stage.ts';

export interface OpenGroup {
  readonly id: string;
  readonly name: string;
}
export interface NewPost {
  readonly id: string;
  readonly title: string;
  readonly version: number;
}

/** The town group and the groups of the seed that anybody may follow. */
export async function openGroups(stage: Stage): Promise<{ town: OpenGroup; open: readonly OpenGroup[] }> {
  const { municipality } = await stage.ask(groupsQuery, { ags: stage.town.ags });
  const groups = municipality.groups.edges.map(({ node }: Data) => node);
  const open = groups.filter(({ isTown, joinPolicy }: Data) => !isTown && joinPolicy === 'OPEN');
  return { town: groups.find(({ isTown }: Data) => isTown), open };
}

export async function openGroup(stage: Stage): Promise<OpenGroup> {
  const [group] = (await openGroups(stage)).open;
  if (group === undefined) throw new Error('the seed has no open group');
  return group;
}

/** Publishes a post at once as the editor; returns its id. */
export async function publishPost(stage: Stage, groupId: string, title: string): Promise<string> {
  return (await publishTo(stage, [groupId], title)).id;
}

export async function publishTo(
  stage: Stage,
  groupIds: readonly string[],
  title: string,
  more: object = {},
): Promise<NewPost> {
  const input = { groupIds, title, body: 'Der Text dazu.', isDraft: false, idempotencyKey: randomUUID(), ...more };
  return postOf((await stage.ask(createMutation, { input }, await stage.staff('redaktion'))).createPost);
}

/** Revises a post and states the change to its readers. */
export async function revisePost(stage: Stage, post: NewPost, change: string): Promise<NewPost> {
  const { id: postId, title, version } = post;
  const input = { postId, version, title, body: 'Der Text steht nun anders da.', change };
  return postOf((await stage.ask(reviseMutation, { input }, await stage.staff('redaktion'))).revisePost);
}

export async function withdrawPost(stage: Stage, { id }: NewPost): Promise<void> {
  postOf((await stage.ask(withdrawMutation, { id }, await stage.staff('redaktion'))).withdrawPost);
}

export async function joinGroup(stage: Stage, groupId: string, as: Person): Promise<void> {
  const { joinGroup } = await stage.ask(joinMutation, { groupId }, as);
  if (joinGroup.userErrors.length > 0) throw new Error(`not joined: ${JSON.stringify(joinGroup.userErrors)}`);
}

/** Follows the group and chooses its e-mails. */
export async function askForMail(stage: Stage, groupId: string, as: Person): Promise<void> {
  await joinGroup(stage, groupId, as);
  const { setPreference } = await stage.ask(
    mailMutation,
    { input: { groupId, interest: 'GROUP', channel: 'EMAIL', mode: 'NOW' } },
    as,
  );
  if (setPreference.userErrors.length > 0) throw new Error(`no mails: ${JSON.stringify(setPreference.userErrors)}`);
}

function postOf({ post, userErrors }: Data): NewPost {
  if (userErrors.length > 0) throw new Error(`post refused: ${JSON.stringify(userErrors)}`);
  return post;
}

const groupsQuery = `query($ags: String!) { municipality(ags: $ags) { groups(first: 50) {
  edges { node { id name joinPolicy isTown } } } } }`;
const answer = 'post { id title version } userErrors { code path }';
const createMutation = `mutation($input: CreatePostInput!) { createPost(input: $input) { ${answer} } }`;
const reviseMutation = `mutation($input: RevisePostInput!) { revisePost(input: $input) { ${answer} } }`;
const withdrawMutation = `mutation($id: ID!) { withdrawPost(input: { postId: $id }) { ${answer} } }`;
const joinMutation = 'mutation($groupId: ID!) { joinGroup(input: { groupId: $groupId }) { userErrors { code } } }';
const mailMutation = 'mutation($input: SetPreferenceInput!) { setPreference(input: $input) { userErrors { code } } }';
