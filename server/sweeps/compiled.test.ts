import { type DefinitionNode, Kind, type OperationDefinitionNode, parse } from 'graphql';
import { expect } from 'vitest';
import manifest from '../../web/gql/persisted-documents.json' with { type: 'json' };
import { givenPerson, givenStaff } from '../testing/builders.ts';
import { type Answer, type Identified, post } from '../testing/client.ts';
import { givenIssue } from '../testing/issues.ts';
import { givenPoll } from '../testing/polls.ts';
import { givenPost } from '../testing/posts.ts';
import { type TestServer } from '../testing/server.ts';
import { sampleRows } from './sample.ts';
import { test } from '../testing/fixtures.ts';

/* Queries of the web app, sent by hash, are compiled; other documents are interpreted. The answers must be equal. */

let values: Readonly<Record<string, unknown>>;

test.beforeAll(async ({ app, town }) => {
  const staff = await givenStaff(app, town);
  const poll = await givenPoll(app, town, staff);
  const { id } = await givenPost(app, town, staff);
  const issue = await givenIssue(app, town, await givenPerson(app, town));
  const filter = { kind: 'DEFECT', street: null };
  values = {
    ags: town.ags,
    filter,
    groupIds: [],
    first: 5,
    order: 'DUE',
    pollId: poll.id,
    postId: id,
    reference: issue.reference,
  };
});

const queries = Object.entries(manifest).flatMap(([hash, text]) => {
  const operation = parse(text).definitions.find(isOperation);
  return operation?.operation === 'query' ? [{ hash, text, operation }] : [];
});

const asked = sampleRows(queries, ({ operation }) => operation.name?.value ?? '');

function isOperation(definition: DefinitionNode): definition is OperationDefinitionNode {
  return definition.kind === Kind.OPERATION_DEFINITION;
}

test(
  'by hash and as text each query of the web app has the same answer, for citizens, staff and strangers',
  { timeout: 300_000 },
  async ({ app, town }) => {
    let answered = 0;
    let refused = 0;
    for (const { hash, text, operation } of asked) {
      // One account alone would use up what it may ask in a minute.
      const people = { stranger: {}, citizen: await givenPerson(app, town), staff: await givenStaff(app, town) };
      for (const [name, who] of Object.entries(people)) {
        for (const [id, unknowns] of [[values.pollId], [values.postId, null], ['bad', null]] as const) {
          const variables = variablesOf(operation, id, unknowns);
          const asText = await ask(app, who, { query: text, variables });
          const byHash = await ask(app, who, {
            extensions: { persistedQuery: { version: 1, sha256Hash: hash } },
            variables,
          });
          expect(comparable(byHash), `${operation.name?.value}, ${name}`).toEqual(comparable(asText));
          if (asText[1].errors === undefined) answered++;
          else refused++;
        }
      }
    }
    console.log(`${asked.length} queries: ${answered} answers and ${refused} refusals compared`);
    if (asked === queries) expect(Math.min(answered, refused)).toBeGreaterThan(20);
  },
);

/** Variables with an existing object of each type, and undefined or null for unknown ones. */
function variablesOf({ variableDefinitions = [] }: OperationDefinitionNode, id: unknown, unknowns: undefined | null) {
  const known: Readonly<Record<string, unknown>> = { ...values, id };
  return Object.fromEntries(
    variableDefinitions.map(({ variable: { name } }) => [
      name.value,
      name.value in known ? known[name.value] : unknowns,
    ]),
  );
}

async function ask(app: TestServer, who: Identified, body: object): Promise<readonly [status: number, answer: Answer]> {
  const response = await post(app.port, who, body);
  return [response.status, (await response.json()) as Answer];
}

/** Answer without the parts that differ between requests: request ids and signed cursors. */
function comparable([status, { data, errors }]: readonly [number, Answer]): unknown {
  const codes = errors?.map(({ path, extensions }) => ({ path, code: extensions?.code }));
  return JSON.parse(JSON.stringify({ status, data, codes }, (key, value: unknown) => (key === 'message' ? '' : value)));
}
