import type { CategoryNameFragment } from '../../gql/graphql.ts';

/** Names of a category while they are edited, as the server takes them. */
export interface CategoryNames {
  name: string;
  variants: { locale: string; name: string }[];
}

export function namesOf({ name, variants }: Pick<CategoryNameFragment, 'name' | 'variants'>): CategoryNames {
  return { name, variants: variants.map(({ locale, name: said }) => ({ locale, name: said })) };
}
