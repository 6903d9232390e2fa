import {
  getNamedType,
  type GraphQLInputObjectType,
  type GraphQLInputType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isRequiredInputField,
  parse,
  valueFromASTUntyped,
} from 'graphql';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createSchema } from './schema.ts';
import { ask, askData, type Data } from './testing/client.ts';
import { givenPost } from './testing/posts.ts';
import { type MailServer, startMailServer } from './testing/mail.ts';
import { startRoads } from './testing/outside.ts';
import type { Act } from './testing/policy/act.ts';
import { acts } from './testing/policy/acts.ts';
import { identify } from './testing/policy/actors.ts';
import { secondAdmin, openTown, type Town } from './testing/policy/town.ts';
import { startTestServer, type TestServer } from './testing/server.ts';

/** Fields that people write in several lines; by the type of the input, or for all types. */
const manyLines: ReadonlySet<string> = new Set([
  'answer',
  'barriers',
  'body',
  'csv',
  'description',
  'imprint',
  'message',
  'note',
  'privacy',
  'purpose',
  'reason',
  'IssueAnswerInput.value',
  'TextAnswerInput.text',
  'AttachmentInput.summary',
  'CategoryEmergencyInput.text',
  'CategoryEmergencyVariantInput.text',
  'CommentIssueInput.text',
  'DecideNoticeInput.statement',
  'SendNoticeInput.text',
  'ReportIssueInput.text',
  'TakeIssueInput.text',
  'SubmitIdeaInput.text',
  'CreateIssueTemplateInput.text',
  'ReviseIssueTemplateInput.text',
  'IssueTemplateVariantInput.text',
  'EnterRecoverySheetInput.words',
]);

/** Fields with a form of their own, which other codes refuse: addresses, dates, codes, keys of languages. */
const ownForm: ReadonlySet<string> = new Set([
  'ags',
  'agendaOn',
  'auth',
  'blinded',
  'claimCode',
  'code',
  'color',
  'contactEmail',
  'date',
  'email',
  'endpoint',
  'fingerprint',
  'forwardEmail',
  'from',
  'fromNumber',
  'houseNumber',
  'ips',
  'link',
  'locale',
  'next',
  'onlineUrl',
  'origins',
  'p256dh',
  'phone',
  'photoProof',
  'photoProofs',
  'postcode',
  'proof',
  'response',
  'serviceKey',
  'timeZone',
  'to',
  'toNumber',
  'token',
  'agendaUrl',
  'resolutionUrl',
  'url',
  'contentHash',
  'device',
  'placeName',
  'template',
  'RequestNumberByLinkInput.number',
  'RequestNumberCodeInput.number',
  'RequestReplyToInput.address',
  'SetFromAddressInput.address',
  'SetWasteDistrictInput.address',
  'WasteLabelInput.label',
]);

/** Valid values of fields that a row of the tenant matrix leaves out, so that the field under test is reached. */
const samples: Readonly<Record<string, object>> = {
  PollVariantInput: { locale: 'en', title: 'A new title', questions: [{ text: 'What?', options: ['One', 'Two'] }] },
  PostVariantInput: { locale: 'en', title: 'A new title', body: 'Text' },
};
const moreInput: Readonly<Record<string, object>> = {
  CreateEventInput: { slots: [{ kind: 'SHIFT', title: 'Aufbau' }] },
  UpdateEventInput: { slots: [{ kind: 'SHIFT', title: 'Aufbau' }] },
  SetTownMapInput: { source: 'PMTILES', url: 'https://tiles.example.org/ort.pmtiles', attribution: 'Kreis' },
};

type Path = readonly GraphQLInputField[];
interface GraphQLInputField {
  readonly parent: GraphQLInputObjectType;
  readonly name: string;
}

const schema = await createSchema();
const mutations = Object.values(schema.getMutationType()?.getFields() ?? {});
const lines = mutations.flatMap(({ name, args: [input] }) => {
  const type = input && getNamedType(input.type);
  if (!isInputObjectType(type)) return [];
  return stringsOf(type)
    .filter(isOneLine)
    .map((path) => ({ name, path, field: path.map((part) => part.name).join('.') }));
});

let app: TestServer;
let mail: MailServer;
let town: Town;
const roads = await startRoads();
beforeAll(async () => {
  mail = await startMailServer();
  // A server of its own: it knows a server of a road authority.
  app = await startTestServer({ smtpUrl: mail.url, trustProxy: 1, outsideHosts: [roads.host] });
  town = await openTown(app, 'Ahornau');
}, 60_000);
afterAll(async () => {
  await app.stop();
  roads.stop();
  await mail.stop();
});

/**
 * Fields with a check that comes first: only keys may send an external id, a postcode consists of digits, and only a warning
 * about a missing person names one.
 */
const otherCodes: Readonly<Record<string, readonly [code: string, place: string]>> = {
  externalId: ['KEYS_ONLY', 'externalId'],
  postcodes: ['BAD_POSTCODE', 'postcodes'],
  'missingPerson.name': ['MISSING_PERSON_NOT_NAMED', 'missingPerson'],
};

