import { Field, ID, InterfaceType } from 'type-graphql';
import { NIL, validate } from 'uuid';
import { DomainError } from './errors.ts';

const nodeTypes = new WeakMap<object, string>();

/** Notes the GraphQL type of an object that `node(id:)` answers: rows and views do not carry a name of their own. */
export function markNodeType<Found extends object>(found: Found, type: string): Found {
  nodeTypes.set(found, type);
  return found;
}

@InterfaceType('Node', {
  description: 'Anything with a global id (https://relay.dev/graphql/objectidentification.htm).',
  resolveType: (value: object) => nodeTypes.get(value),
})
export abstract class NodeType {
  @Field(() => ID, { description: 'Opaque id, unique over all types; `node(id)` finds the object again.' })
  declare id: string;
}

/** ('Poll', uuid) → opaque global id. */
export function toGlobalId(type: string, id: string): string {
  return Buffer.from(`${type}:${id}`).toString('base64url');
}

interface GlobalId {
  readonly type: string;
  readonly id: string;
}

/** The two parts of a global id, or undefined for nonsense; the id may be anything. */
export function splitGlobalId(globalId: string): GlobalId | undefined {
  if (globalId.length > 200) return undefined;
  const [type = '', id = ''] = Buffer.from(globalId, 'base64url').toString().split(':');
  return toGlobalId(type, id) === globalId ? { type, id } : undefined;
}

/** The type and uuid inside a global id, or undefined for nonsense. */
export function readGlobalId(globalId: string): GlobalId | undefined {
  const known = splitGlobalId(globalId);
  return known !== undefined && validate(known.id) ? known : undefined;
}

/** The uuid of an id that must be of this type; nonsense and ids of other types are NOT_FOUND. */
export function idOf(type: string, globalId: string): string {
  const known = readGlobalId(globalId);
  if (known?.type !== type) throw new DomainError('NOT_FOUND');
  return known.id;
}

/** What was chosen in a form: nonsense and ids of other types are none of its choices, and the nil uuid is no row's. */
export function choiceOf(type: string, globalId: string): string {
  const known = readGlobalId(globalId);
  return known?.type === type ? known.id : NIL;
}
