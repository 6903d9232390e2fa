import { randomUUID } from 'node:crypto';
import { idOf, toGlobalId } from '../kernel/ids.ts';
import { openBrowser } from '../testing/browser.ts';
import { givenPerson } from '../testing/builders.ts';
import { askData } from '../testing/client.ts';
import { givenIssue, type GivenIssue, reportInput } from '../testing/issues.ts';
import { givenProvenPhoto, givenPhoto } from '../testing/photos.ts';
import { confirmationToken } from './issue.claims.service.ts';
import { type Act, edge, mutation, node } from '../testing/policy/act.ts';
import { keptFor } from '../testing/policy/kept.ts';
import type { Town } from '../testing/policy/town.ts';

const issue = (town: Town): string => town.issue.id;
const shown = (town: Town): string => town.publicIssue.id;
const read = (which: 'issue' | 'publicIssue', witness: Act['witness'], variant?: string): Act => ({
  field: 'Query.issue',
  ...(variant && { variant }),
  witness,
  prepare: (town) => ({
    query: 'query($ags: String!, $reference: String!) { it: issue(ags: $ags, reference: $reference) { id text } }',
    variables: { ags: town.place.ags, reference: town[which].reference },
  }),
});
const watched = (target: (town: Town) => string, witness: Act['witness'], variant?: string): Act => ({
  field: 'Subscription.issue',
  ...(variant && { variant }),
  witness,
  prepare: (town) => ({
    query: 'subscription($id: ID!) { it: issue(id: $id) { issue { id text } } }',
    variables: { id: target(town) },
  }),
});
/** A report of a new person, because reports are limited per person and hour. */
const reported = async (town: Town): Promise<GivenIssue> =>
  givenIssue(town.app, town.place, await givenPerson(town.app, town.place), { categoryId: town.categoryId });

/** A report that the clerk of the town has just moved and may still take back. */
const movedByClerk = async (town: Town): Promise<GivenIssue> => {
  const issue = await reported(town);
  const move = 'mutation($input: MoveIssueInput!) { moveIssue(input: $input) { userErrors { code } } }';
  const input = { issueId: issue.id, version: issue.version, to: 'TRIAGED', isUndoable: true };
  await askData(town.app.port, town.clerk, move, { input });
  return issue;
};

/** Global ids of the moves of a report as staff see them. */
async function stepsOf({ app, clerk }: Town, id: string): Promise<{ id: string; isTakenBack: boolean }[]> {
  const query = 'query($id: ID!) { node(id: $id) { ... on Issue { history { id isTakenBack } } } }';
  return (await askData(app.port, clerk, query, { id })).node.history;
}
const firstStepOf =
  (target: (town: Town) => string) =>
  async (town: Town): Promise<string> =>
    (await stepsOf(town, target(town)))[0]?.id ?? '';

/** A move of a public report that staff have taken back. */
const takenBackStep = keptFor(async (town) => {
  const { id } = await movedByClerk(town);
  const undo = 'mutation($id: ID!) { undoMove(input: { issueId: $id, version: 2 }) { userErrors { code } } }';
  const show =
    'mutation($id: ID!) { setIssueVisibility(input: { issueId: $id, isPublic: true }) { userErrors { code } } }';
  for (const change of [undo, show]) await askData(town.app.port, town.clerk, change, { id });
  return (await stepsOf(town, id)).find(({ isTakenBack }) => isTakenBack)?.id ?? '';
});

/** Act on the photo of a new report. */
const judged = (field: 'approvePhoto' | 'hidePhoto'): Act =>
  mutation(
    field,
    'clerk',
    [`${field}(input: { photoId: $input })`, 'ID!', 'photo { isApproved }'],
    async ({ app, place, categoryId }) => {
      const who = await givenPerson(app, place);
      const photoId = await givenPhoto(app, place, who);
      await givenIssue(app, place, who, { photoIds: [photoId], categoryId });
      return photoId;
    },
  );

/** Act on the photo of a new report, with further input. */
const ofPhoto = (field: 'removeIssuePhoto' | 'blurIssuePhoto', more: string): Act => ({
  field: `Mutation.${field}`,
  witness: 'admin', // a new person each time, because the mutations of a clerk are limited per minute
  prepare: async ({ app, place, categoryId }) => {
    const who = await givenPerson(app, place);
    const photoId = await givenPhoto(app, place, who);
    const { id: issueId } = await givenIssue(app, place, who, { photoIds: [photoId], categoryId });
    const call = `it: ${field}(input: { issueId: $issueId, photoId: $photoId${more} }) { issue { id } userErrors { code } }`;
    return { query: `mutation($issueId: ID!, $photoId: ID!) { ${call} }`, variables: { issueId, photoId } };
  },
});
const many = 'results { issue { id } userErrors { code } }';

