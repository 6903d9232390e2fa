import { defaultFieldResolver, type GraphQLSchema } from 'graphql';
import { mutationCodes } from '../mutationCodes.ts';

const watched = new WeakSet<GraphQLSchema>();
const undeclared = new Set<string>();

/** Collects, from now on, user errors that the description of their mutation does not list. */
export function watchUserErrors(schema: GraphQLSchema): void {
  if (watched.has(schema)) return;
  watched.add(schema);
  for (const field of Object.values(schema.getMutationType()?.getFields() ?? {})) {
    const { resolve = defaultFieldResolver } = field;
    const declared: ReadonlySet<string> = new Set(mutationCodes[field.name] ?? []);
    field.resolve = async (...asked): Promise<unknown> => {
      const payload: unknown = await resolve(...asked);
      for (const code of codesIn(payload)) if (!declared.has(code)) undeclared.add(`${field.name}: ${code}`);
      return payload;
    };
  }
}

/** Throws if a mutation has answered with a code that its description does not list. */
export function requireDeclaredErrors(): void {
  const found = [...undeclared];
  undeclared.clear();
  if (found.length > 0) throw new Error(`schema/mutationCodes.ts does not find: ${found.join(', ')}`);
}

interface Payload {
  readonly userErrors?: readonly { readonly code: string }[];
  readonly results?: readonly Payload[];
}

/** Codes of a payload and of each result in it. */
function codesIn(payload: unknown): string[] {
  const { userErrors = [], results } = payload as Payload;
  return [...userErrors.map(({ code }) => code), ...(results ?? []).flatMap(codesIn)];
}
