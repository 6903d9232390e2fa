import { randomUUID } from 'node:crypto';
import { askData, type Data } from '../../faults/harness/http.ts';
import { uuidOf } from '../../faults/harness/polls.ts';
import { type Citizen, citizenId } from './citizens.ts';
import type { Stage } from './stage.ts';

/** People who send real warnings: the second approves those of the first. */
export interface Warners {
  readonly first: Citizen;
  readonly second: Citizen;
}

/** Makes the last two citizens warners of the town who have just used a passkey. */
export async function appointWarners({ postgres, database, town, citizens }: Stage): Promise<Warners> {
  const [first, second] = citizens.slice(-2);
  if (first === undefined || second === undefined) throw new Error('there are no people for the role');
  const ids = [citizens.length - 2, citizens.length - 1].map((n) => `'${citizenId(n)}'`).join(',');
  await postgres.execute(
    database,
    `insert into role (id, person_id, municipality_id, role)
       select gen_random_uuid(), id, '${uuidOf(town.municipalityId)}', 'WARNER' from person where id in (${ids});
     update session set method = 'PASSKEY', proven_at = now() + interval '1 day' where person_id in (${ids})`,
  );
  return { first, second };
}

const answer = 'incident { id waitingAlerts { id contentHash } } userErrors { code path }';
const send = `mutation($input: SendWarningInput!) { sendWarning(input: $input) { ${answer} } }`;
const approve = `mutation($input: ApproveAlertInput!) { approveAlert(input: $input) { ${answer} } }`;

/** Real warning of level 3 that waits for the second person. */
export interface Waiting {
  readonly incidentId: string;
  readonly alertId: string;
  readonly contentHash: string;
}

/** Writes a warning about a flood, which waits for the second person. */
export async function submitWarning({ writingServer, town }: Stage, { first }: Warners): Promise<Waiting> {
  const { municipality }: Data = await askData(
    writingServer.port,
    first,
    'query($id: ID!) { municipality: node(id: $id) { ... on Municipality { name } } }',
    { id: town.municipalityId },
  );
  const input = {
    municipalityId: town.municipalityId,
    template: 'flood',
    placeName: municipality.name,
    acceptsNobody: true,
    alert: contentOf('Hochwasser am Ufer'),
    idempotencyKey: randomUUID(),
  };
  const { sendWarning }: Data = await askData(writingServer.port, first, send, { input });
  if (sendWarning.incident === null) throw new Error(JSON.stringify(sendWarning.userErrors));
  const [alert] = sendWarning.incident.waitingAlerts;
  return { incidentId: sendWarning.incident.id, alertId: alert.id, contentHash: alert.contentHash };
}

/** Approves a warning; it is sent when this returns. */
export async function approveWarning(
  { writingServer }: Stage,
  { second }: Warners,
  { alertId, contentHash }: Waiting,
): Promise<void> {
  const { approveAlert }: Data = await askData(writingServer.port, second, approve, {
    input: { alertId, contentHash },
  });
  if (approveAlert.userErrors.length > 0) throw new Error(JSON.stringify(approveAlert.userErrors));
}

/** Content of a warning of level 3 with words as long as those of a template. */
export function contentOf(headline: string): object {
  const instructions = [
    'Gehen Sie nicht in Keller und Tiefgaragen.',
    'Bringen Sie sich in höheren Stockwerken in Sicherheit.',
    'Meiden Sie Ufer, Brücken und überflutete Straßen.',
    'Rufen Sie bei Lebensgefahr 112.',
  ];
  const description = 'Das Wasser steigt. Es erreicht die Straßen am Ufer etwa um 18 Uhr.';
  return {
    severity: 'SEVERE',
    urgency: 'IMMEDIATE',
    certainty: 'OBSERVED',
    texts: ['de', 'en', 'de-x-leicht'].map((locale) => ({ locale, headline, description, instructions })),
    expiresAt: new Date(Date.now() + 12 * 3_600_000).toISOString(),
  };
}
