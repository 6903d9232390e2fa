import { Kind, type OperationDefinitionNode, parse, print } from 'graphql';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createSchema } from '../schema.ts';
import { givenPerson } from '../testing/builders.ts';
import { type Answer, post } from '../testing/client.ts';
import { startIssuer } from '../testing/issuer.ts';
import { type MailServer, startMailServer } from '../testing/mail.ts';
import { startRoads } from '../testing/outside.ts';
import { rowName } from '../testing/policy/actors.ts';
import { acts } from '../testing/policy/acts.ts';
import { openTown } from '../testing/policy/town.ts';
import { startTestServer, type TestServer } from '../testing/server.ts';
import { partsOf, sampleRows } from './sample.ts';

/* Every mutation of the tenant matrix, sent by a stranger of another town between two harmless mutations. */

const mutations = acts.filter(({ field }) => field.startsWith('Mutation.'));
const asked = sampleRows(mutations, rowName);
/** Number of rows per town, limited because each row leaves people and objects there. */
const rowsOfTown = 30;

let app: TestServer;
let mail: MailServer;
let roads: Awaited<ReturnType<typeof startRoads>>;
let issuer: Awaited<ReturnType<typeof startIssuer>>;

// A server of its own: it knows services of others, and openTown lifts its rates.
beforeAll(async () => {
  mail = await startMailServer();
  roads = await startRoads();
  issuer = await startIssuer();
  const identityServices = [issuer.service()];
  app = await startTestServer({ smtpUrl: mail.url, trustProxy: 1, outsideHosts: [roads.host], identityServices });
});
afterAll(async () => {
  await app.stop();
  roads.stop();
  await mail.stop();
  await issuer.stop();
});

/** The operation between the two mutations `before` and `after`. */
function between(query: string): string {
  const document = parse(query);
  const [harmless] = parse('mutation { before: markInboxRead(input: {}) { userErrors { code } } }').definitions;
  const field = (harmless as OperationDefinitionNode).selectionSet.selections[0];
  if (field?.kind !== Kind.FIELD) throw new Error('no field');
  const after = { ...field, alias: { ...field.name, value: 'after' } };
  const definitions = document.definitions.map((definition) =>
    definition.kind !== Kind.OPERATION_DEFINITION
      ? definition
      : {
          ...definition,
          selectionSet: {
            ...definition.selectionSet,
            selections: [field, ...definition.selectionSet.selections, after],
          },
        },
  );
  return print({ ...document, definitions });
}

test('every mutation has a row', async () => {
  const fields = Object.keys((await createSchema()).getMutationType()?.getFields() ?? {});
  const names = new Set(mutations.map(({ field }) => field.slice('Mutation.'.length)));
  expect([...names].sort()).toEqual(fields.sort());
});

test('a refused mutation hides no answer of its siblings', { timeout: 300_000 }, async () => {
  const refused = new Set<string>();
  const hidden: string[] = [];
  for (const [n, part] of partsOf(asked, rowsOfTown).entries()) {
    const town = await openTown(app, `Ort${n}`);
    for (const act of part) {
      const { query, variables = {} } = await act.prepare(town, mail);
      const { token } = await givenPerson(app, town.place);
      const sent = await post(app.port, { token }, { query: between(query), variables });
      const { data, errors }: Answer = (await sent.json()) as Answer;
      if (data?.before?.userErrors === undefined || data.after?.userErrors === undefined) hidden.push(act.field);
      if (errors !== undefined || (data?.it?.userErrors ?? []).length > 0) refused.add(act.field);
    }
  }
  // After signing out, the rest of the document is anonymous.
  expect(hidden.filter((field) => field !== 'Mutation.signOut')).toEqual([]);
  console.log(`siblings: ${asked.length} mutations, ${refused.size} refused`);
  if (asked === mutations) expect(refused.size).toBeGreaterThan(70);
});
