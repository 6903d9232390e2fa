// Prints warnings, drills and disruptions of a town as they are sent. docs/partner-guide.md, section 11, explains it.
//   npm install graphql graphql-ws
//   ORTSFUNK=https://ortsfunk.example AGS=07138073 node alerts.mts [--messages number]
// Node 22.18 or newer runs this file as it is. It needs no key, because everybody may read what was sent to the public.
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { createClient } from 'graphql-ws';

const { values } = parseArgs({ options: { messages: { type: 'string' } } });
const origin = setting('ORTSFUNK');
const ags = setting('AGS');
let messagesLeft = Number(values.messages ?? Infinity);

const townQuery = 'query Town($ags: String!) { municipality(ags: $ags) { id name } }';
const subscription = `subscription Alerts($town: ID!, $after: StreamCursor) {
  alerts(municipalityId: $town, after: $after) { cursor reset entries {
    id number msgType level severity urgency certainty expiresAt area incident { id kind status }
    texts { locale headline description instructions { text } } } } }`;

type Alert = {
  id: string;
  number: number;
  msgType: string;
  level: number;
  incident: { id: string; kind: string; status: string };
  texts: { locale: string; headline: string }[];
};
type Found = { data?: { municipality: { id: string; name: string } | null }; errors?: { message: string }[] };
type Update = { cursor: string; reset: boolean; entries: Alert[] };

const town = await findTown();
let cursor: string | null = null;
for (let failures = 0; messagesLeft > 0;) {
  const before: string | null = cursor;
  try {
    await follow();
  } catch (error) {
    const [{ message, extensions = undefined } = { message: String(error) }] = Array.isArray(error) ? error : [];
    console.error(`${extensions?.code ?? message}: connecting again`);
    if (extensions?.code === 'BAD_CURSOR') cursor = null;
    failures = cursor === before ? failures + 1 : 0;
    // Growing waits with jitter: after an outage not all programs come back in the same second.
    await pause(Math.min(2 ** failures, 60) * (500 + Math.random() * 500));
  }
}

/** Prints each message after the cursor until enough were printed. */
async function follow(): Promise<void> {
  const client = createClient({
    url: new URL('/graphql', origin.replace(/^http/, 'ws')).href,
    retryAttempts: 0, // the loop above reconnects, after the cursor of the last message that was printed
    keepAlive: 15_000,
  });
  let deadline: NodeJS.Timeout | undefined;
  client.on('ping', (isReceived) => {
    if (!isReceived) deadline = setTimeout(() => client.terminate(), 15_000); // nothing answers: the line is dead
  });
  client.on('pong', () => clearTimeout(deadline));
  try {
    const variables = { town: town.id, after: cursor };
    for await (const { data, errors } of client.iterate({ query: subscription, variables })) {
      if (errors || !data) throw errors;
      const update = data.alerts as Update;
      print(update);
      cursor = update.cursor;
      messagesLeft -= 1;
      if (messagesLeft <= 0) return;
    }
    throw new Error('the stream ended');
  } finally {
    clearTimeout(deadline);
    await client.dispose();
  }
}

/** A drill (EXERCISE) must never look like a real warning. */
function print({ reset, entries }: Update): void {
  if (reset) console.log(`${town.name}: ${entries.length} alerts of incidents that go on`);
  for (const { number, msgType, level, incident, texts } of entries) {
    console.log(`${incident.status} ${incident.kind} ${msgType} ${number}, level ${level}: ${texts[0]?.headline}`);
  }
}

async function findTown(): Promise<{ id: string; name: string }> {
  const response = await fetch(new URL('/graphql', origin), {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ query: townQuery, variables: { ags } }),
  });
  const { data, errors } = (await response.json()) as Found;
  if (data?.municipality) return data.municipality;
  console.error(errors?.[0]?.message ?? `no town ${ags}`);
  process.exit(1);
}

function setting(name: string): string {
  const value = process.env[name];
  if (value) return value;
  console.error(`Set the environment variable ${name}.`);
  process.exit(2);
}
