import { type ClassType, createUnionType, registerEnumType } from 'type-graphql';

/** GraphQL enum from values and their descriptions. */
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

/** Values of open enums and members of open unions, by name of the GraphQL type. */
export interface OpenTypes {
  readonly enums: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly unions: Readonly<Record<string, readonly ClassType[]>>;
}

interface OpenEnum {
  readonly nameOf: (value: string) => string;
  readonly members: Record<string, string>;
  readonly values: Record<string, { description: string }>;
}
const openEnums = new Map<string, OpenEnum>();
const openUnions = new Map<string, ClassType[]>();

/**
 * GraphQL enum whose values the domains contribute; it is empty until fillOpenTypes() is called. `nameOf` returns the
 * name of a value in the schema.
 */
export function openEnumOf(
  name: string,
  description: string,
  nameOf: (value: string) => string = (value) => value,
): Readonly<Record<string, string>> {
  const members: Record<string, string> = {};
  const values: Record<string, { description: string }> = {};
  openEnums.set(name, { nameOf, members, values });
  registerEnumType(members, { name, description, valuesConfig: values });
  return members;
}

/** GraphQL union whose members the domains contribute. `nameOf` returns the name of a value's type. */
export function openUnionOf(name: string, description: string, nameOf: (value: object) => string | undefined): object {
  const types: ClassType[] = [];
  openUnions.set(name, types);
  return createUnionType({ name, description, types: () => types as never, resolveType: nameOf });
}

/**
 * Fills the open enums and unions with the contributions of the product's domains; call it before the schema is built.
 */
export function fillOpenTypes({ enums, unions }: OpenTypes): void {
  for (const [name, { nameOf, members, values }] of openEnums) {
    const given = Object.entries(enums[name] ?? {});
    replace(
      members,
      given.map(([value]) => [nameOf(value), value]),
    );
    replace(
      values,
      given.map(([value, text]) => [nameOf(value), { description: text }]),
    );
  }
  for (const [name, types] of openUnions) types.splice(0, types.length, ...(unions[name] ?? []));
}

function replace<Value>(target: Record<string, Value>, entries: readonly (readonly [string, Value])[]): void {
  for (const key of Object.keys(target)) Reflect.deleteProperty(target, key);
  for (const [key, value] of entries) target[key] = value;
}
