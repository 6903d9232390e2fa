import {
  type DocumentNode,
  type FieldNode,
  getNamedType,
  isAbstractType,
  isObjectType,
  Kind,
  parse,
  print,
  type SelectionNode,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createSchema } from '../schema.ts';
import type { Data } from '../testing/client.ts';
import { type MailServer, startMailServer } from '../testing/mail.ts';
import { startRoads } from '../testing/outside.ts';
import type { Act, Standing } from '../testing/policy/act.ts';
import { identify } from '../testing/policy/actors.ts';
import { acts } from '../testing/policy/acts.ts';
import { askFor, type Question } from '../testing/policy/question.ts';
import { openTown, type Town } from '../testing/policy/town.ts';
import { startTestServer, type TestServer } from '../testing/server.ts';
import { sampleRows } from './sample.ts';

/*
 * The rows of the tenant matrix cover every list and every stream. Here each of those asked returns its cursors, and each
 * cursor is then sent to every other list and stream that is asked.
 */

const schema = await createSchema();

let app: TestServer;
let mail: MailServer;
let roads: Awaited<ReturnType<typeof startRoads>>;
let town: Town;

// A server of its own: it knows services of others, and openTown lifts its rates.
beforeAll(async () => {
  mail = await startMailServer();
  roads = await startRoads();
  app = await startTestServer({ smtpUrl: mail.url, outsideHosts: [roads.host] });
  town = await openTown(app, 'Ahornau');
}, 120_000);
afterAll(async () => {
  await app.stop();
  roads.stop();
  await mail.stop();
});

/** Adds the selections of cursors to the visited fields of a document; `change` may alter the field itself. */
function rewrite(query: string, change: (field: FieldNode, name: string) => FieldNode): string {
  const types = new TypeInfo(schema);
  const document: DocumentNode = visit(
    parse(query),
    visitWithTypeInfo(types, {
      Field: {
        leave(field) {
          const selections = [...(field.selectionSet?.selections ?? []), ...cursorsOf(getNamedType(types.getType()))];
          const more = field.selectionSet ? { selectionSet: { kind: Kind.SELECTION_SET, selections } as const } : {};
          return change({ ...field, ...more }, `${types.getParentType()?.name ?? ''}.${field.name.value}`);
        },
      },
    }),
  );
  return print(document);
}

/** Selections that return the cursors of a type. */
function cursorsOf(type: unknown): readonly SelectionNode[] {
  if (isAbstractType(type as never)) {
    return schema.getPossibleTypes(type as never).flatMap((member) => {
      const own = cursorsOf(member).map((one) => print(one));
      return own.length > 0 ? selectionsIn(`... on ${member.name} { ${own.join(' ')} }`) : [];
    });
  }
  if (!isObjectType(type as never)) return [];
  const { name } = type as { name: string };
  if (name.endsWith('Connection')) {
    return selectionsIn('cursors: pageInfo { startCursor endCursor } more: edges { cursor }');
  }
  return fieldTypeOf(name, 'cursor') === 'StreamCursor' ? selectionsIn('streamCursor: cursor') : [];
}

function selectionsIn(text: string): readonly SelectionNode[] {
  const [operation] = parse(`{ ${text} }`).definitions;
  return operation?.kind === Kind.OPERATION_DEFINITION ? operation.selectionSet.selections : [];
}

function fieldTypeOf(type: string, field: string): string | undefined {
  const object = schema.getType(type);
  const found = isObjectType(object) ? object.getFields()[field] : undefined;
  return found && getNamedType(found.type).name;
}

/** `Type.field` of each page list and of each subscription, which all take `after`. */
function listsOf(): string[] {
  return Object.values(schema.getTypeMap())
    .filter(isObjectType)
    .flatMap((type) => Object.values(type.getFields()).map((field) => ({ type, field })))
    .filter(({ field }) => field.args.some(({ name }) => name === 'after'))
    .map(({ type, field }) => `${type.name}.${field.name}`);
}

/** Values of fields with these names anywhere in an answer. */
function valuesIn(answer: Data, names: readonly string[]): string[] {
  if (answer === null || typeof answer !== 'object') return [];
  return Object.entries(answer as Data).flatMap(([name, value]) =>
    typeof value === 'string' ? (names.includes(name) ? [value] : []) : valuesIn(value, names),
  );
}

