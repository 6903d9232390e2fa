import type { MailServer } from '../mail.ts';
import type { Question } from './question.ts';
import type { Town } from './town.ts';

/** How somebody stands towards a town. */
export type Standing = 'anonymous' | 'citizen' | 'clerk' | 'admin' | 'partner';

/** One way into the product, tried by everybody in their own and in the other town. */
export interface Act {
  /** `Query.poll`, `Mutation.castVote`, `Subscription.feed`, `node Poll` or an edge such as `Group.members`. */
  readonly field: string;
  /** What is special about the target. */
  readonly variant?: string;
  /** Who is sure to get data: asks for the very target that was refused, so that it is known to exist. */
  readonly witness: Standing | 'nobody';
  /** It is about the asker alone: there is no other town to ask about. */
  readonly isAboutAsker?: true;
  /** Asked after all others: it moves people between groups, in which other rows need them. */
  readonly runsLast?: true;
  /** A target of its own, made for this cell, and the question about it. */
  prepare(town: Town, mail: MailServer): Question | Promise<Question>;
}

/** A question about the asker alone. */
export function aboutAsker(field: string, witness: Act['witness'], query: string): Act {
  return { field, witness, isAboutAsker: true, prepare: () => ({ query }) };
}

/** Global id of what is asked for. */
type Target = (town: Town) => string | Promise<string>;

/** The object itself by its global id. */
export function node(type: string, target: Target, witness: Act['witness'], variant?: string): Act {
  const query = `query($id: ID!) { it: node(id: $id) { id __typename } }`;
  const prepare = async (town: Town): Promise<Question> => ({ query, variables: { id: await target(town) } });
  return { field: `node ${type}`, ...(variant && { variant }), witness, prepare };
}

/** A field of an object that leads on, or that is withheld from most: `selection` is asked below it. */
export function edge(field: string, target: Target, witness: Act['witness'], selection: string, args = ''): Act {
  const [type = '', name = ''] = field.split('.');
  const query = `query($id: ID!) { node(id: $id) { ... on ${type} { it: ${name}${args} ${selection} } } }`;
  return { field, witness, prepare: async (town) => ({ query, variables: { id: await target(town) } }) };
}

/** `call` uses `$input` of this type. */
export function mutation(
  field: string,
  witness: Act['witness'],
  [call, type, selection]: readonly [call: string, type: string, selection: string],
  input: (town: Town) => unknown,
  variant?: string,
): Act {
  const query = `mutation($input: ${type}) { it: ${call} { ${selection} userErrors { code } } }`;
  const prepare = async (town: Town): Promise<Question> => ({ query, variables: { input: await input(town) } });
  return { field: `Mutation.${field}`, ...(variant && { variant }), witness, prepare };
}
