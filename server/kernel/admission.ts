import {
  type DocumentNode,
  getOperationAST,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
  visit,
} from 'graphql';
import type { Context } from './context.ts';
import { costOf, type Operation } from './cost.ts';
import { DomainError } from './errors.ts';
import { queryLimits } from './queryLimits.ts';
import type { Balance, Rate } from './rate.ts';

const perMinute = (name: string, points: number): Rate => ({ name, points, seconds: 60 });
/** Rates per minute of mutations (in mutations) and cost (in points). */
export const rates = {
  personMutations: perMinute('mutations.person', 120),
  personCost: perMinute('cost.person', 50_000),
  keyMutations: perMinute('mutations.key', 600),
  keyCost: perMinute('cost.key', 200_000),
} as const;

/** Least cost of an operation in points: also the smallest one is authenticated, admitted and answered. */
export const leastCost = 20;

/** Cost of an admitted operation in points, and what is left of its sender's rates. */
export interface Admission {
  readonly cost: number;
  readonly balances: readonly Balance[];
}

/**
 * Decides whether an operation may be executed; the same rules hold over HTTP and sockets. Throws FORBIDDEN for
 * introspection without the right to it, COST_EXCEEDED beyond the limit of one operation, RATE_LIMITED with
 * `retryAfter` beyond the sender's rates, UNAVAILABLE with `retryAfter` for mutations during a fault of the machine. Undefined: the document has no such operation, which its execution reports.
 */
export function admitOperation(ctx: Context, operation: Operation): Admission | undefined {
  const definition = getOperationAST(operation.document, operation.operationName);
  if (definition == null) return undefined;
  if (definition.operation === 'mutation') ctx.machine.requireWritable();
  if (asksForSchema(operation.document) && !mayIntrospect(ctx)) throw new DomainError('FORBIDDEN');
  const cost = Math.max(leastCost, costOf(operation));
  if (cost > queryLimits.cost) throw new DomainError('COST_EXCEEDED', { cost, limit: queryLimits.cost });
  const { key, mutations, costs } = accountOf(ctx);
  const balance = ctx.limits.charge(costs, key, cost);
  if (mutations === undefined) return { cost, balances: [balance] };
  const acts = definition.operation === 'mutation' ? countRootFields(operation.document, definition) : 0;
  return { cost, balances: [balance, ctx.limits.charge(mutations, key, acts)] };
}

/** Rates that the sender has left in the current minute; nothing is charged. */
export function balancesOf(ctx: Context): Balance[] {
  const { key, mutations, costs } = accountOf(ctx);
  return [costs, ...(mutations ? [mutations] : [])].map((rate) => ctx.limits.charge(rate, key, 0));
}

interface Account {
  readonly key: string;
  readonly costs: Rate;
  /**
   * Absent for anonymous visitors: their mutations are charged by cost only, and operations that need no account have
   * rates of their own.
   */
  readonly mutations?: Rate;
}

function accountOf({ actor, caller, config }: Context): Account {
  if (actor.kind === 'person') return { key: actor.id, costs: rates.personCost, mutations: rates.personMutations };
  if (actor.kind === 'partner') return { key: actor.keyId, costs: rates.keyCost, mutations: rates.keyMutations };
  return { key: caller?.ip ?? '', costs: perMinute('cost.ip', config.anonymousCostPerMinute) };
}

function mayIntrospect({ actor, config }: Context): boolean {
  return config.mode === 'demo' || actor.kind === 'partner';
}

const schemaQuestions = new WeakMap<DocumentNode, boolean>();

/** Whether the document asks for introspection. The result is cached, because equal texts share one document. */
function asksForSchema(document: DocumentNode): boolean {
  const known = schemaQuestions.get(document);
  if (known !== undefined) return known;
  let asks = false;
  visit(document, {
    Field: ({ name }) => {
      asks ||= name.value === '__schema' || name.value === '__type';
    },
  });
  schemaQuestions.set(document, asks);
  return asks;
}

/** Number of root fields, each of which counts as one mutation: fifteen aliases are fifteen mutations. */
function countRootFields(document: DocumentNode, { selectionSet }: OperationDefinitionNode): number {
  const count = (set: SelectionSetNode): number =>
    set.selections.reduce((sum, selection) => {
      if (selection.kind === Kind.FIELD) return sum + 1;
      if (selection.kind === Kind.INLINE_FRAGMENT) return sum + count(selection.selectionSet);
      const fragment = document.definitions.find(
        (definition) => definition.kind === Kind.FRAGMENT_DEFINITION && definition.name.value === selection.name.value,
      );
      return fragment?.kind === Kind.FRAGMENT_DEFINITION ? sum + count(fragment.selectionSet) : sum;
    }, 0);
  return count(selectionSet);
}
