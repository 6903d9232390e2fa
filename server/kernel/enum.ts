import { registerEnumType } from 'type-graphql';

/** A GraphQL enum from its values and their descriptions. */
export function enumOf<K extends string>(
  name: string,
  description: string,
  values: Readonly<Record<K, string>>,
): { readonly [P in K]: P } {
  const entries = Object.entries<string>(values);
  const members = Object.fromEntries(entries.map(([value]) => [value, value])) as { readonly [P in K]: P };
  registerEnumType(members, {
    name,
    description,
    valuesConfig: Object.fromEntries(entries.map(([value, text]) => [value, { description: text }])) as never,
  });
  return members;
}
