import { expect } from 'vitest';
import { givenPerson, givenStaff, type Place } from '../../testing/builders.ts';
import { askData, type Identified } from '../../testing/client.ts';
import { givenCategory, reportInput } from '../../testing/issues.ts';
import { givenKey } from '../../testing/keys.ts';
import { makePicture, upload } from '../../testing/photos.ts';
import { type TestServer } from '../../testing/server.ts';
import { test } from '../../testing/fixtures.ts';

test('a photo that was sent without an account can be used with the proof of its upload only', async ({
  app,
  town,
}) => {
  const bytes = await makePicture();
  const { id, proof } = await upload(app.port, {}, town.ags, bytes);
  const other = await upload(app.port, {}, town.ags, bytes);
  const key = await givenKey(app, town, ['issues:write']);
  const citizen = await givenPerson(app, town);
  const strangers = [{}, citizen, await givenStaff(app, town), key];
  for (const who of strangers) expect([who, await codeFor(app, town, who, id)]).toEqual([who, 'UNKNOWN_PHOTO']);
  expect(await codeFor(app, town, {}, id, [other.proof, other.id, id, ''])).toBe('UNKNOWN_PHOTO');
  expect(await codeFor(app, town, key, id, [proof])).toBe('UNKNOWN_PHOTO');
  expect(await codeFor(app, town, {}, id, [other.proof, proof])).toBe('taken');
  // The sender may have signed in since the upload.
  expect(await codeFor(app, town, citizen, other.id, [other.proof])).toBe('taken');
});

test('an upload with an account returns no proof', async ({ app, town }) => {
  const sent = await upload(app.port, await givenPerson(app, town), town.ags, await makePicture());
  expect([sent.status, sent.proof]).toEqual([201, null]);
});

const report = 'mutation($input: ReportIssueInput!) { reportIssue(input: $input) { userErrors { code } } }';

/** Code of the refusal of a report with this photo; `taken` otherwise. */
async function codeFor(
  app: TestServer,
  town: Place,
  who: Identified,
  photoId: string,
  photoProofs?: readonly unknown[],
): Promise<string> {
  const input = reportInput(town, await givenCategory(app, town), { photoIds: [photoId], photoProofs });
  const { reportIssue } = await askData(app.port, who, report, { input });
  return reportIssue.userErrors[0]?.code ?? 'taken';
}
