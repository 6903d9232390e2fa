// Proposes a warning of a flood; a warner of the town sends it or refuses it. docs/partner-guide.md, section 11, explains it.
//   ORTSFUNK=https://ortsfunk.example KEY=ortsfunk_… AGS=07138073 node propose.mts --place Altstadt --time "18 Uhr" [--drill]
// Node 22.18 or newer runs this file as it is. The key needs the scope alerts:propose.
// The key of the request is kept in propose.key: run again, the program proposes nothing twice and prints the state now.
import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';

const text = { type: 'string' } as const;
const { values } = parseArgs({ options: { place: text, time: text, phone: text, drill: { type: 'boolean' } } });
const origin = setting('ORTSFUNK');
const authorization = `Bearer ${setting('KEY')}`;
const keyFile = 'propose.key';

const townQuery = 'query Town($ags: String!) { municipality(ags: $ags) { id name } }';
const propose = `mutation Propose($input: ProposeAlertInput!) { proposeAlert(input: $input) {
  proposal { identifier state expiresAt } userErrors { code message path } } }`;

type Town = { municipality: { id: string; name: string } };
type Proposal = { identifier: string; state: string; expiresAt: string };
type Payload = { proposeAlert: { proposal: Proposal | null; userErrors: { code: string; path: string[] }[] } };

if (!existsSync(keyFile)) {
  const hour = 3_600_000;
  const kept = { idempotencyKey: randomUUID(), expiresAt: new Date(Date.now() + 6 * hour).toISOString() };
  writeFileSync(keyFile, JSON.stringify(kept));
}
const { idempotencyKey, expiresAt } = JSON.parse(readFileSync(keyFile, 'utf8'));
const { municipality } = await ask<Town>(townQuery, { ags: setting('AGS') });
const slots = [
  { name: 'PLACE', value: values.place ?? municipality.name },
  { name: 'TIME', value: values.time ?? stop('the option --time is missing') },
  { name: 'PHONE', value: values.phone ?? '112' },
];
const alert = { severity: 'SEVERE', urgency: 'EXPECTED', certainty: 'LIKELY', slots, expiresAt };
const kind = values.drill === true ? 'DRILL' : 'WARNING';
const input = { municipalityId: municipality.id, kind, template: 'flood', alert, idempotencyKey };
const { proposal, userErrors } = (await ask<Payload>(propose, { input })).proposeAlert;
if (proposal === null) stop(userErrors.map(({ code, path }) => `${code} (${path.join('.')})`).join(', '));
console.log(`${municipality.name}: ${proposal.identifier} is ${proposal.state}, until ${proposal.expiresAt}`);

async function ask<Data>(query: string, variables: object): Promise<Data> {
  const response = await fetch(`${origin}/graphql`, {
    method: 'POST',
    headers: { authorization, 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables }),
  });
  const { data, errors } = (await response.json()) as { data?: Data; errors?: { message: string }[] };
  return data ?? stop(errors?.[0]?.message ?? `status ${response.status}`);
}

function setting(name: string): string {
  return process.env[name] ?? stop(`the environment variable ${name} is missing`);
}

function stop(reason: string): never {
  console.error(reason);
  process.exit(1);
}
