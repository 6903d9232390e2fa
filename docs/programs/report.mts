// Sends a report with a photo to a town hall, once however often it is run. docs/partner-guide.md, section 4, explains it.
//   ORTSFUNK=https://ortsfunk.example KEY=ortsfunk_… node report.mts --id sensor-17 --at 50.6012,7.2149 \
//     --category 'Straßenbeleuchtung' --text 'The street lamp is off.' [--address words] [--photo lamp.jpg]
// Node 22.18 or newer runs this file as it is. The key needs the scope issues:write.
// <id>.report.json holds what is sent, with its idempotency key: written first, so that a later run sends the same.
import { randomUUID } from 'node:crypto';
import * as fs from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';

const text = { type: 'string' } as const;
const { values } = parseArgs({ options: { id: text, at: text, address: text, category: text, text, photo: text } });
const origin = setting('ORTSFUNK');
const authorization = `Bearer ${setting('KEY')}`;
const inputFile = `${option('id')}.report.json`;

const townQuery = `{ partnerKey { municipality { id ags name issueCategories {
  id kind name } } } }`;
const mutation = `mutation Report($input: ReportIssueInput!) { reportIssue(input: $input) {
  claimCode issue { reference status } userErrors { code message path } } }`;

type Town = { id: string; ags: string; name: string; issueCategories: { id: string; kind: string; name: string }[] };
type Problem = { message: string; extensions: { code: string; retryAfter?: number } };
type Payload = {
  issue: { reference: string; status: string } | null;
  claimCode: string | null;
  userErrors: { code: string; message: string; path: string[] }[];
};

if (fs.existsSync(inputFile)) console.log(`sending ${inputFile} again`);
else fs.writeFileSync(inputFile, JSON.stringify(await makeInput()), { flush: true });
const input: unknown = JSON.parse(fs.readFileSync(inputFile, 'utf8'));
const { reportIssue } = await ask<{ reportIssue: Payload }>(mutation, { input });
if (reportIssue.issue === null) {
  // Nothing was stored. Without the file the next run makes a new input, with a new idempotency key.
  fs.rmSync(inputFile);
  const lines = reportIssue.userErrors.map(
    ({ code, message, path }) => `${path.join('.') || 'report'}: ${code}, ${message}`,
  );
  stop(`the town hall does not take the report\n  ${lines.join('\n  ')}`);
}
console.log(`number: ${reportIssue.issue.reference} (${reportIssue.issue.status})`);
// Reports of keys need no code: the key itself reads them. Somebody without key and account gets a code.
console.log(`claim code: ${reportIssue.claimCode ?? 'none, the report belongs to the key'}`);

/** The complete input; the photo is uploaded here, so its id is the same each time that the input is sent. */
async function makeInput(): Promise<object> {
  const { municipality: town } = (await ask<{ partnerKey: { municipality: Town } }>(townQuery)).partnerKey;
  const category = town.issueCategories.find(({ name }) => name === values.category);
  const names = town.issueCategories.map(({ name }) => name).join(', ');
  if (category === undefined) stop(`--category must be one of the categories of ${town.name}: ${names}`);
  const [lat = NaN, lon = NaN] = option('at').split(',').map(Number);
  if (Number.isNaN(lat + lon)) stop('--at must be a latitude and a longitude with a comma between them');
  return {
    municipalityId: town.id,
    categoryId: category.id,
    kind: category.kind,
    point: { lat, lon },
    address: values.address,
    text: option('text'),
    photoIds: values.photo === undefined ? [] : [await upload(town.ags, values.photo)],
    externalId: values.id,
    idempotencyKey: randomUUID(),
  };
}

async function upload(ags: string, file: string): Promise<string> {
  if (!fs.existsSync(file)) stop(`there is no file ${file}`);
  const headers = { 'apollo-require-preflight': 'true', 'content-type': 'application/octet-stream' };
  const { photo } = await send<{ photo: { id: string } }>(`/upload/${ags}`, headers, fs.readFileSync(file));
  return photo.id;
}

async function ask<Data>(query: string, variables: object = {}): Promise<Data> {
  const body = JSON.stringify({ query, variables });
  return (await send<{ data: Data }>('/graphql', { 'content-type': 'application/json' }, body)).data;
}

/**
 * Sends a request until it is answered: after RATE_LIMITED and UNAVAILABLE again when the server says so, without an
 * answer again after 5 seconds, because the idempotency key makes a repetition harmless. Other errors end the program.
 */
async function send<Data>(path: string, headers: object, body: string | Uint8Array<ArrayBuffer>): Promise<Data> {
  for (let tries = 1; ; tries++) {
    let problem: Problem = { message: 'no answer', extensions: { code: 'UNAVAILABLE', retryAfter: 5 } };
    try {
      const signal = AbortSignal.timeout(30_000);
      const init = { method: 'POST', headers: { ...headers, authorization }, body, signal };
      const response = await fetch(new URL(path, origin), init);
      const answer = (await response.json()) as Data & { errors?: Problem[] };
      if (answer.errors?.[0] === undefined) return answer;
      problem = answer.errors[0];
    } catch (error) {
      if (tries === 5) stop(`${origin} does not answer: ${String((error as Error).cause ?? error)}`);
    }
    const { code, retryAfter, ...more } = problem.extensions;
    if (code !== 'RATE_LIMITED' && code !== 'UNAVAILABLE') stop(`${code}: ${problem.message} ${JSON.stringify(more)}`);
    console.error(`${code}: again in ${retryAfter} seconds`);
    await pause((retryAfter ?? 5) * 1000);
  }
}

function option(name: 'id' | 'at' | 'text'): string {
  return values[name] ?? stop(`the option --${name} is missing`);
}

function setting(name: string): string {
  return process.env[name] ?? stop(`the environment variable ${name} is not set`);
}

function stop(reason: string): never {
  console.error(`ended: ${reason}`);
  process.exit(1);
}
