import { expect } from 'vitest';
import { toGlobalId } from '../../kernel/ids.ts';
import { givenCheck, givenPerson, givenPlace, givenStaff, type Place, type Somebody } from '../../testing/builders.ts';
import { ask, askData, type Data, type Identified } from '../../testing/client.ts';
import { openLink, readExport } from '../../testing/exports.ts';
import { givenCategory, givenIssue } from '../../testing/issues.ts';
import { type MailServer } from '../../testing/mail.ts';
import { type TestServer } from '../../testing/server.ts';
import { test } from '../../testing/fixtures.ts';

let other: Place;
let registrar: Somebody;
test.beforeAll(async ({ app, town }) => {
  other = await givenPlace(app, 'Nachbardorf');
  await givenStaff(app, town);
  registrar = await givenStaff(app, town, 'REGISTRAR');
});

test('a registrar hands out the data of this town; the person is told, and the trail keeps how it was checked', async ({
  app,
  mail,
}) => {
  const town = await givenPlace(app);
  const admin = await givenStaff(app, town);
  const registrar = await givenStaff(app, town, 'REGISTRAR');
  const anna = await givenPerson(app, town);
  await givenIssue(app, town, anna, { text: 'Gemeldet in Musterstadt.' });
  await givenIssue(app, other, anna, {
    text: 'Gemeldet im Nachbardorf.',
    categoryId: await givenCategory(app, other, 'DEFECT'),
  });
  const { path, userErrors } = await exportOf(app, town, registrar, emailOf(anna));
  expect(userErrors).toEqual([]);
  expect((await openLink(app, anna, path)).status).toBe(410);
  const { data, all } = await readExport(app, registrar, path);
  expect(data.Person?.rows).toMatchObject([{ email: emailOf(anna) }]);
  expect(all).toContain('Gemeldet in Musterstadt.');
  expect(all).not.toContain('Nachbardorf');
  expect((await openLink(app, registrar, path)).status).toBe(410);
  expect(await mailWith(mail, emailOf(anna), 'heruntergeladen')).toContain(
    'Dann melden Sie sich bitte sofort im Rathaus.',
  );
  const trail = await askData(
    app.port,
    admin,
    'query($ags: String!) { municipality(ags: $ags) { audit(first: 5, topic: PRIVACY) { nodes { kind reason } } } }',
    { ags: town.ags },
  );
  expect(trail.municipality.audit.nodes).toEqual([{ kind: 'DATA_HANDED_OUT', reason: 'Personalausweis' }]);
});

test('a registrar asks for the erasure of an account, which a mail undoes', async ({ app, town, mail }) => {
  const anna = await givenPerson(app, town);
  const { eraseAtCounter } = await askData(app.port, registrar, eraseMutation, inputFor(town, emailOf(anna)));
  expect(eraseAtCounter).toEqual({ erasesAt: expect.any(String), userErrors: [] });
  expect(await ask(app.port, anna, '{ viewer { id } }')).toEqual({ data: { viewer: null } });
  expect(await mailWith(mail, emailOf(anna), 'keep-account')).toContain('oder im Rathaus darum gebeten');
  const again = await askData(app.port, registrar, eraseMutation, inputFor(town, emailOf(anna)));
  expect(again.eraseAtCounter.userErrors).toEqual([{ code: 'NOT_IN_TOWN' }]);
});

test('unknown people, people of other towns and staff are refused; so are others than registrars, and old sign-ins', async ({
  app,
  town,
}) => {
  const stranger = await givenPerson(app, other);
  const staff = await givenStaff(app, town, 'EDITOR');
  expect((await exportOf(app, town, registrar, 'niemand@example.org')).userErrors).toEqual([{ code: 'NOT_IN_TOWN' }]);
  expect((await exportOf(app, town, registrar, emailOf(stranger))).userErrors).toEqual([{ code: 'NOT_IN_TOWN' }]);
  expect((await exportOf(app, town, registrar, emailOf(staff))).userErrors).toEqual([{ code: 'STAFF_THEMSELVES' }]);
  expect((await exportOf(app, town, registrar, 'keine Adresse')).userErrors).toEqual([{ code: 'BAD_EMAIL' }]);
  const anna = await givenPerson(app, town);
  for (const who of [anna, staff]) {
    const { errors } = await ask(app.port, who, exportMutation, inputFor(town, emailOf(anna)));
    expect(errors?.[0]?.extensions.code).toBe('FORBIDDEN');
  }
  const { errors } = await ask(app.port, registrar, eraseMutation, inputFor(town, emailOf(stranger), other));
  expect(errors?.[0]?.extensions.code).toBe('FORBIDDEN');
  const late = await givenStaff(app, town, 'REGISTRAR');
  await givenCheck(app, late, 16);
  expect((await exportOf(app, town, late, emailOf(anna))).userErrors).toEqual([{ code: 'SIGN_IN_AGAIN' }]);
});

test('a registrar cannot try many addresses', async ({ app, town }) => {
  const busy = await givenStaff(app, town, 'REGISTRAR');
  for (let i = 0; i < 30; i += 1) await exportOf(app, town, busy, `nr${i}@example.org`);
  const { errors } = await ask(app.port, busy, exportMutation, inputFor(town, 'nr31@example.org'));
  expect(errors?.[0]?.extensions.code).toBe('RATE_LIMITED');
});

const exportMutation = `mutation($input: ExportAtCounterInput!) { exportAtCounter(input: $input) { path userErrors { code } } }`;
const eraseMutation = `mutation($input: EraseAtCounterInput!) { eraseAtCounter(input: $input) { erasesAt userErrors { code } } }`;
const emailOf = ({ personId }: Somebody): string => `${personId}@example.org`;
const inputFor = (town: Place, email: string, at = town): Data => ({
  input: { municipalityId: toGlobalId('Municipality', at.municipalityId), email, seen: 'ID_CARD' },
});
const exportOf = async (app: TestServer, town: Place, who: Identified, email: string): Promise<Data> =>
  (await askData(app.port, who, exportMutation, inputFor(town, email))).exportAtCounter;

/** Text of the first mail to the address that holds these words. */
async function mailWith(mail: MailServer, email: string, words: string): Promise<string> {
  const { text } = await mail.next(email);
  return text.includes(words) ? text : mailWith(mail, email, words);
}