/** Acts whose lists only operators may read, who belong to no town. */
const ofOperators = acts.filter(({ witness }) => witness === 'nobody').map(({ field }) => field);
const readable = listsOf().filter((list) => !ofOperators.includes(list));
const lists = sampleRows(readable, (list) => list);

interface Asked {
  /** List or stream of the question, `Type.field`. */
  readonly list: string;
  readonly witness: Standing;
  readonly question: Question;
  /** A cursor of the list. */
  readonly cursor: string;
}

/** Acts that may ask for a list: those of that name, then those of fields whose type has the list. */
function actsFor(list: string): readonly Act[] {
  const [parent] = list.split('.');
  const others = acts.filter(({ field, witness }) => {
    const [type = '', name = ''] = field.split('.');
    return witness !== 'nobody' && field !== list && fieldTypeOf(type, name) === parent;
  });
  return [...acts.filter(({ field }) => field === list), ...others];
}

/** The first question of the acts for a list whose answer has a cursor of it; undefined if none has. */
async function askFirst(list: string): Promise<Asked | undefined> {
  for (const act of actsFor(list)) {
    const { witness } = act;
    if (witness === 'nobody') continue;
    const question = await act.prepare(town, mail);
    let isAsked = false;
    const query = rewrite(question.query, (field, name) => {
      isAsked ||= name === list;
      return field;
    });
    if (!isAsked) continue;
    const { text } = await askFor(app.port, identify(town, witness), { ...question, query });
    const names = list.startsWith('Subscription.') ? ['streamCursor'] : ['endCursor', 'cursor'];
    const [cursor] = valuesIn(JSON.parse(text), names);
    if (cursor !== undefined) return { list, witness, question, cursor };
  }
  return undefined;
}

/** Question of a list with `after`. */
function questionAfter(cursor: string, { list, question }: Asked): Question {
  const [made] = selectionsIn(`made(after: "${cursor}")`);
  const after = made?.kind === Kind.FIELD ? (made.arguments ?? []) : [];
  const query = rewrite(question.query, (field, name) => {
    if (name !== list) return field;
    const others = (field.arguments ?? []).filter((argument) => argument.name.value !== 'after');
    return { ...field, arguments: [...others, ...after] };
  });
  return { ...question, query };
}

/** Whether an id, a date or JSON is readable in the cursor. */
function isReadable(cursor: string): boolean {
  const texts = cursor.split('.').map((part) => Buffer.from(part, 'base64url').toString('latin1'));
  return [cursor, ...texts].some((text) => /[\da-f]{8}-[\da-f]{4}|\d{4}-\d\d|^\[?"?\d+"?\]?$|^\["/.test(text));
}

test('what is only signed would be found readable', () => {
  const signed = (position: string): string => `c2lnbmF0dXJl.${Buffer.from(position).toString('base64url')}`;
  const positions = [
    '["0190e0f0-0000-7000-8000-000000000001",null]',
    '[5,"2026-12-03T15:00:00.000Z"]',
    '17',
    '["Beet"]',
  ];
  expect(positions.filter((position) => !isReadable(signed(position)))).toEqual([]);
});

/** The board and the list beside it have the same cursors: the web app opens the first and continues in the second. */
const board = ['IssueBoard.issues', 'Municipality.issues'];

function isSameList(a: string, b: string): boolean {
  return a === b || (board.includes(a) && board.includes(b));
}

test('no cursor can be read, and each is good for its own list alone', { timeout: 300_000 }, async () => {
  const asked: Asked[] = [];
  for (const list of lists) {
    const one = await askFirst(list);
    if (one !== undefined) asked.push(one);
  }
  expect(asked.map(({ list }) => list)).toEqual(lists);
  expect(asked.map(({ cursor }) => cursor).filter(isReadable)).toEqual([]);
  const answers: string[] = [];
  for (const one of asked) {
    for (const { list: origin, cursor } of asked) {
      // A stream sends nothing after its own newest cursor.
      if (origin === one.list && origin.startsWith('Subscription.')) continue;
      const { word } = await askFor(app.port, identify(town, one.witness), questionAfter(cursor, one));
      const isRefused = word === 'BAD_CURSOR';
      if (isRefused === isSameList(origin, one.list)) answers.push(`${one.list} after a cursor of ${origin}: ${word}`);
    }
  }
  expect(answers).toEqual([]);
});