export const acts: readonly Act[] = [
  edge('Municipality.issueCategories', ({ id }) => id, 'anonymous', '{ id name }'),
  edge('Municipality.issues', ({ id }) => id, 'clerk', '{ edges { node { id text } } }'),
  edge('Municipality.issueBoard', ({ id }) => id, 'clerk', '{ issues { edges { node { id text } } } }'),
  edge('Municipality.issueCounts', ({ id }) => id, 'clerk', '{ stage count }'),
  edge('Municipality.waitingPhotos', ({ id }) => id, 'clerk', '{ nodes { photo { id } issue { id text } } }'),
  edge('Municipality.publicIssues', ({ id }) => id, 'anonymous', '{ edges { node { id text } } }'),
  read('issue', 'clerk'),
  read('publicIssue', 'anonymous', 'public'),
  node('Issue', issue, 'clerk'),
  node('Issue', shown, 'anonymous', 'public'),
  node('IssueCategory', ({ categoryId }) => categoryId, 'anonymous'),
  node('IssueMove', firstStepOf(issue), 'clerk'),
  node('IssueMove', firstStepOf(shown), 'anonymous', 'public'),
  node('IssueMove', takenBackStep, 'clerk', 'taken back, of a public report'),
  edge('IssueMove.desk', firstStepOf(issue), 'clerk', '{ id name }'),
  edge('Issue.category', issue, 'clerk', '{ id name }'),
  edge('Issue.desk', issue, 'clerk', '{ id name }'),
  edge('Issue.history', issue, 'clerk', '{ to actorName message }'),
  edge('Issue.lastMove', issue, 'clerk', '{ to actorName }'),
  edge('Issue.municipality', issue, 'clerk', '{ id }'),
  edge('Issue.photos', issue, 'clerk', '{ id alt small { url } }'),
  edge('Issue.place', issue, 'clerk', '{ address point { lat lon } }'),
  edge('Issue.reporterEmail', issue, 'clerk', ''),
  { ...edge('Issue.reporterEmail', shown, 'clerk', ''), variant: 'public' },
  mutation(
    'reportIssue',
    'citizen',
    ['reportIssue(input: $input)', 'ReportIssueInput!', 'issue { id }'],
    ({ place, categoryId }) => reportInput(place, categoryId),
  ),
  {
    field: 'Mutation.confirmIssue',
    variant: 'who holds the link of the mail',
    witness: 'anonymous',
    prepare: async ({ app, place, categoryId }) => {
      const browser = openBrowser(app.port, `198.20.${byte()}.${byte()}`);
      const report = 'mutation($input: ReportIssueInput!) { reportIssue(input: $input) { issue { id } } }';
      const input = reportInput(place, categoryId, { email: `${randomUUID()}@example.org` });
      const { reportIssue: done } = await browser.askData(report, { input });
      const token = confirmationToken(app.services, idOf('Issue', done.issue.id));
      return {
        query:
          'mutation($input: ConfirmIssueInput!) { it: confirmIssue(input: $input) { issue { id } userErrors { code } } }',
        variables: { input: { token } },
      };
    },
  },
  mutation('moveIssue', 'clerk', ['moveIssue(input: $input)', 'MoveIssueInput!', 'issue { id }'], async (town) => {
    const { id: issueId, version } = await reported(town);
    return { issueId, version, to: 'TRIAGED', deskId: toGlobalId('Desk', town.place.deskId) };
  }),
  mutation(
    'undoMove',
    'clerk',
    ['undoMove(input: { issueId: $input, version: 2 })', 'ID!', 'issue { id }'],
    async (town) => (await movedByClerk(town)).id,
    'of the clerk of the town',
  ),
  mutation('moveIssues', 'clerk', ['moveIssues(input: $input)', 'MoveIssuesInput!', many], async (town) => {
    const { id: issueId, version } = await reported(town);
    return { moves: [{ issueId, version, to: 'TRIAGED' }] };
  }),
  mutation(
    'undoMoves',
    'clerk',
    ['undoMoves(input: { moves: $input })', '[UndoMoveInput!]!', many],
    async (town) => [{ issueId: (await movedByClerk(town)).id, version: 2 }],
    'of the clerk of the town',
  ),
  mutation(
    'setIssueVisibility',
    'clerk',
    ['setIssueVisibility(input: { issueId: $input, isPublic: true })', 'ID!', 'issue { id isPublic }'],
    async (town) => (await reported(town)).id,
  ),
  mutation(
    'markReading',
    'clerk',
    ['markReading(input: { issueId: $input, isReading: true })', 'ID!', 'userErrors { code }'],
    async (town) => (await reported(town)).id,
  ),
  judged('approvePhoto'),
  judged('hidePhoto'),
  mutation(
    'addIssuePhoto',
    'admin',
    ['addIssuePhoto(input: $input)', 'AddIssuePhotoInput!', 'issue { id photos { id } }'],
    async (town) => {
      const issueId = (await reported(town)).id;
      const { photoIds, photoProofs } = await givenProvenPhoto(town.app, town.place);
      return {
        issueId,
        photoId: photoIds[0],
        photoProof: photoProofs[0],
        stage: 'AFTER',
        idempotencyKey: randomUUID(),
      };
    },
  ),
  ofPhoto('removeIssuePhoto', ''),
  ofPhoto('blurIssuePhoto', ', boxes: [{ x: 0.1, y: 0.1, width: 0.2, height: 0.2 }]'),
  {
    field: 'Query.issuesNear',
    witness: 'anonymous',
    prepare: ({ id }) => ({
      query:
        'query($id: ID!, $point: PointInput!) { it: issuesNear(municipalityId: $id, point: $point) { issue { id text } } }',
      variables: { id, point: { lat: 50.6, lon: 7.2 } },
    }),
  },
  watched(issue, 'clerk'),
  watched(shown, 'anonymous', 'public'),
  {
    field: 'Subscription.issueBoard',
    witness: 'clerk',
    prepare: ({ id }) => ({
      query: 'subscription($id: ID!) { it: issueBoard(municipalityId: $id) { entries { id text } } }',
      variables: { id },
    }),
  },
  {
    field: 'Subscription.issueReaders',
    witness: 'clerk',
    prepare: ({ id }) => ({
      query: 'subscription($id: ID!) { it: issueReaders(municipalityId: $id) { readers { name } } }',
      variables: { id },
    }),
  },
  {
    field: 'Subscription.publicIssues',
    witness: 'anonymous',
    prepare: ({ id }) => ({
      query: 'subscription($id: ID!) { it: publicIssues(municipalityId: $id) { entries { id text } } }',
      variables: { id },
    }),
  },
];

function byte(): number {
  return Math.floor(Math.random() * 256);
}
