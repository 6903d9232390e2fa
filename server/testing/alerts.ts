import { randomUUID } from 'node:crypto';
import { toGlobalId } from '../kernel/ids.ts';
import type { Place } from './builders.ts';
import { askData, type Data, type Identified } from './client.ts';
import type { TestServer } from './server.ts';
import { givenStreet } from './streets.ts';

const hourMs = 3_600_000;

/** Valid input of an alert from the template "flood"; `given` replaces fields. */
export function alertInput(given: object = {}): object {
  return {
    severity: 'SEVERE',
    urgency: 'IMMEDIATE',
    certainty: 'LIKELY',
    slots: [
      { name: 'PLACE', value: 'Altstadt' },
      { name: 'TIME', value: '18 Uhr' },
      { name: 'PHONE', value: '02224 18060' },
    ],
    expiresAt: new Date(Date.now() + 6 * hourMs).toISOString(),
    ...given,
  };
}

/** Fields of an incident that tests look at. */
const incidentFields = `id kind status audience state level startedAt endedAt isFalseAlarm
  alerts { id number msgType state level sentAt texts { locale headline instructions { text isNew } } }
  newestAlert { id number streets { streetId name from to side } }
  waitingAlerts { id state contentHash isOwn level }`;

interface Begun {
  readonly incident: Data;
  readonly userErrors: readonly { readonly code: string; readonly path: readonly string[] }[];
}

/** Calls sendWarning with the name of the town. */
export async function sendWarning(
  app: TestServer,
  place: Place,
  who: Identified,
  given: object = {},
  more: object = {},
) {
  const { node } = await askData(app.port, who, 'query($id: ID!) { node(id: $id) { ... on Municipality { name } } }', {
    id: toGlobalId('Municipality', place.municipalityId),
  });
  return begin(app, who, 'sendWarning', { placeName: node.name, ...start(place, given), ...more });
}

/** Calls sendDrill for everybody. */
export function sendDrill(app: TestServer, place: Place, who: Identified, given: object = {}, more: object = {}) {
  return begin(app, who, 'sendDrill', { audience: 'PUBLIC', ...start(place, given), ...more });
}

/** Calls sendDisruption with the template "water". */
export async function sendDisruption(
  app: TestServer,
  place: Place,
  who: Identified,
  given: object = {},
  more: object = {},
): Promise<Begun> {
  const slots = [
    { name: 'STREET', value: 'Vogtsgasse' },
    { name: 'TIME', value: '14 Uhr' },
  ];
  const streets = 'streets' in given ? [] : [{ streetId: (await givenStreet(app, place)).id, side: 'ALL' }];
  const alert = { severity: 'MINOR', urgency: 'IMMEDIATE', certainty: 'OBSERVED', slots, streets, ...given };
  return begin(app, who, 'sendDisruption', { ...start(place, alert), template: 'water', ...more });
}

function start(place: Place, given: object): object {
  const municipalityId = toGlobalId('Municipality', place.municipalityId);
  const alert = alertInput(given);
  return { municipalityId, template: 'flood', alert, acceptsNobody: true, idempotencyKey: randomUUID() };
}

async function begin(app: TestServer, who: Identified, name: string, input: object): Promise<Begun> {
  const type = `${name[0]?.toUpperCase()}${name.slice(1)}Input`;
  const query = `mutation($input: ${type}!) { it: ${name}(input: $input) { incident { ${incidentFields} } userErrors { code path } } }`;
  const { it } = await askData(app.port, who, query, { input });
  return it as unknown as Begun;
}

/** Calls a mutation whose payload has an incident. */
export async function decide(
  app: TestServer,
  who: Identified,
  name: string,
  type: string,
  input: object,
): Promise<Begun> {
  const query = `mutation($input: ${type}!) { it: ${name}(input: $input) { incident { ${incidentFields} } userErrors { code path } } }`;
  const { it } = await askData(app.port, who, query, { input });
  return it as unknown as Begun;
}

/** The answer of a step after another person has approved what waits for it; the step itself if nothing waits. */
export async function approved(app: TestServer, second: Identified, step: Promise<Begun>): Promise<Begun> {
  const alert: Data | undefined = (await step).incident?.waitingAlerts.at(-1);
  if (alert === undefined) return step;
  const input = { alertId: alert.id, contentHash: alert.contentHash };
  return decide(app, second, 'approveAlert', 'ApproveAlertInput', input);
}
