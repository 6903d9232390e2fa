import { type GraphQLResolveInfo, Kind, type SelectionSetNode } from 'graphql';

/**
 * Whether the operation selects no other fields of the object than these, so that the rest of the object need not be
 * read.
 */
export function asksOnly({ fieldNodes, fragments }: GraphQLResolveInfo, ...names: readonly string[]): boolean {
  const fits = (set: SelectionSetNode | undefined): boolean =>
    (set?.selections ?? []).every((selection) => {
      if (selection.kind === Kind.FIELD) return names.includes(selection.name.value);
      if (selection.kind === Kind.INLINE_FRAGMENT) return fits(selection.selectionSet);
      return fits(fragments[selection.name.value]?.selectionSet);
    });
  return fieldNodes.every(({ selectionSet }) => fits(selectionSet));
}
