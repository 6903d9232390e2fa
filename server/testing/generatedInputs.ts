import { randomUUID } from 'node:crypto';
import {
  getNamedType,
  getNullableType,
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputField,
  type GraphQLInputType,
  isCompositeType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql';

/** Values of inputs by the name of the field, then by the name of the type; functions are called for each input. */
export type InputValues = Readonly<Record<string, unknown>>;

type Values = Record<string, unknown>;
type Slot = GraphQLArgument | GraphQLInputField;

const scalars: Readonly<Record<string, () => unknown>> = {
  ID: () => '',
  String: () => 'Altstadt',
  Boolean: () => false,
  Int: () => 1,
  Float: () => 1,
  UUID: () => randomUUID(),
  DateTime: () => new Date(Date.now() + 3_600_000).toISOString(),
};

/** Operation that calls a mutation with variables of the names of its arguments; `it` is the alias of its field. */
export function operationOf({ name, args, type }: GraphQLField<unknown, unknown>): string {
  const given = args.map((arg) => `$${arg.name}: ${String(arg.type)}`).join(', ');
  const passed = args.map((arg) => `${arg.name}: $${arg.name}`).join(', ');
  const payload = getNamedType(type);
  const hasErrors = isObjectType(payload) && 'userErrors' in payload.getFields();
  const selection = hasErrors ? '{ userErrors { code } }' : isCompositeType(payload) ? '{ __typename }' : '';
  return `mutation${given && `(${given})`} { it: ${name}${passed && `(${passed})`} ${selection} }`;
}

/** Values of all required fields, and of those that `values` names. */
function requiredOf(slots: readonly Slot[], values: InputValues): Values {
  const wanted = slots.filter(({ name, type }) => isNonNullType(type) || name in values);
  return Object.fromEntries(wanted.map(({ name, type }) => [name, valueOf(name, type, values)]));
}

function valueOf(field: string, type: GraphQLInputType, values: InputValues): unknown {
  const known = values[field] ?? values[getNamedType(type).name];
  if (known !== undefined) return typeof known === 'function' ? (known as () => unknown)() : structuredClone(known);
  const bare = getNullableType(type);
  if (isListType(bare)) return [valueOf(field, bare.ofType as GraphQLInputType, values)];
  if (isInputObjectType(bare)) return requiredOf(Object.values(bare.getFields()), values);
  if (isEnumType(bare)) return bare.getValues()[0]?.name;
  return scalars[getNamedType(type).name]?.() ?? null;
}

/**
 * The required values and, for each flag and each enum at any depth, one copy for each of its values, the others unchanged.
 */
export function variantsOf(slots: readonly Slot[], values: InputValues): Values[] {
  const base = (): Values => requiredOf(slots, values);
  return [base(), ...changesOf(slots, values).map((change) => ({ ...base(), ...change }))];
}

/** Objects of one field each: a value of a flag or an enum, or an object in which one of them has this value. */
function changesOf(slots: readonly Slot[], values: InputValues): Values[] {
  return slots.flatMap(({ name, type }) => choicesOf(name, type, values).map((choice) => ({ [name]: choice })));
}

function choicesOf(field: string, type: GraphQLInputType, values: InputValues): unknown[] {
  const bare = getNullableType(type);
  if (isListType(bare)) return choicesOf(field, bare.ofType as GraphQLInputType, values).map((one) => [one]);
  if (isEnumType(bare)) return bare.getValues().map(({ name }) => name);
  if (!isInputObjectType(bare)) return getNamedType(bare).name === 'Boolean' ? [false, true] : [];
  const changes = changesOf(Object.values(bare.getFields()), values);
  return changes.map((change) => ({ ...(valueOf(field, bare, values) as object), ...change }));
}
