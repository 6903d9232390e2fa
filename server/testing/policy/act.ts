import type { MailServer } from '../mail.ts';
import type { Question } from './question.ts';
import type { Town } from './town.ts';

/** Relation of an actor to a town. */
export type Standing = 'anonymous' | 'citizen' | 'clerk' | 'admin' | 'partner';

/** Way into the server that every kind of actor tries in the own and in the other town. */
export interface Act {
  /**
   * Name of the way: `Query.poll`, `Mutation.castVote`, `Subscription.feed`, `node Poll` or an edge such as
   * `Group.members`.
   */
  readonly field: string;
  /** Property of the target that makes this row different from others of the field. */
  readonly variant?: string;
  /** Actor who must get data for a target that was refused to others, as proof that the target exists. */
  readonly witness: Standing | 'nobody';
  /** True: the question concerns only the asker, so the other town is not tried. */
  readonly isAboutAsker?: true;
  /** True: runs after all other rows, because it moves people between groups in which other rows need them. */
  readonly runsLast?: true;
  /** Makes the target of this cell and returns the question about it. */
  prepare(town: Town, mail: MailServer): Question | Promise<Question>;
}

/** Row for a question that concerns only the asker. */
export function aboutAsker(field: string, witness: Act['witness'], query: string): Act {
  return { field, witness, isAboutAsker: true, prepare: () => ({ query }) };
}

/** Global id of the target. */
type Target = (town: Town) => string | Promise<string>;

/** Row for `node(id:)` with the global id of the target. */
export function node(type: string, target: Target, witness: Act['witness'], variant?: string): Act {
  const query = `query($id: ID!) { it: node(id: $id) { id __typename } }`;
  const prepare = async (town: Town): Promise<Question> => ({ query, variables: { id: await target(town) } });
  return { field: `node ${type}`, ...(variant && { variant }), witness, prepare };
}

/** Row for a field that leads to other objects or is withheld from most actors, with `selection` below it. */
export function edge(field: string, target: Target, witness: Act['witness'], selection: string, args = ''): Act {
  const [type = '', name = ''] = field.split('.');
  const query = `query($id: ID!) { node(id: $id) { ... on ${type} { it: ${name}${args} ${selection} } } }`;
  return { field, witness, prepare: async (town) => ({ query, variables: { id: await target(town) } }) };
}

/** Row for a mutation; `call` uses the variable `$input` of this type. */
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
