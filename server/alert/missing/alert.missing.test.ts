import { randomUUID } from 'node:crypto';
import sharp from 'sharp';
import { expect } from 'vitest';
import { idOf } from '../../kernel/ids.ts';
import { alertInput, approved, decide, sendDrill, sendWarning } from '../../testing/alerts.ts';
import { givenStaff, type Place, type Somebody } from '../../testing/builders.ts';
import { connect, type Data, watch } from '../../testing/client.ts';
import { givenKey } from '../../testing/keys.ts';
import { makePortrait, missingAlert, readMissing, sendMissing, uploadPortrait } from '../../testing/missing.ts';
import { type TestServer } from '../../testing/server.ts';
import { removeMissingPerson } from './alert.missing.events.ts';
import { removeIfDue } from './alert.missing.removal.service.ts';
import { test } from '../../testing/fixtures.ts';

let warner: Somebody;
let second: Somebody;
test.beforeAll(async ({ app, town }) => {
  warner = await givenStaff(app, town, 'WARNER');
  second = await givenStaff(app, town, 'WARNER');
});

test('only a real warning from the template names a person, and has to', async ({ app, town }) => {
  expect(codesOf(await send(app, town, {}, null))).toEqual(['MISSING_PERSON_REQUIRED']);
  expect(codesOf(await send(app, town, {}, { name: ' ' }))).toEqual(['TOO_SHORT']);
  expect(codesOf(await sendWarning(app, town, warner, {}, { missingPerson: person }))).toEqual([
    'MISSING_PERSON_NOT_NAMED',
  ]);
  const slots = [{ name: 'PLACE', value: 'Altstadt' }];
  const texts = [{ locale: 'de', headline: 'Wer hilft?', description: 'Bitte auf die Seite sehen.', instructions: [] }];
  const noReference = await send(app, town, { slots, texts });
  expect(noReference.userErrors).toMatchObject([{ code: 'POLICE_REFERENCE_REQUIRED', path: ['alert', 'slots'] }]);
  expect(codesOf(await send(app, town, {}, { ...person, photoId: randomUUID() }))).toEqual(['UNKNOWN_PHOTO']);
  const drill = await sendDrill(app, town, warner, missingAlert(), { template: 'missingPerson' });
  expect(drill.userErrors).toEqual([]);
  expect((await readMissing(app, `${drill.incident.id}.json`)).status).toBe(404);
});

test('no text, slot, area, phone or reason may hold a word of the name', async ({ app, town }) => {
  const text = (field: string, words: string) => {
    const plain = { locale: 'de', headline: 'Suche am Rhein', description: 'Bitte helfen Sie.', instructions: ['Wo?'] };
    return { texts: [{ ...plain, [field]: field === 'instructions' ? [words] : words }] };
  };
  const slot = (value: string) => ({ slots: [...(missingAlert() as Data).slots.slice(1), { name: 'PLACE', value }] });
  const faults: [object, string[]][] = [
    [text('headline', 'Lieselotte wird vermisst'), ['alert', 'texts', '0', 'headline']],
    [text('description', 'Frau QUANDT, 78 Jahre'), ['alert', 'texts', '0', 'description']],
    [text('instructions', 'Rufen Sie nach Liéselotte.'), ['alert', 'texts', '0', 'instructions', '0']],
    [{ area: 'Quandts Garten' }, ['alert', 'area']],
    [{ phone: '112 (Quandt)' }, ['alert', 'phone']],
  ];
  for (const [alert, path] of faults) {
    expect((await send(app, town, alert)).userErrors).toMatchObject([{ code: 'NAME_IN_TEXT', path }]);
  }
  expect(codesOf(await send(app, town, slot('Haus Quandt')))).toContain('NAME_IN_TEXT');
  // Words of the template are family names, too.
  const { incident, userErrors } = await send(app, town, {}, { name: 'Anna Keller' });
  expect(userErrors).toEqual([]);
  expect(codesOf(await update(app, incident, {}, text('description', 'Anna ist 9 Jahre alt.')))).toEqual([
    'NAME_IN_TEXT',
  ]);
  const words = [{ locale: 'de', headline: 'Anna ist da', description: 'Danke.', instructions: [] }];
  expect((await end(app, incident, { texts: words })).userErrors).toMatchObject([
    { code: 'NAME_IN_TEXT', path: ['texts', '0', 'headline'] },
  ]);
  expect((await end(app, incident)).userErrors).toEqual([]);
  const waiting = (await write(app, town)).incident.waitingAlerts[0];
  const refuse = (reason: string) =>
    decide(app, second, 'refuseAlert', 'RefuseAlertInput', { alertId: waiting.id, reason });
  expect(codesOf(await refuse('Frau Quandt ist zu Hause.'))).toEqual(['NAME_IN_TEXT']);
  expect((await refuse('Sie ist zu Hause.')).userErrors).toEqual([]);
});

