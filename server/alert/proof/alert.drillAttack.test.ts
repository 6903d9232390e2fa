import { randomUUID } from 'node:crypto';
import { type GraphQLField, type GraphQLSchema, isInputObjectType, getNamedType } from 'graphql';
import { expect } from 'vitest';
import { readGlobalId, toGlobalId } from '../../kernel/ids.ts';
import { createSchema } from '../../schema.ts';
import { alertInput, decide, sendDrill } from '../../testing/alerts.ts';
import { givenPeople, type Place, type Somebody } from '../../testing/builders.ts';
import { ask, type Data } from '../../testing/client.ts';
import { operationOf, variantsOf } from '../../testing/generatedInputs.ts';
import { type TestServer } from '../../testing/server.ts';
import { quietTest as test } from '../../testing/fixtures.ts';
let schema: GraphQLSchema;
/** People of the town hall with unused rates and sessions, one for each mutation. */
let people: Somebody[] = [];
let drills = 0;
/** Answers by mutation: "done" or a code. */
const answers = new Map<string, string[]>();

test.beforeAll(async ({ app, town: place }) => {
  schema = await createSchema();
  const mutations = Object.values(schema.getMutationType()?.getFields() ?? {});
  people = await givenPeople(app, place, mutations.length);
  for (const role of ['WARNER', 'ADMIN'])
    await run(
      app,
      `insert into role (id, person_id, role, municipality_id)
       select gen_random_uuid(), value::uuid, ?, ? from json_array_elements_text(?::json)`,
      [role, place.municipalityId, JSON.stringify(people.map(({ personId }) => personId))],
    );
  await run(app, `update session set method = 'PASSKEY'`);
  const isAboutAlerts = (field: GraphQLField<unknown, unknown>) => field.name in refusedForDrills || hasAlertId(field);
  // Those about alerts first: the others may end modules, roles and sessions.
  const inOrder = mutations.toSorted((a, b) => Number(isAboutAlerts(b)) - Number(isAboutAlerts(a)));
  const common = await startDrill(app, place, 0, personOf(0));
  for (const [n, field] of inOrder.entries()) {
    const who = people[n] ?? expect.fail();
    if (isAboutAlerts(field)) await attack(app, place, field, who);
    else
      for (const id of [common.incident, common.alert])
        await call(app, field, who, variantsOf(field.args, { ID: id })[0] ?? {});
  }
}, 300_000);

test('every mutation was called, and each about alerts was accepted or is named', () => {
  const all = Object.values(schema.getMutationType()?.getFields() ?? {});
  expect([...answers.keys()].toSorted()).toEqual(all.map(({ name }) => name).toSorted());
  const about = all.filter((field) => field.name in refusedForDrills || hasAlertId(field)).map(({ name }) => name);
  const accepted = about.filter((name) => answers.get(name)?.includes('done') === true);
  const calls = [...answers.values()].flat();
  console.log(
    `drill attack: ${all.length} mutations, ${calls.length} calls; about alerts ${about.length}:`,
    about
      .map((name) => `${name} ${answers.get(name)?.length} (${[...new Set(answers.get(name))].join(', ')})`)
      .join('; '),
  );
  expect(about.filter((name) => !accepted.includes(name)).toSorted()).toEqual(Object.keys(refusedForDrills).toSorted());
  expect(calls.filter((code) => code === 'NO_CODE' || code === 'GRAPHQL_VALIDATION_FAILED')).toEqual([]);
});

test('all incidents of the town are drills, and so are their alerts and events', async ({ app, town: place }) => {
  const natures = await run(
    app,
    `select distinct i.kind, i.status, a.kind as "alertKind", a.status as "alertStatus"
     from incident i join alert a on a.incident_id = i.id where i.municipality_id = ?`,
    [place.municipalityId],
  );
  expect(natures).toEqual([{ kind: 'WARNING', status: 'EXERCISE', alertKind: 'WARNING', alertStatus: 'EXERCISE' }]);
  const events = await run(
    app,
    `select distinct facts->>'status' as status from domain_event
     where type like 'alert.%' and facts->>'status' is not null and municipality_id = ?`,
    [place.municipalityId],
  );
  expect(events).toEqual([{ status: 'EXERCISE' }]);
});

test('no message about a drill is an emergency or of a real kind', async ({ app, town: place }) => {
  const messages: { kind: string }[] = await run(
    app,
    `select distinct m.kind from message m where m.municipality_id = ?
       and (m.subject_id in (select id from incident) or m.subject_id in (select id from alert)) order by m.kind`,
    [place.municipalityId],
  );
  expect(messages.map(({ kind }) => kind)).toEqual(['ALERT_EXPIRING', 'DRILL_ENDED', 'DRILL_SENT']);
  const classes = messages.map(({ kind }) => app.services.registry.messages.get(kind)?.class);
  expect(new Set(classes)).toEqual(new Set(['PERSONAL']));
});

