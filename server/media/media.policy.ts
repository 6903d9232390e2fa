import { givenAttachment } from '../testing/attachments.ts';
import { givenPerson } from '../testing/builders.ts';
import { askData } from '../testing/client.ts';
import { givenIssue } from '../testing/issues.ts';
import { givenPhoto } from '../testing/photos.ts';
import { type Act, edge, node } from '../testing/policy/act.ts';
import { keptFor } from '../testing/policy/kept.ts';
import { secondAdmin, type Town } from '../testing/policy/town.ts';
import { givenPoll } from '../testing/polls.ts';

/** The photo of the citizen's report, which is not approved. */
async function reported({ app, clerk, issue }: Town): Promise<string> {
  const query = 'query($id: ID!) { node(id: $id) { ... on Issue { photos { id } } } }';
  return (await askData(app.port, clerk, query, { id: issue.id })).node.photos[0].id;
}

/** An approved photo of a public report. */
const approved = keptFor(async (town) => {
  const { app, place, categoryId } = town;
  const reporter = await givenPerson(app, place);
  const photoId = await givenPhoto(app, place, reporter);
  const { id } = await givenIssue(app, place, reporter, { photoIds: [photoId], categoryId });
  const publish = `mutation($id: ID!, $photoId: ID!) {
    setIssueVisibility(input: { issueId: $id, isPublic: true }) { userErrors { code } }
    approvePhoto(input: { photoId: $photoId }) { userErrors { code } } }`;
  await askData(app.port, await secondAdmin(town), publish, { id, photoId });
  return photoId;
});

/** A photo that the citizen has sent and no object uses. */
const unused = keptFor(({ app, place, citizen }) => givenPhoto(app, place, citizen));

/** The picture of an option in a poll of the closed group. */
const pictured = keptFor(async (town) => {
  const { app, place, kita, author } = town;
  const picture = await givenPhoto(app, place, author, 'Eine rote Rutsche');
  const question = { text: 'Was?', kind: 'SINGLE', options: ['Rutsche', 'Schaukel'], pictures: [picture, null] };
  await givenPoll(app, place, author, { groupId: kita.id, eligibility: 'MEMBERS', questions: [question] });
  return picture;
});

/** An attachment that the citizen has sent and no object uses. */
const unusedPdf = keptFor(({ app, place, citizen }) => givenAttachment(app, place, citizen));

export const acts: readonly Act[] = [
  node('Photo', reported, 'clerk', 'of a report'),
  node('Photo', approved, 'anonymous', 'approved, of a public report'),
  node('Photo', unused, 'citizen', 'sent, not used'),
  node('Photo', pictured, 'citizen', 'of a poll in a closed group'),
  node('Attachment', unusedPdf, 'citizen', 'sent, not used'),
  edge('Photo.small', reported, 'clerk', '{ url }'),
  edge('Photo.large', reported, 'clerk', '{ url }'),
];
