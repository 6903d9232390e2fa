import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import {
  buildSchema,
  getNamedType,
  type GraphQLField,
  type GraphQLInputObjectType,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isObjectType,
  isScalarType,
  isSpecifiedScalarType,
} from 'graphql';

/**
 * One sentence for each violation of the conventions that ESLint's GraphQL rules cannot express. The others
 * (descriptions, input names, Relay types) are in eslint.config.js.
 */
export function findViolations(schema: GraphQLSchema): string[] {
  const types = Object.values(schema.getTypeMap()).filter(({ name }) => !name.startsWith('__'));
  const objects = types.filter(isObjectType);
  return [
    ...fieldsOf(schema.getQueryType()).flatMap(judgeQuery),
    ...fieldsOf(schema.getMutationType()).flatMap(judgeMutation),
    ...fieldsOf(schema.getSubscriptionType()).flatMap(judgeSubscription),
    ...objects.flatMap(judgeLists),
    ...objects.flatMap(judgeObject),
    ...types.flatMap(judgeScalar),
    ...types.flatMap(judgeNames),
    ...types.filter(isInputObjectType).flatMap(judgeInputCycle),
    ...judgeUserError(schema),
  ];
}

type Field = GraphQLField<unknown, unknown>;

function fieldsOf(type: GraphQLObjectType | null | undefined): Field[] {
  return Object.values(type?.getFields() ?? {});
}

function capital(name: string): string {
  return `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
}

/** Query fields are nullable, so that a top-level error sets only its own field to null. */
function judgeQuery({ name, type }: Field): string[] {
  return when(isNonNullType(type), `Query.${name} cannot be null beside its error.`);
}

function judgeMutation({ name, args, type, description }: Field): string[] {
  const payload = `${capital(name)}Payload`;
  const [input, ...more] = args;
  const isInput = input === undefined || (input.name === 'input' && input.type.toString() === `${capital(name)}Input!`);
  return [
    ...when(!isInput || more.length > 0, `Mutation.${name} takes other arguments than input: ${capital(name)}Input!.`),
    ...when(type.toString() !== payload, `Mutation.${name} answers ${type.toString()}, not ${payload} or null.`),
    ...when(
      isObjectType(type) && type.getFields().userErrors?.type.toString() !== '[UserError!]!',
      `${payload} has no userErrors.`,
    ),
    ...when(
      !/User errors: |It has no user errors\./.test(description ?? ''),
      `Mutation.${name} does not say its codes.`,
    ),
  ];
}

function judgeSubscription({ name, args, type }: Field): string[] {
  const after = args.find((argument) => argument.name === 'after');
  const isResumable = after?.type.toString() === 'StreamCursor';
  return when(!isResumable, `Subscription.${name}: ${type.toString()} cannot be taken up after a StreamCursor.`);
}

/**
 * A list is a page of a connection, has few values by its nature, or has a description that states its maximum length.
 */
function judgeLists(type: GraphQLObjectType): string[] {
  if (type.name.endsWith('Connection')) return [];
  const lists = fieldsOf(type).filter((field) =>
    isListType(isNonNullType(field.type) ? field.type.ofType : field.type),
  );
  return lists
    .filter((field) => !isEnumType(getNamedType(field.type)) && getNamedType(field.type).name !== 'UserError')
    .filter(({ description }) => !/\bat most (\d|one|two|three|five|ten|twenty)/i.test(description ?? ''))
    .map((field) => `${type.name}.${field.name} is a list without an end: page it, or say "at most <number>".`);
}

function judgeObject(type: GraphQLObjectType): string[] {
  const { id, nodes } = type.getFields();
  const isNode = type.getInterfaces().some(({ name }) => name === 'Node');
  return [
    ...when(type.name.endsWith('Connection') && nodes === undefined, `${type.name} has no nodes.`),
    ...when(id?.type.toString() === 'ID!' && !isNode, `${type.name} has an id, but is no Node.`),
  ];
}

function judgeScalar(type: GraphQLNamedType): string[] {
  if (!isScalarType(type) || isSpecifiedScalarType(type)) return [];
  return when(type.specifiedByURL == null, `${type.name} has no @specifiedBy.`);
}

/**
 * Hard keywords of Kotlin, which must not be names of fields: generators of strictly typed clients (Apollo Kotlin) turn
 * fields into members.
 */
export const keywords: ReadonlySet<string> = new Set(
  'as break class continue do else false for fun if in interface is null object package return super this throw true try typealias typeof val var when while'.split(
    ' ',
  ),
);

function judgeNames(type: GraphQLNamedType): string[] {
  if (!isObjectType(type) && !isInputObjectType(type)) return [];
  const args = isObjectType(type) ? fieldsOf(type).flatMap((field) => [...field.args]) : [];
  const names = [...Object.keys(type.getFields()), ...args.map((argument) => argument.name)];
  return names.filter((name) => keywords.has(name)).map((name) => `${type.name}.${name} is a keyword of Kotlin.`);
}

/** An input object must not contain itself, because generators would not terminate. */
function judgeInputCycle(type: GraphQLInputObjectType): string[] {
  const holds = (inner: GraphQLInputObjectType, seen: ReadonlySet<string>): boolean =>
    Object.values(inner.getFields())
      .map((field) => getNamedType(field.type))
      .filter(isInputObjectType)
      .some((part) => part === type || (!seen.has(part.name) && holds(part, new Set([...seen, part.name]))));
  return when(holds(type, new Set([type.name])), `${type.name} holds itself.`);
}

function judgeUserError(schema: GraphQLSchema): string[] {
  const type = schema.getType('UserError');
  const code = isObjectType(type) ? type.getFields().code?.type.toString() : undefined;
  return when(code !== 'UserErrorCode!', 'UserError.code is not of the type UserErrorCode!.');
}

function when(isWrong: boolean, sentence: string): string[] {
  return isWrong ? [sentence] : [];
}

function judge(): void {
  const violations = findViolations(buildSchema(readFileSync('schema/schema.graphql', 'utf8')));
  for (const violation of violations) console.error(violation);
  if (violations.length > 0) process.exitCode = 1;
  else console.log('the schema keeps its conventions');
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) judge();
