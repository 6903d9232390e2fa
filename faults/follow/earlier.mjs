// A program that follows the board as the guide once showed it: it keeps the cursor before it has handled the message,
// does not ask which reports left the board, prints of a reset only how many reports came, and ends at a bad cursor.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { createClient } from 'graphql-ws';
import WebSocket from 'ws';

const { ORTSFUNK, KEY, TOWN, FIELDS } = process.env;
const client = createClient({
  url: `${ORTSFUNK.replace(/^http/, 'ws')}/graphql`,
  webSocketImpl: WebSocket,
  connectionParams: { authorization: `Bearer ${KEY}` },
  retryAttempts: Infinity,
  retryWait: () => pause(500),
  shouldRetry: (event) => event.code !== 4403,
});
const query = `subscription Follow($town: ID!, $after: StreamCursor) {
  issueBoard(municipalityId: $town, after: $after) { cursor reset entries { ${FIELDS} } } }`;
const readCursor = () => (existsSync('cursor.txt') ? readFileSync('cursor.txt', 'utf8') : null);
const variables = {
  town: TOWN,
  get after() {
    return readCursor();
  },
};

for await (const { data, errors } of client.iterate({ query, variables })) {
  if (errors) throw new Error(errors[0].message);
  const { cursor, reset, entries } = data.issueBoard;
  writeFileSync('cursor.txt', cursor);
  if (reset) console.error(`${entries.length} reports on the board`);
  else
    for (const report of entries) {
      await pause(5); // stands for slow handling, such as a database write
      console.log(JSON.stringify({ change: 'changed', ...report }));
    }
}
