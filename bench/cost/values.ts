import {
  getNamedType,
  getNullableType,
  type GraphQLInputType,
  isAbstractType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isRequiredArgument,
  type GraphQLSchema,
} from './graphql.ts';
import type { AnyField, Arguments } from './operation.ts';

/** Values that were read from the town and can be given as arguments. */
export interface Known {
  readonly schema: GraphQLSchema;
  /** Global ids by the name of their type; each can be read by every admin. */
  readonly ids: Map<string, string[]>;
  /** Values by the name of their field, in the order in which they were read: latitudes stand beside longitudes. */
  readonly values: Map<string, unknown[]>;
}

interface Size {
  /** Length of a text. 0: a text that was read in the town. */
  readonly text: number;
  /** Length of a list of ids. */
  readonly list: number;
  /** Which of the values and ids that were read is taken. */
  readonly pick: number;
}

/** Lengths of texts and lists, the most expensive first; then other objects of the town. */
const sizes: readonly Size[] = [
  { text: 20_000, list: 100, pick: 0 },
  { text: 2000, list: 50, pick: 0 },
  ...Array.from({ length: 8 }, (_, pick): Size => ({ text: 0, list: 1, pick })),
];

const sentence = 'Am *Samstag* treffen wir uns um zehn Uhr am [Rheinufer](https://example.org). ';

/** Arguments to try for a field, the most expensive first; only the last required one varies; none if a required one cannot be found. */
export function argumentsFor(known: Known, field: AnyField): Arguments[] {
  const all = sizes.flatMap((size) => {
    const filled = fillArguments(known, field, size);
    return filled === undefined ? [] : [filled];
  });
  const texts = all.map((args) => JSON.stringify(args));
  return all.filter((_, n) => texts.indexOf(texts[n] ?? '') === n);
}

function fillArguments(known: Known, field: AnyField, size: Size): Arguments | undefined {
  const filled: Record<string, unknown> = {};
  const lastRequired = field.args.findLast(isRequiredArgument);
  for (const argument of field.args) {
    const { name, type } = argument;
    const own = argument === lastRequired ? size : { ...size, pick: 0 };
    if (name === 'first') filled[name] = 100;
    if (!isRequiredArgument(argument) || filled[name] !== undefined) continue;
    const value = valueFor(known, { name, type, field, size: own });
    if (value === undefined) return undefined;
    filled[name] = value;
  }
  return filled;
}

interface Place {
  readonly name: string;
  readonly type: GraphQLInputType;
  readonly field: AnyField;
  readonly size: Size;
}

function valueFor(known: Known, place: Place): unknown {
  const { name, field, size } = place;
  const type = getNullableType(place.type);
  if (isListType(type)) {
    if (getNamedType(type).name === 'ID') return nonEmpty(idsFor(known, name, field).slice(0, size.list));
    const entry = valueFor(known, { ...place, type: type.ofType as GraphQLInputType });
    return entry === undefined ? undefined : [entry];
  }
  if (isEnumType(type)) return type.getValues()[0]?.name;
  if (isInputObjectType(type)) return inputFor(known, place);
  if (getNamedType(type).name === 'ID') return idsFor(known, name, field)[size.pick];
  if (getNamedType(type).name === 'String' && size.text > 0) {
    return sentence.repeat(Math.ceil(size.text / sentence.length)).slice(0, size.text);
  }
  return known.values.get(name)?.[size.pick];
}

function inputFor(known: Known, place: Place): unknown {
  const type = getNullableType(place.type);
  if (!isInputObjectType(type)) return undefined;
  const filled: Record<string, unknown> = {};
  for (const own of Object.values(type.getFields()).filter(({ type: wanted }) => isNonNullType(wanted))) {
    const value = valueFor(known, { ...place, name: own.name, type: own.type });
    if (value === undefined) return undefined;
    filled[own.name] = value;
  }
  return filled;
}

/** `id` and `ids` are of the type that the field returns; `pollId` is of Poll, `categoryId` of IssueCategory. */
function idsFor({ schema, ids }: Known, name: string, field: AnyField): string[] {
  const own = getNamedType(field.type);
  if (name === 'id' || name === 'ids') {
    const types = isAbstractType(own) ? schema.getPossibleTypes(own) : [own];
    return types.flatMap((type) => ids.get(type.name) ?? []);
  }
  const wanted = name.replace(/Ids?$/, '').toLowerCase();
  const types = [...ids.keys()].toSorted((a, b) => a.length - b.length);
  const type = types.find((one) => one.toLowerCase().endsWith(wanted));
  return ids.get(type ?? '') ?? [];
}

function nonEmpty(list: string[]): string[] | undefined {
  return list.length === 0 ? undefined : list;
}
