import { randomUUID } from 'node:crypto';
import { askData, type Data } from '../../faults/harness/http.ts';
import type { Stage } from './stage.ts';
import { approveWarning, contentOf, submitWarning, type Warners } from './warners.ts';
import type { Change, Watched } from './watched.ts';

const entry = `id number msgType level sender area sentAt expiresAt
  texts { locale headline description instructions { text since isNew } } incident { id kind status state level expiresAt }`;
const watching = `subscription($municipalityId: ID!) { alerts(municipalityId: $municipalityId) {
  entries { ${entry} } reset cursor } }`;
const reading = `query($id: ID!) { node(id: $id) { ... on Incident { newestAlert { ${entry} } } } }`;
const updating = `mutation($input: UpdateIncidentInput!) { updateIncident(input: $input) {
  incident { id } userErrors { code } } }`;
const ending = `mutation($input: EndIncidentInput!) { endIncident(input: $input) { userErrors { code } } }`;

/** A real warning of level 3 that goes on: each change is an update, which needs no second person. */
export interface LiveWarning extends Watched {
  /** Ends the warning, so that the next one begins without its thread. */
  end(): Promise<void>;
}

/** Starts a warning that every client follows on the pages of the town. */
export async function openLiveWarning(stage: Stage, warners: Warners): Promise<LiveWarning> {
  const { port } = stage.writingServer;
  const { first } = warners;
  const waiting = await submitWarning(stage, warners);
  await approveWarning(stage, warners, waiting);
  const { incidentId } = waiting;
  const { municipalityId } = stage.town;
  const { node }: Data = await askData(port, first, reading, { id: incidentId });
  let count = 0;
  const headlineOf = (n: number): string => `Hochwasser, Stand Nummer ${n}`;

  function makeMutation(): Change {
    const headline = headlineOf(++count);
    const input = { incidentId, alert: contentOf(headline), isCorrection: false, idempotencyKey: randomUUID() };
    const body = JSON.stringify({ query: updating, variables: { input } });
    return { step: { body, channel: '', cookie: first.cookie, ip: first.ip }, mark: headline };
  }
  function makeMessage(): Change {
    const headline = headlineOf(++count);
    const texts = node.newestAlert.texts.map((text: Data) => ({ ...text, headline }));
    const state = { entries: [{ ...node.newestAlert, texts }], reset: false, cursor: 'a'.repeat(40) };
    return { step: { body: JSON.stringify(state), channel: `alerts:${municipalityId}` }, mark: headline };
  }
  async function end(): Promise<void> {
    const input = { incidentId, isFalseAlarm: false, idempotencyKey: randomUUID() };
    const { endIncident }: Data = await askData(port, first, ending, { input });
    if (endIncident.userErrors.length > 0) throw new Error(JSON.stringify(endIncident.userErrors));
  }
  return { operation: { query: watching, variables: { municipalityId } }, makeMutation, makeMessage, end };
}
