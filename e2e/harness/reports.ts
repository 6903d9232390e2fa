import { randomUUID } from 'node:crypto';
import type { Data } from '../../faults/harness/http.ts';
import type { Person } from '../../faults/harness/people.ts';
import { category } from './issues.ts';
import { takePhoto } from './photos.ts';
import type { Stage } from './stage.ts';

export interface WithPhoto {
  readonly id: string;
  readonly reference: string;
  readonly photoId: string;
}

/** Reports with a photo over the API as a signed-in person. */
export async function reportWithPhoto(
  stage: Stage,
  as: Person,
  point: { readonly lat: number; readonly lon: number },
  picture?: Buffer,
): Promise<WithPhoto> {
  const photoId = await uploadPhoto(stage, as, picture ?? (await takePhoto()));
  const query = `query($ags: String!) { municipality(ags: $ags) { id issueCategories { id name kind } } }`;
  const { municipality } = await stage.ask(query, { ags: stage.town.ags });
  const { id: categoryId, kind } = municipality.issueCategories.find(({ name }: Data) => name === category);
  const input = {
    municipalityId: municipality.id,
    kind,
    categoryId,
    point,
    photoIds: [photoId],
    address: 'Linzer Straße 16',
    text: 'Hier ist ein Loch im Gehweg.',
    idempotencyKey: randomUUID(),
  };
  const { reportIssue: answer } = await stage.ask(reportMutation, { input }, as);
  if (answer.issue === null) throw new Error(`no report: ${JSON.stringify(answer.userErrors)}`);
  return { ...answer.issue, photoId };
}

/** Makes the report and its photo public as the town hall. */
export async function showToAll(stage: Stage, { id, photoId }: WithPhoto, clerk: Person): Promise<void> {
  const query = `mutation($id: ID!, $photoId: ID!) {
    report: setIssueVisibility(input: { issueId: $id, isPublic: true }) { userErrors { code } }
    photo: approvePhoto(input: { photoId: $photoId }) { userErrors { code } } }`;
  const { report, photo } = await stage.ask(query, { id, photoId }, clerk);
  const wrong = [...report.userErrors, ...photo.userErrors];
  if (wrong.length > 0) throw new Error(`not shown: ${JSON.stringify(wrong)}`);
}

/** Uploads a photo over HTTP; returns its id. */
export async function uploadPhoto(stage: Stage, { cookie, ip }: Person, picture: Buffer): Promise<string> {
  const response = await fetch(`${stage.town.origin}/upload/${stage.town.ags}`, {
    method: 'POST',
    headers: { cookie, 'x-forwarded-for': ip, 'apollo-require-preflight': 'true', 'photo-alt': 'Loch%20im%20Gehweg' },
    body: new Blob([new Uint8Array(picture)]),
  });
  const answer: Data = await response.json();
  if (!response.ok) throw new Error(`no photo: ${JSON.stringify(answer)}`);
  return answer.photo.id;
}

const reportMutation = `mutation($input: ReportIssueInput!) { reportIssue(input: $input) {
  issue { id reference } userErrors { code path } } }`;
