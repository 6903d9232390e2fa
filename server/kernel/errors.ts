import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { v4 as uuid } from 'uuid';
import type { Log } from './log.ts';
import type { UserErrorCode } from './names.ts';
import { isOutage, writeFaultOf } from './outage.ts';
import { queryLimits } from './queryLimits.ts';

/** Codes of top-level errors; user errors have the codes of their domains. */
export type ErrorCode =
  | 'UNAUTHENTICATED'
  | 'FORBIDDEN'
  | 'NOT_FOUND'
  | 'BAD_CURSOR'
  | 'BAD_USER_INPUT'
  | 'RATE_LIMITED'
  | 'COST_EXCEEDED'
  | 'UNAVAILABLE'
  | 'HTTP_ONLY'
  | 'PASSKEY_REQUIRED'
  | 'SOCKET_ONLY';

/** Top-level error with `extensions.code`: missing role or scope, other tenant, unknown id. */
export class DomainError extends Error {
  constructor(
    readonly code: ErrorCode,
    readonly data: Readonly<Record<string, unknown>> = {},
  ) {
    super(code);
  }
}

/** Refusal because of input or state; `message` is English for developers, the web app translates `code`. */
export interface UserError {
  readonly code: UserErrorCode;
  readonly message: string;
  /** Path of the field in the input, for example ['questions', '0', 'options']. */
  readonly path: readonly string[];
}

/**
 * Refusal because of input or state, answered as `userErrors` in the payload; `data` fills other fields of the payload
 * (CONFLICT).
 */
export class Refusal extends Error {
  readonly userErrors: readonly UserError[];
  constructor(
    errors: UserError | readonly UserError[],
    readonly data: Readonly<Record<string, unknown>> = {},
  ) {
    super('refused');
    this.userErrors = Array.isArray(errors) ? errors : [errors as UserError];
  }
}

/** Fields of an error's extensions beside its code. */
type ErrorData = Readonly<Record<string, unknown>>;

/** Reason of a denied verdict: about the actor (top-level error) or about the state (user error). */
export type DenialCode = UserErrorCode | 'UNAUTHENTICATED' | 'FORBIDDEN' | 'NOT_FOUND';
export type Verdict =
  { readonly allow: true } | { readonly allow: false; readonly code: DenialCode; readonly data?: ErrorData };
export const allow: Verdict = { allow: true };
export const deny = (code: DenialCode, data?: ErrorData): Verdict => ({ allow: false, code, ...(data && { data }) });

const topLevel: ReadonlySet<string> = new Set<ErrorCode>(['UNAUTHENTICATED', 'FORBIDDEN', 'NOT_FOUND']);

/** Throws for a denied verdict: DomainError for reasons about the actor, Refusal for reasons about the state. */
export function authorize(verdict: Verdict, path: readonly string[] = []): void {
  if (verdict.allow) return;
  if (isTopLevel(verdict.code)) throw new DomainError(verdict.code, verdict.data);
  throw new Refusal({ code: verdict.code, message: sentence(verdict.code), path });
}

/** Error for invalid credentials; the HTTP status is 401 too, because programs check the status first. */
export function unauthenticated(): GraphQLError {
  const originalError = new DomainError('UNAUTHENTICATED');
  return new GraphQLError('unauthenticated', { originalError, extensions: { http: { status: 401 } } });
}

/** Refusal of the input field at `path`; without a path, of the state. */
export function refusal(code: UserErrorCode, ...path: readonly string[]): Refusal {
  return new Refusal({ code, message: sentence(code), path });
}

/** Sentence from a code: POLL_NOT_OPEN becomes "poll not open". */
export function sentence(code: string): string {
  return code.toLowerCase().replaceAll('_', ' ');
}

/** Services that learn of unexpected errors. */
export interface ErrorSinks {
  readonly log: Log;
  /** Health of the machine: an error can be the first sign of a full disk. */
  readonly machine?: { note(error: Error): void };
}

/** Only conversion of errors to answers; unexpected errors show only a reference to the log entry. */
export function formatError(error: unknown, sinks: ErrorSinks): GraphQLFormattedError {
  const graphqlError = error instanceof GraphQLError ? error : wrap(error);
  const cause = unwrap(graphqlError);
  if (cause instanceof DomainError) {
    return { ...place(graphqlError), message: sentence(cause.code), extensions: { ...cause.data, code: cause.code } };
  }
  if (cause instanceof Refusal) return refusedQuery(graphqlError, cause);
  if (cause === undefined) return knownToClients(graphqlError);
  if (isOutage(cause)) return unavailable(graphqlError, cause, sinks);
  const requestId = uuid();
  sinks.log.error({ requestId, error: traceOf(cause) }, 'internal error');
  return { ...place(graphqlError), message: 'internal error', extensions: { code: 'INTERNAL', requestId } };
}

