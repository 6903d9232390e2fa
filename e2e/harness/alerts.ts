import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { Data } from '../../faults/harness/http.ts';
import type { Stage } from './stage.ts';

const hourMs = 3_600_000;
const fields = `incident { id level alerts { id checkCode texts { headline } } waitingAlerts { id contentHash } } userErrors { code }`;

/** An incident that was sent. */
export interface SentIncident {
  readonly id: string;
  readonly level: number;
  readonly alerts: readonly {
    readonly id: string;
    readonly checkCode: string;
    readonly texts: readonly { readonly headline: string }[];
  }[];
}

async function townOf(stage: Stage): Promise<{ readonly id: string; readonly name: string }> {
  const { municipality } = await stage.ask('query($ags: String!) { municipality(ags: $ags) { id name } }', {
    ags: stage.town.ags,
  });
  return municipality;
}

function flood(severity: string): object {
  const slots = { PLACE: 'der Altstadt', TIME: '18 Uhr', PHONE: '02224 18060' };
  return {
    severity,
    urgency: 'IMMEDIATE',
    certainty: 'LIKELY',
    slots: Object.entries(slots).map(([name, value]) => ({ name, value })),
    expiresAt: new Date(Date.now() + 2 * hourMs).toISOString(),
  };
}

/** Sends a drill of a flood to everybody. */
export async function sendDrill(stage: Stage): Promise<SentIncident> {
  const { id: municipalityId } = await townOf(stage);
  const input = {
    municipalityId,
    template: 'flood',
    audience: 'PUBLIC',
    alert: flood('SEVERE'),
    idempotencyKey: randomUUID(),
  };
  const query = `mutation($input: SendDrillInput!) { it: sendDrill(input: $input) { ${fields} } }`;
  return incidentIn(await stage.ask(query, { input }, await stage.staff('warnung')));
}

/** Sends a real warning of a flood, approved by the second person if its level demands it. */
export async function sendWarning(stage: Stage, severity: 'EXTREME' | 'SEVERE' | 'MODERATE'): Promise<SentIncident> {
  const { id: municipalityId, name: placeName } = await townOf(stage);
  const input = {
    municipalityId,
    placeName,
    template: 'flood',
    alert: flood(severity),
    asksSafety: true,
    idempotencyKey: randomUUID(),
  };
  const query = `mutation($input: SendWarningInput!) { it: sendWarning(input: $input) { ${fields} } }`;
  const begun = await stage.ask(query, { input }, await stage.staff('warnung'));
  const [waiting] = begun.it.incident?.waitingAlerts ?? [];
  return waiting === undefined ? incidentIn(begun) : approve(stage, waiting);
}

async function approve(stage: Stage, waiting: Data): Promise<SentIncident> {
  const query = `mutation($input: ApproveAlertInput!) { it: approveAlert(input: $input) { ${fields} } }`;
  const approval = { alertId: waiting.id, contentHash: waiting.contentHash };
  return incidentIn(await stage.ask(query, { input: approval }, await stage.staff('feuerwehr')));
}

/** The second person approves what waits of an incident. */
export async function approveWaiting(stage: Stage, incidentId: string): Promise<SentIncident> {
  const query = 'query($id: ID!) { node(id: $id) { ... on Incident { waitingAlerts { id contentHash } } } }';
  const { node } = await stage.ask(query, { id: incidentId }, await stage.staff('feuerwehr'));
  return approve(stage, node.waitingAlerts[0]);
}

/** Reports that the water is off in a street. */
export async function sendDisruption(stage: Stage): Promise<SentIncident> {
  const warner = await stage.staff('warnung');
  const find =
    'query($ags: String!) { municipality(ags: $ags) { id streets(first: 1) { edges { node { id name } } } } }';
  const { municipality } = await stage.ask(find, { ags: stage.town.ags }, warner);
  const [{ node: street }] = municipality.streets.edges;
  const slots = [
    { name: 'STREET', value: street.name },
    { name: 'TIME', value: '14 Uhr' },
  ];
  const streets = [{ streetId: street.id, side: 'ALL' }];
  const alert = { ...flood('MINOR'), certainty: 'OBSERVED', slots, streets };
  const start = { municipalityId: municipality.id, template: 'water', acceptsNobody: true };
  const input = { ...start, alert, idempotencyKey: randomUUID() };
  const query = `mutation($input: SendDisruptionInput!) { it: sendDisruption(input: $input) { ${fields} } }`;
  return incidentIn(await stage.ask(query, { input }, warner));
}

function incidentIn({ it }: Data): SentIncident {
  assert.deepEqual(it.userErrors, []);
  return it.incident;
}

const endNow = `mutation($id: ID!, $key: UUID!) {
  endIncident(input: { incidentId: $id, isFalseAlarm: false, idempotencyKey: $key }) { userErrors { code } } }`;

/** Ends what a scenario may have left open, so that no other scenario meets its takeover. */
export async function endAllIncidents(stage: Stage): Promise<void> {
  const query =
    'query($ags: String!) { municipality(ags: $ags) { incidents(isOpen: true, first: 20) { edges { node { id startedAt } } } } }';
  const warner = await stage.staff('warnung');
  const { municipality } = await stage.ask(query, { ags: stage.town.ags }, warner);
  for (const { node } of municipality.incidents.edges) {
    if (node.startedAt === null) continue;
    const { endIncident } = await stage.ask(endNow, { id: node.id, key: randomUUID() }, warner);
    assert.deepEqual(endIncident.userErrors, []);
  }
}
