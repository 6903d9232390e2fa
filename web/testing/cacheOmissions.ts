import type { TypePolicies } from '@apollo/client/core';
import {
  getNamedType,
  isAbstractType,
  isCompositeType,
  isObjectType,
  isUnionType,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLObjectType,
  type GraphQLSchema,
  type SelectionSetNode,
} from 'graphql';

export interface Document {
  /** Path of the file, such as web/poll/poll.graphql. */
  readonly file: string;
  readonly document: DocumentNode;
}

export interface CachePolicies {
  readonly typePolicies: TypePolicies;
}

/** A field as a query selects it, with all of its selections. */
interface Selected {
  readonly parent: GraphQLObjectType;
  readonly name: string;
  readonly type: GraphQLObjectType;
  readonly isPaged: boolean;
  readonly isList: boolean;
  readonly file: string;
  readonly subfields: ReadonlySet<string>;
}

/**
 * One sentence for each omission because of which Apollo's cache would lose or mix data: the file, and the entry to
 * add.
 */
export function findCacheOmissions(
  schema: GraphQLSchema,
  documents: readonly Document[],
  cache: CachePolicies,
): string[] {
  const selected = listSelected(schema, documents);
  return [
    ...new Set([
      ...selected.filter(lacksId).map(idSentence),
      ...selected.filter((field) => lacksKeyArgs(field, cache)).map(keyArgsSentence),
      ...listFeuds(selected, cache).map(mergeSentence),
    ]),
  ];
}

const manifestOf = (file: string) => file.replace(/^web\/(\w+)\/.*/, 'web/$1/$1.pages.ts');

/**
 * Whether a query does not select the id, so that the cache stores the object as a part of each place in which it
 * occurs. A type of a union without a fitting fragment has no id either, and no content that could be shown.
 */
function lacksId({ type, subfields }: Selected): boolean {
  return 'id' in type.getFields() && !subfields.has('id');
}

function idSentence({ file, parent, name, type }: Selected): string {
  return `${file}: select the id of ${type.name} in ${parent.name}.${name}, by which the cache keeps it.`;
}

/** Whether a paged field lacks `keyArgs`, without which each page is stored as a separate list. */
function lacksKeyArgs({ parent, name, isPaged }: Selected, { typePolicies }: CachePolicies): boolean {
  if (!isPaged) return false;
  const policy = typePolicies[parent.name]?.fields?.[name];
  const keyArgs = typeof policy === 'object' ? policy.keyArgs : undefined;
  return !(keyArgs === false || (Array.isArray(keyArgs) && keyArgs.length > 0 && !keyArgs.includes('after')));
}

function keyArgsSentence({ file, parent, name }: Selected): string {
  const entry = `cacheKeys.${parent.name}.fields.${name}.keyArgs`;
  return `${manifestOf(file)}: add ${entry}, the arguments by which one list differs from another, or false.`;
}

/** Objects without an id of which two queries select different fields: each answer would replace the other one's. */
function listFeuds(selected: readonly Selected[], { typePolicies }: CachePolicies): Selected[] {
  const embedded = selected.filter(({ parent, type }) => 'id' in parent.getFields() && !('id' in type.getFields()));
  const known = new Map<string, Selected>();
  return embedded.filter((field) => {
    const key = `${field.parent.name}.${field.name}`;
    const other = known.get(key);
    known.set(key, other ?? field);
    const policy = typePolicies[field.parent.name]?.fields?.[field.name];
    const isSame = !other || [...other.subfields].sort().join() === [...field.subfields].sort().join();
    return !isSame && !(typeof policy === 'object' && policy.merge !== undefined);
  });
}

function mergeSentence({ file, parent, name, isList }: Selected): string {
  const entry = `cacheKeys.${parent.name}.fields.${name}.merge`;
  const value = isList
    ? 'false to replace the list, or a function'
    : 'true to keep what other queries know of the object';
  return `${manifestOf(file)}: add ${entry}: ${value}.`;
}

/** Every field of an object type that a query or mutation selects. Subscriptions bypass the cache (shared/live.ts). */
function listSelected(schema: GraphQLSchema, documents: readonly Document[]): Selected[] {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const { document } of documents)
    for (const definition of document.definitions)
      if (definition.kind === 'FragmentDefinition') fragments.set(definition.name.value, definition);

  return documents.flatMap(({ file, document }) =>
    document.definitions
      .flatMap((definition) => {
        if (definition.kind !== 'OperationDefinition' || definition.operation === 'subscription') return [];
        const root = schema.getRootType(definition.operation);
        return root ? walk([definition.selectionSet], root) : [];
      })
      .map((field) => ({ ...field, file })),
  );

  function walk(sets: readonly SelectionSetNode[], parent: GraphQLObjectType): Omit<Selected, 'file'>[] {
    return [...fieldsOf(sets, parent)].flatMap(([name, nodes]) => {
      const field = parent.getFields()[name];
      const type = getNamedType(field?.type);
      if (!field || !type || !isCompositeType(type)) return [];
      const inner = nodes.flatMap(({ selectionSet }) => selectionSet ?? []);
      const objects = isAbstractType(type) ? schema.getPossibleTypes(type) : [type];
      return objects.filter(isObjectType).flatMap((object) => {
        const subfields = new Set(fieldsOf(inner, object).keys());
        const isPaged = field.args.some((argument) => argument.name === 'after');
        const isList = String(field.type).startsWith('[');
        const self = { parent, name, type: object, isPaged, isList, subfields };
        // Of an interface, such as that of `node(id:)`, a query may select only some types.
        return subfields.size === 0 && !isUnionType(type) ? [] : [self, ...walk(inner, object)];
      });
    });
  }

  function fieldsOf(sets: readonly SelectionSetNode[], type: GraphQLObjectType): Map<string, FieldNode[]> {
    const found = new Map<string, FieldNode[]>();
    for (const selection of sets.flatMap(({ selections }) => selections)) {
      if (selection.kind === 'Field') {
        const name = selection.name.value;
        if (name !== '__typename') found.set(name, [...(found.get(name) ?? []), selection]);
        continue;
      }
      const fragment = selection.kind === 'InlineFragment' ? selection : fragments.get(selection.name.value);
      if (!fragment || !fits(fragment.typeCondition?.name.value, type)) continue;
      for (const [name, nodes] of fieldsOf([fragment.selectionSet], type)) {
        found.set(name, [...(found.get(name) ?? []), ...nodes]);
      }
    }
    return found;
  }

  function fits(condition: string | undefined, type: GraphQLObjectType): boolean {
    const wanted = condition === undefined ? type : schema.getType(condition);
    return wanted === type || (isAbstractType(wanted) && schema.isSubType(wanted, type));
  }
}
