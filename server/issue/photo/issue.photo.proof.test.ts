import { afterAll, beforeAll, expect, test } from 'vitest';
import { givenPerson, givenPlace, givenStaff, type Place } from '../../testing/builders.ts';
import { askData, type Identified } from '../../testing/client.ts';
import { givenCategory, reportInput } from '../../testing/issues.ts';
import { givenKey } from '../../testing/keys.ts';
import { makePicture, upload } from '../../testing/photos.ts';
import { startTestServer, type TestServer } from '../../testing/server.ts';

let app: TestServer;
let place: Place;
beforeAll(async () => {
  app = await startTestServer();
  place = await givenPlace(app);
});
afterAll(() => app.stop());

const report = 'mutation($input: ReportIssueInput!) { reportIssue(input: $input) { userErrors { code } } }';

/** Code of the refusal of a report with this photo; `taken` otherwise. */
async function codeFor(who: Identified, photoId: string, photoProofs?: readonly unknown[]): Promise<string> {
  const input = reportInput(place, await givenCategory(app, place), { photoIds: [photoId], photoProofs });
  const { reportIssue } = await askData(app.port, who, report, { input });
  return reportIssue.userErrors[0]?.code ?? 'taken';
}

test('a photo that was sent without an account can be used with the proof of its upload only', async () => {
  const bytes = await makePicture();
  const { id, proof } = await upload(app.port, {}, place.ags, bytes);
  const other = await upload(app.port, {}, place.ags, bytes);
  const key = await givenKey(app, place, ['issues:write']);
  const citizen = await givenPerson(app, place);
  const strangers = [{}, citizen, await givenStaff(app, place), key];
  for (const who of strangers) expect([who, await codeFor(who, id)]).toEqual([who, 'UNKNOWN_PHOTO']);
  expect(await codeFor({}, id, [other.proof, other.id, id, ''])).toBe('UNKNOWN_PHOTO');
  expect(await codeFor(key, id, [proof])).toBe('UNKNOWN_PHOTO');
  expect(await codeFor({}, id, [other.proof, proof])).toBe('taken');
  // The sender may have signed in since the upload.
  expect(await codeFor(citizen, other.id, [other.proof])).toBe('taken');
});

test('an upload with an account returns no proof', async () => {
  const sent = await upload(app.port, await givenPerson(app, place), place.ags, await makePicture());
  expect([sent.status, sent.proof]).toEqual([201, null]);
});
