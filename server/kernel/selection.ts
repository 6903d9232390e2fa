import { type GraphQLResolveInfo, Kind, type SelectionSetNode } from 'graphql';

/** Whether an object is asked for none but these fields: then what they need is enough, and it is not read. */
export function asksOnly({ fieldNodes, fragments }: GraphQLResolveInfo, ...names: readonly string[]): boolean {
  const fits = (set: SelectionSetNode | undefined): boolean =>
    (set?.selections ?? []).every((selection) => {
      if (selection.kind === Kind.FIELD) return names.includes(selection.name.value);
      if (selection.kind === Kind.INLINE_FRAGMENT) return fits(selection.selectionSet);
      return fits(fragments[selection.name.value]?.selectionSet);
    });
  return fieldNodes.every(({ selectionSet }) => fits(selectionSet));
}