test('no feed of real alerts has an entry, and that of the drills has', async ({ app, town: place }) => {
  // The attack may have switched the module off.
  await app.services.em
    .fork()
    .execute('update municipality set modules = ? where id = ?', [
      `{${[...app.services.registry.modules].join()}}`,
      place.municipalityId,
    ]);
  const read = async (path: string) => {
    const response = await fetch(`http://127.0.0.1:${app.port}${path}`);
    return { status: response.status, text: await response.text() };
  };
  const { ags } = place;
  for (const path of [`/cap/${ags}.atom`, `/cap/${ags}/disruptions.atom`, `/feeds/${ags}/alerts.atom`]) {
    const { status, text } = await read(path);
    expect([path, status, text.includes('<entry>')]).toEqual([path, 200, false]);
  }
  expect(JSON.parse((await read(`/feeds/${ags}/alerts.json`)).text).items).toEqual([]);
  expect((await read(`/cap/${ags}/current.xml`)).status).toBe(204);
  const exercise = await read(`/cap/${ags}/exercise.atom`);
  expect(exercise.text.match(/<entry>/g)?.length).toBeGreaterThan(10);
  const [, url = ''] = /<link[^>]*href="[^"]*(\/cap\/[^"]*\.xml)"/.exec(exercise.text) ?? [];
  expect((await read(url)).text).toContain('<status>Exercise</status>');
});

/**
 * Mutations about alerts that never succeed for a drill, with the reason. Every other mutation with an id of an incident, an
 * alert or an answer must succeed at least once in this test, or its calls would prove nothing.
 */
const refusedForDrills: Readonly<Record<string, string>> = {
  proposeAlert: 'Only a key proposes, and the kind of its proposal is its own.',
  sendWarning: 'It begins a real warning of its own; here it gets the ids and the key of the drill.',
  sendDisruption: 'It begins a disruption of its own; here it gets the ids and the key of the drill.',
  approveAlert: 'A drill waits for nobody.',
  refuseAlert: 'A drill waits for nobody.',
  breakGlass: 'A drill waits for nobody.',
  reviewAlert: 'A drill was never sent without a second person.',
};

interface Drill {
  readonly incident: string;
  readonly alert: string;
  readonly contentHash: string;
  readonly key: string;
}

const run = <Row = Data>(app: TestServer, sql: string, values: readonly unknown[] = []): Promise<Row[]> =>
  app.services.em.fork().execute(sql, [...values]);

const uuidOf = (id: string): string => readGlobalId(id)?.id ?? '';

/** Whether the input of a mutation has an id of an incident, an alert or an answer. */
function hasAlertId({ args }: GraphQLField<unknown, unknown>): boolean {
  const names = args.flatMap(({ name, type }) => {
    const named = getNamedType(type);
    return isInputObjectType(named) ? Object.keys(named.getFields()) : [name];
  });
  return names.some((name) => /^(incident|alert|acknowledgement)s?(Id|Ids)?$/.test(name));
}

/** The n-th person of the town hall, and round again: the rates of one person are limited. */
const personOf = (n: number): Somebody => people[n % people.length] ?? expect.fail();

/** Starts the n-th drill. */
async function startDrill(app: TestServer, place: Place, n: number, who: Somebody): Promise<Drill> {
  const key = randomUUID();
  const audience = n % 3 === 2 ? 'STAFF' : 'PUBLIC';
  const more = { audience, asksSafety: true, idempotencyKey: key };
  const { incident } = await sendDrill(app, place, who, {}, more);
  const [row] = await run(app, 'select content_hash as hash from alert where incident_id = ?', [uuidOf(incident.id)]);
  return { incident: incident.id, alert: incident.alerts[0].id, contentHash: row.hash, key };
}

/** Calls for help in a drill; returns the global id of the answer. */
async function callForHelp(app: TestServer, n: number, incidentId: string): Promise<string> {
  await decide(app, personOf(n), 'readAcknowledgements', 'ReadAcknowledgementsInput', { incidentId });
  const answer = { incidentId, answer: 'HELP', place: 'Weg 1' };
  expect((await decide(app, personOf(n + 1), 'acknowledge', 'AcknowledgeInput', answer)).userErrors).toEqual([]);
  const [row] = await run(app, 'select id from acknowledgement where incident_id = ?', [uuidOf(incidentId)]);
  return toGlobalId('Acknowledgement', row.id);
}

/** Calls a mutation about alerts with every value of each flag and enum, each time about a new drill. */
async function attack(
  app: TestServer,
  place: Place,
  field: GraphQLField<unknown, unknown>,
  who: Somebody,
): Promise<void> {
  const isOfItsOwn = ['sendWarning', 'sendDisruption'].includes(field.name);
  const town = toGlobalId('Municipality', place.municipalityId);
  const fixed = {
    AlertInput: () => alertInput(),
    template: field.name === 'sendDisruption' ? 'water' : 'flood',
    placeName: 'Musterstadt',
    place: 'Weg 1',
    device: 'a secret of a device',
    reason: 'Niemand ist erreichbar.',
  };
  const count = variantsOf(field.args, fixed).length;
  for (let n = 0; n < count; n++) {
    const drill = await startDrill(app, place, drills++, who);
    const ids = {
      incidentId: drill.incident,
      alertId: drill.alert,
      ...(field.name === 'takeHelp' && { acknowledgementId: await callForHelp(app, drills, drill.incident) }),
      contentHash: drill.contentHash,
      municipalityId: isOfItsOwn ? drill.incident : town,
      ...(isOfItsOwn && { idempotencyKey: drill.key }),
      ID: drill.incident,
    };
    await call(app, field, who, variantsOf(field.args, { ...fixed, ...ids })[n] ?? {});
    // The key of the drill, for the town itself: it must not begin a real incident either.
    if (isOfItsOwn)
      await call(app, field, who, variantsOf(field.args, { ...fixed, ...ids, municipalityId: town })[n] ?? {});
  }
}

async function call(
  app: TestServer,
  field: GraphQLField<unknown, unknown>,
  who: Somebody,
  variables: object,
): Promise<void> {
  const { data, errors } = await ask(app.port, who, operationOf(field), variables);
  const refusals = data?.it?.userErrors?.map(({ code }: Data) => code) ?? [];
  const [code = 'done'] = errors?.map(({ extensions }) => extensions?.code ?? 'NO_CODE') ?? refusals;
  answers.set(field.name, [...(answers.get(field.name) ?? []), code]);
}