test('everybody reads person and photo while the incident goes on; nobody may store them, and the photo has no metadata', async ({
  app,
  town,
  citizen,
}) => {
  const portrait = await makePortrait('Aufgenommen im Garten');
  expect(await uploadPortrait(app, town, citizen, portrait)).toMatchObject({ status: 403, code: 'FORBIDDEN' });
  expect(await uploadPortrait(app, town, {}, portrait)).toMatchObject({ status: 401, code: 'UNAUTHENTICATED' });
  expect(await uploadPortrait(app, town, warner, Buffer.from('no picture'))).toMatchObject({
    code: 'UNSUPPORTED_TYPE',
  });
  const { id: photoId, status } = await uploadPortrait(app, town, warner, portrait);
  expect(status).toBe(201);
  expect((await readMissing(app, `photo/${photoId}.webp`, warner)).status).toBe(404); // no alert uses it yet
  const { incident, userErrors } = await send(app, town, {}, { ...person, photoId });
  expect(userErrors).toEqual([]);
  const answer = await readMissing(app, `${incident.id}.json`);
  expect(answer.headers.get('cache-control')).toBe('no-store');
  expect(answer.headers.get('x-robots-tag')).toContain('noindex');
  expect(await answer.json()).toEqual({
    person: {
      id: photoId,
      ...person,
      policeReference: 'POL-2026-4711',
      phone: '02224 18060',
      photo: `/missing/photo/${photoId}.webp`,
    },
  });
  const photo = await readMissing(app, `photo/${photoId}.webp`, citizen);
  expect([photo.headers.get('cache-control'), photo.headers.get('content-type')]).toEqual(['no-store', 'image/webp']);
  const bytes = Buffer.from(await photo.arrayBuffer());
  expect((await sharp(bytes).metadata()).exif).toBeUndefined();
  expect(bytes.includes('Garten')).toBe(false);
  const { key } = await givenKey(app, town, ['alerts:read']);
  for (const path of [`${incident.id}.json`, `photo/${photoId}.webp`]) {
    const asPartner = await fetch(`http://127.0.0.1:${app.port}/missing/${path}`, {
      headers: { authorization: `Bearer ${key}` },
    });
    expect(asPartner.status, path).toBe(404);
  }
  // The photo is in use: a second warning cannot take it.
  expect(codesOf(await send(app, town, {}, { ...person, photoId }))).toEqual(['UNKNOWN_PHOTO']);
});

test('the second person sees who is named before anybody else, and approves exactly that', async ({
  app,
  town,
  citizen,
}) => {
  const { incident } = await write(app, town);
  const [alert] = incident.waitingAlerts;
  expect(await shownOf(app, alert.id, second)).toMatchObject({ person: { name: person.name, photo: null } });
  for (const who of [{}, citizen]) {
    expect((await readMissing(app, `${alert.id}.json`, who)).status).toBe(404);
    expect((await readMissing(app, `${incident.id}.json`, who)).status).toBe(404);
  }
  const approve = { alertId: alert.id, contentHash: alert.contentHash };
  expect((await decide(app, second, 'approveAlert', 'ApproveAlertInput', approve)).userErrors).toEqual([]);
  expect(await shownOf(app, incident.id)).toMatchObject({ person: { name: person.name } });
  const again = (await write(app, town)).incident;
  expect(again.waitingAlerts[0].contentHash).not.toBe(alert.contentHash);
  const refused = { alertId: again.waitingAlerts[0].id, reason: 'Falscher Ort.' };
  await decide(app, second, 'refuseAlert', 'RefuseAlertInput', refused);
  expect(await rowsOf(app, again)).toBe(0);
});

test('an update keeps the person or replaces it, with the same photo or another', async ({ app, town }) => {
  const { id: photoId } = await uploadPortrait(app, town, warner, await makePortrait());
  const { incident } = await send(app, town, {}, { ...person, photoId });
  expect((await update(app, incident)).userErrors).toEqual([]);
  expect(await shownOf(app, incident.id)).toMatchObject({ person: { id: photoId, name: person.name } });
  const before = await (await readMissing(app, `photo/${photoId}.webp`)).arrayBuffer();
  const missingPerson = { name: 'Lieselotte Quandt', description: '78 Jahre, roter Mantel', photoId };
  expect((await update(app, incident, { missingPerson })).userErrors).toEqual([]);
  const { person: shown } = await shownOf(app, incident.id);
  expect(shown).toMatchObject({ description: '78 Jahre, roter Mantel' });
  expect(shown.id).not.toBe(photoId);
  const after = await (await fetch(`http://127.0.0.1:${app.port}${String(shown.photo)}`)).arrayBuffer();
  expect(Buffer.from(after).equals(Buffer.from(before))).toBe(true);
  expect((await readMissing(app, `photo/${photoId}.webp`)).status).toBe(404);
  expect(await rowsOf(app, incident)).toBe(1);
});

