import { execute, type ExecutionArgs, type ExecutionResult, GraphQLError } from 'graphql';
import { DomainError } from '../errors.ts';

/** Queries and mutations that run over sockets; at a shutdown they are answered before the sockets close. */
export class RunningOperations {
  readonly #isDraining: () => boolean;
  readonly #running = new Set<Promise<ExecutionResult>>();

  constructor(isDraining: () => boolean) {
    this.#isDraining = isDraining;
  }

  /**
   * Executes the operation; while the process drains, it fails with UNAVAILABLE, because the socket closes before its
   * answer.
   */
  execute(args: ExecutionArgs): ExecutionResult | Promise<ExecutionResult> {
    if (this.#isDraining()) {
      const originalError = new DomainError('UNAVAILABLE', { retryAfter: 2 });
      return { errors: [new GraphQLError('draining', { originalError })] };
    }
    const result = execute(args);
    if (!(result instanceof Promise)) return result;
    this.#running.add(result);
    return result.finally(() => this.#running.delete(result));
  }

  /** Resolves when all operations are answered, after `ms` milliseconds at the latest. */
  async settle(ms: number): Promise<void> {
    const patience = Promise.withResolvers<undefined>();
    const timer = setTimeout(patience.resolve, ms, undefined);
    await Promise.race([Promise.allSettled(this.#running), patience.promise]);
    clearTimeout(timer);
    await new Promise(setImmediate); // the last answers still have to reach the sockets
  }
}
