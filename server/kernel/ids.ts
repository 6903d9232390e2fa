import { Field, ID, InterfaceType } from 'type-graphql';
import { NIL, validate } from 'uuid';
import { DomainError } from './errors.ts';

const nodeTypes = new WeakMap<object, string>();

/**
 * Records the GraphQL type of an object that `node(id:)` returns, because rows and views do not carry the name of their
 * type.
 */
export function markNodeType<Found extends object>(found: Found, type: string): Found {
  nodeTypes.set(found, type);
  return found;
}

@InterfaceType('Node', {
  description: 'Object with a global id (https://relay.dev/graphql/objectidentification.htm).',
  resolveType: (value: object) => nodeTypes.get(value),
})
export abstract class NodeType {
  @Field(() => ID, { description: 'Opaque id, unique over all types; `node(id)` returns its object.' })
  declare id: string;
}

/** Opaque global id of an object: base64url of `<type>:<id>`. */
export function toGlobalId(type: string, id: string): string {
  return Buffer.from(`${type}:${id}`).toString('base64url');
}

interface GlobalId {
  readonly type: string;
  readonly id: string;
}

/** Type and id in a global id, or undefined if it is malformed; the id may have any form. */
export function splitGlobalId(globalId: string): GlobalId | undefined {
  if (globalId.length > 200) return undefined;
  const [type = '', id = ''] = Buffer.from(globalId, 'base64url').toString().split(':');
  return toGlobalId(type, id) === globalId ? { type, id } : undefined;
}

/** Type and UUID in a global id, or undefined if it is malformed. */
export function readGlobalId(globalId: string): GlobalId | undefined {
  const known = splitGlobalId(globalId);
  return known !== undefined && validate(known.id) ? known : undefined;
}

/** UUID in a global id of this type. Throws NOT_FOUND for malformed ids and ids of other types. */
export function idOf(type: string, globalId: string): string {
  const known = readGlobalId(globalId);
  if (known?.type !== type) throw new DomainError('NOT_FOUND');
  return known.id;
}

/** UUID of a choice in a form; the nil UUID, which no row has, for malformed ids and ids of other types. */
export function choiceOf(type: string, globalId: string): string {
  const known = readGlobalId(globalId);
  return known?.type === type ? known.id : NIL;
}