test('the all-clear deletes the person in its transaction, and open pages learn of it', async ({
  app,
  town,
  citizen,
}) => {
  const { incident } = await send(app, town);
  const client = connect(app.port, citizen);
  const live = watch(client, 'subscription($id: ID!) { incident(incidentId: $id) { incident { state } } }', {
    id: incident.id,
  });
  await live.until(({ data }: Data) => data.incident.incident.state === 'CURRENT');
  await end(app, incident);
  expect(await rowsOf(app, incident)).toBe(0);
  expect((await readMissing(app, `${incident.id}.json`, warner)).status).toBe(404);
  await live.until(({ data }: Data) => data.incident.incident.state === 'ENDED');
  await client.dispose();
});

test('the expiry hides the person at once, and a job that was planned with the alert deletes it', async ({
  app,
  town,
}) => {
  const em = app.services.em.fork();
  const { incident } = await send(app, town);
  const { person: first } = await shownOf(app, incident.id);
  await removeIfDue(app.services, first.id); // a job that starts too early
  expect(await rowsOf(app, incident)).toBe(1);
  const id = idOf('Incident', incident.id);
  for (const [table, column] of [
    ['incident', 'id'],
    ['alert', 'incident_id'],
  ]) {
    await em.execute(`update ${table} set expires_at = now() - interval '1 second' where ${column} = ?`, [id]);
  }
  expect((await readMissing(app, `${incident.id}.json`)).status).toBe(404);
  expect(await rowsOf(app, incident)).toBe(1);
  const planned: { n: number }[] = await em.execute(
    `with due as (update jobs.job set start_after = now() where name = ? and data->>'id' = ? returning 1)
     select count(*)::int as n from due`,
    [removeMissingPerson.name, first.id],
  );
  expect(planned[0]?.n).toBeGreaterThan(0);
  await expect.poll(() => rowsOf(app, incident), { timeout: 30_000, interval: 250 }).toBe(0);
  expect(codesOf(await update(app, incident))).toEqual(['MISSING_PERSON_REQUIRED']);
  expect((await update(app, incident, { missingPerson: person })).userErrors).toEqual([]);
  expect(await shownOf(app, incident.id)).toMatchObject({ person: { name: person.name } });
});

test('a repeated key returns the first incident, and its hash does not depend on the name', async ({ app, town }) => {
  const idempotencyKey = randomUUID();
  const alert = alertInput(missingAlert());
  const begin = (name: string) =>
    sendWarning(app, town, warner, {}, { template: 'missingPerson', missingPerson: { name }, alert, idempotencyKey });
  const first = await begin('Lieselotte Quandt');
  expect((await begin('Lieselotte Quandt')).incident.id).toBe(first.incident.id);
  const hashes: { hash: string }[] = await app.services.em
    .fork()
    .execute('select input_hash as hash from idempotency_key where key = ?', [idempotencyKey]);
  expect(hashes).toHaveLength(1);
  expect((await begin('Jemand anders')).incident.id).toBe(first.incident.id);
  expect(await rowsOf(app, first.incident)).toBe(1);
});

const person = { name: 'Lieselotte Quandt', description: '78 Jahre, blauer Mantel' };
const codesOf = ({ userErrors }: Data): string[] => userErrors.map(({ code }: Data) => code);
const write = async (app: TestServer, town: Place, alert: object = {}, named: object | null = person) =>
  sendMissing(app, town, warner, { person: named, alert });
const send = (...given: Parameters<typeof write>) => approved(given[0], second, write(...given));
const update = (app: TestServer, incident: Data, more: object = {}, alert: object = {}) => {
  const step = decide(app, warner, 'updateIncident', 'UpdateIncidentInput', {
    incidentId: incident.id,
    alert: alertInput(missingAlert(alert)),
    isCorrection: false,
    idempotencyKey: randomUUID(),
    ...more,
  });
  return approved(app, second, step);
};
const end = (app: TestServer, incident: Data, more: object = {}) =>
  decide(app, warner, 'endIncident', 'EndIncidentInput', {
    incidentId: incident.id,
    isFalseAlarm: false,
    idempotencyKey: randomUUID(),
    ...more,
  });
const shownOf = async (app: TestServer, of: string, who: Parameters<typeof readMissing>[2] = {}): Promise<Data> =>
  (await readMissing(app, `${of}.json`, who)).json() as Promise<Data>;
const rowsOf = async (app: TestServer, incident: Data): Promise<number> => {
  const [row]: { n: number }[] = await app.services.em
    .fork()
    .execute(
      'select count(*)::int as n from missing_person p join alert a on a.id = p.alert_id where a.incident_id = ?',
      [idOf('Incident', incident.id)],
    );
  return row?.n ?? -1;
};