/**
 * Errors of one answer, over HTTP or a socket; their number is limited so that the answer does not outgrow the request.
 */
export function formatErrors(errors: readonly GraphQLError[], sinks: ErrorSinks): GraphQLFormattedError[] {
  return errors.slice(0, queryLimits.errors).map((error) => formatError(error, sinks));
}

/** Refusal of a query: queries have no payload, so the user errors are part of the extensions. */
function refusedQuery(error: GraphQLError, { userErrors }: Refusal): GraphQLFormattedError {
  return { ...place(error), message: 'bad user input', extensions: { code: 'BAD_USER_INPUT', userErrors } };
}

/**
 * Name, code of the driver and stack frames; never the message, because a database's message contains the values of its
 * statement.
 */
function traceOf(error: Error): object {
  const frames = error.stack?.split('\n').filter((line) => /^\s+at /.test(line));
  return { name: error.name, reason: 'code' in error ? error.code : undefined, frames };
}

/** True if the answer would be INTERNAL: live delivery then waits for the next comparison instead of sending it. */
export function isInternal(error: GraphQLError): boolean {
  const cause = unwrap(error);
  return cause !== undefined && !(cause instanceof DomainError || cause instanceof Refusal);
}

/** Seconds after which a client should repeat a request that failed because the database was unreachable. */
const outageRetrySeconds = 2;

/** Seconds after which a client should repeat a request that was refused because of a fault of the machine. */
export const faultRetrySeconds = 10;

/**
 * The database is unreachable, or the machine cannot write; the client may repeat the same request. A fault of the
 * machine is logged once by its health, not here for each request.
 */
function unavailable(error: GraphQLError, cause: Error, { log, machine }: ErrorSinks): GraphQLFormattedError {
  const isFault = writeFaultOf(cause) !== undefined;
  if (isFault) machine?.note(cause);
  else log.warn({ error: cause.message }, 'database unavailable');
  const retryAfter = isFault ? faultRetrySeconds : outageRetrySeconds;
  return { ...place(error), message: 'unavailable', extensions: { code: 'UNAVAILABLE', retryAfter } };
}

function isTopLevel(code: DenialCode): code is Exclude<DenialCode, UserErrorCode> {
  return topLevel.has(code);
}

/**
 * Errors of graphql itself: syntax, validation, variables. Suggestions are removed, because they would reveal the
 * schema.
 */
function knownToClients(error: GraphQLError): GraphQLFormattedError {
  if (isUnknownHash(error)) {
    return { message: 'PersistedQueryNotSupported', extensions: { code: 'PERSISTED_QUERY_NOT_SUPPORTED' } };
  }
  const { message, extensions, ...rest } = error.toJSON();
  const { stacktrace: _stacktrace, http: _http, ...safe } = extensions ?? {};
  return {
    ...rest,
    message: short(message.replace(/ ?Did you mean .+\?/s, '')),
    extensions: { code: 'GRAPHQL_VALIDATION_FAILED', ...safe, ...overLimit(error) },
  };
}

/** Shortens the message to 500 characters, because messages repeat the client's input. */
function short(message: string): string {
  return message.length > 500 ? `${message.slice(0, 499)}…` : message;
}

/**
 * True for an unknown hash. Apollo would ask the client to send the text for storage, but only documents of the
 * manifest are stored.
 */
function isUnknownHash(error: GraphQLError): boolean {
  return error.extensions.code === 'PERSISTED_QUERY_NOT_FOUND';
}

/**
 * Extensions of an error about a limit. Apollo replaces the code of such errors and keeps the original as their cause;
 * errors of the parser's limit have no code.
 */
function overLimit(error: GraphQLError): Readonly<Record<string, unknown>> {
  const own = error.originalError instanceof GraphQLError ? error.originalError : error;
  if (own.extensions.code === 'COST_EXCEEDED') return own.extensions;
  const isTooLong = /^Syntax Error: Document contains more tha. \d+ tokens/.test(own.message);
  return isTooLong ? { code: 'COST_EXCEEDED', of: 'tokens', limit: queryLimits.tokens } : {};
}

function place(error: GraphQLError): Pick<GraphQLFormattedError, 'path' | 'locations'> {
  const { path, locations } = error.toJSON();
  return { ...(path && { path }), ...(locations && { locations }) };
}

function wrap(error: unknown): GraphQLError {
  return new GraphQLError('internal error', {
    originalError: error instanceof Error ? error : new Error(String(error)),
  });
}

function unwrap(error: GraphQLError): Error | undefined {
  const cause = error.originalError ?? undefined;
  return cause instanceof GraphQLError ? unwrap(cause) : cause;
}