test.each(lines)('$name refuses a line break in $field', { timeout: 60_000 }, async ({ name, path }) => {
  const place = path.map((part) => part.name).join('.');
  expect(await refusalsOf(name, path)).toContainEqual(otherCodes[place] ?? ['BAD_CHARACTERS', place]);
});

test('the list of fields is not empty and knows the titles and names', () => {
  expect(lines.length).toBeGreaterThan(50);
  const names = lines.map(({ name, field }) => `${name} ${field}`);
  expect(names).toEqual(expect.arrayContaining(['createPost title', 'createPoll questions.options', 'openDesk name']));
});

test.each(['\t', '\r', '\u0000', '\u0085', '\u2028'])(
  'a title with %j is refused and nothing is stored',
  async (sign) => {
    const { id, version } = await givenPost(app, town.place, town.admin, { title: 'Wie bisher' });
    const input = { postId: id, version, title: `Neue${sign}Zeile`, body: 'Neu.', change: 'Uhrzeit' };
    const revise = 'mutation($input: RevisePostInput!) { revisePost(input: $input) { userErrors { code path } } }';
    const { revisePost } = await askData(app.port, town.admin, revise, { input });
    expect(revisePost.userErrors).toEqual([{ code: 'BAD_CHARACTERS', path: ['title'] }]);
    const { post } = await askData(app.port, town.admin, 'query($id: ID!) { post(id: $id) { title version } }', { id });
    expect(post).toEqual({ title: 'Wie bisher', version });
  },
);

function isOneLine(path: Path): boolean {
  const last = path.at(-1);
  if (last === undefined) return false;
  const names = [last.name, `${last.parent.name}.${last.name}`];
  return !names.some((name) => manyLines.has(name) || ownForm.has(name));
}

/** Paths to all fields of type String in an input and in the inputs inside it. */
function stringsOf(type: GraphQLInputObjectType, above: Path = []): Path[] {
  return Object.values(type.getFields()).flatMap((field) => {
    const named = getNamedType(field.type);
    const path = [...above, { parent: type, name: field.name }];
    if (isInputObjectType(named)) return stringsOf(named, path);
    return named.name === 'String' ? [path] : [];
  });
}

/** Codes and paths of the user errors when the field in the mutation's row of the tenant matrix has a line break. */
async function refusalsOf(mutation: string, path: Path): Promise<[string, string][]> {
  const act = acts.find(({ field }) => field === `Mutation.${mutation}`);
  if (act === undefined || path[0] === undefined) throw new Error(`no row for ${mutation}`);
  const given = await inputOf(act);
  const input = withLineBreak({ ...given, ...moreInput[path[0].parent.name] }, path);
  const results = mutation === 'moveIssues' ? 'results { userErrors { code path } }' : '';
  const query = `mutation($input: ${path[0].parent.name}!) {
    it: ${mutation}(input: $input) { ${results} userErrors { code path } } }`;
  const who = act.witness === 'admin' ? await secondAdmin(town) : identify(town, act.witness as 'citizen');
  const { data, errors }: Data = await ask(app.port, who, query, { input });
  if (errors !== undefined) throw new Error(JSON.stringify(errors));
  const prefix = results === '' ? [] : ['moves'];
  const all: Data[] = [...data.it.userErrors, ...(data.it.results ?? []).flatMap((one: Data) => one.userErrors)];
  // Places in lists are left out.
  return all.map(({ code, path: at }) => [code, [...prefix, ...at].filter((part) => !/^\d+$/.test(part)).join('.')]);
}

/** Argument `input` of the row's mutation. */
async function inputOf(act: Act): Promise<object> {
  const { query, variables } = await act.prepare(town, mail);
  const [operation] = parse(query).definitions;
  const [call] = operation?.kind === 'OperationDefinition' ? operation.selectionSet.selections : [];
  const value = call?.kind === 'Field' ? call.arguments?.[0]?.value : undefined;
  if (value === undefined) throw new Error(`no input in ${query}`);
  return valueFromASTUntyped(value, variables) as object;
}

/** The input with two lines in the field; objects that the path needs are added. */
function withLineBreak(given: Data, [step, ...rest]: Path): object {
  const field = step?.parent.getFields()[step.name];
  if (field === undefined) throw new Error('no such field');
  const named = getNamedType(field.type);
  const isList = isListType(isNonNullType(field.type) ? field.type.ofType : field.type);
  const others: readonly Data[] = isList ? (given[field.name] ?? []).slice(1) : [];
  const before = isList ? given[field.name]?.[0] : given[field.name];
  const value = isInputObjectType(named) ? withLineBreak(before ?? sampleOf(named), rest) : 'Erste Zeile\nzweite Zeile';
  return { ...given, [field.name]: isList ? [value, ...others] : value };
}

function sampleOf(type: GraphQLInputType): Data {
  if (isNonNullType(type)) return sampleOf(type.ofType);
  if (isListType(type)) return [];
  if (isEnumType(type)) return type.getValues()[0]?.name;
  if (!isInputObjectType(type)) return type.name === 'String' ? 'Beispiel' : 1;
  const required = Object.values(type.getFields()).filter(isRequiredInputField);
  return samples[type.name] ?? Object.fromEntries(required.map((field) => [field.name, sampleOf(field.type)]));
}
