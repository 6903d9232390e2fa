import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { v4 as uuid } from 'uuid';
import type { Log } from './log.ts';
import type { UserErrorCode } from './names.ts';
import { isOutage } from './outage.ts';
import { queryLimits } from './queryLimits.ts';

/** Codes of top-level errors; refusals (userErrors) have codes of their domains. */
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
  | 'SOCKET_ONLY';

/** Role, scope, tenant, unknown id: answered as a top-level error with `extensions.code`. */
export class DomainError extends Error {
  constructor(
    readonly code: ErrorCode,
    readonly data: Readonly<Record<string, unknown>> = {},
  ) {
    super(code);
  }
}

/** One thing that is wrong with input or state; `message` is English for developers, the web translates `code`. */
export interface UserError {
  readonly code: UserErrorCode;
  readonly message: string;
  /** Path of the field in the input, e.g. ['questions', '0', 'options']. */
  readonly path: readonly string[];
}

/** State and input: answered as `userErrors` in the payload; `data` fills the payload's other fields (CONFLICT). */
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

/** Why something is not allowed: who asks (a top-level error), or how things stand (a user error). */
export type DenialCode = UserErrorCode | 'UNAUTHENTICATED' | 'FORBIDDEN' | 'NOT_FOUND';
export type Verdict =
  { readonly allow: true } | { readonly allow: false; readonly code: DenialCode; readonly data?: ErrorData };
export const allow: Verdict = { allow: true };
export const deny = (code: DenialCode, data?: ErrorData): Verdict => ({ allow: false, code, ...(data && { data }) });

const topLevel: ReadonlySet<string> = new Set<ErrorCode>(['UNAUTHENTICATED', 'FORBIDDEN', 'NOT_FOUND']);

/** Throws what a denied verdict means on its channel: DomainError for who you are, Refusal for how things stand. */
export function authorize(verdict: Verdict, path: readonly string[] = []): void {
  if (verdict.allow) return;
  if (isTopLevel(verdict.code)) throw new DomainError(verdict.code, verdict.data);
  throw new Refusal({ code: verdict.code, message: sentence(verdict.code), path });
}

/** For a request whose credentials open nothing: the status says so too, programs look there first. */
export function unauthenticated(): GraphQLError {
  const originalError = new DomainError('UNAUTHENTICATED');
  return new GraphQLError('unauthenticated', { originalError, extensions: { http: { status: 401 } } });
}

/** A refusal of one field of the input; without a path of the state. */
export function refusal(code: UserErrorCode, ...path: readonly string[]): Refusal {
  return new Refusal({ code, message: sentence(code), path });
}

/** POLL_NOT_OPEN → "poll not open". */
export function sentence(code: string): string {
  return code.toLowerCase().replaceAll('_', ' ');
}

/** The one map from error to what the world sees; an unknown error says nothing about itself but a reference. */
export function formatError(error: unknown, log: Log): GraphQLFormattedError {
  const graphqlError = error instanceof GraphQLError ? error : wrap(error);
  const cause = unwrap(graphqlError);
  if (cause instanceof DomainError) {
    return { ...place(graphqlError), message: sentence(cause.code), extensions: { ...cause.data, code: cause.code } };
  }
  if (cause instanceof Refusal) return refusedQuery(graphqlError, cause);
  if (cause === undefined) return knownToClients(graphqlError);
  if (isOutage(cause)) return unavailable(graphqlError, cause, log);
  const requestId = uuid();
  log.error({ requestId, error: traceOf(cause) }, 'internal error');
  return { ...place(graphqlError), message: 'internal error', extensions: { code: 'INTERNAL', requestId } };
}

/** The errors of one answer, on whichever transport: a thousand would be a bigger answer than the question. */
export function formatErrors(errors: readonly GraphQLError[], log: Log): GraphQLFormattedError[] {
  return errors.slice(0, queryLimits.errors).map((error) => formatError(error, log));
}

/** A mutation answers a refusal in its payload; a query has none, so it stands beside the code. */
function refusedQuery(error: GraphQLError, { userErrors }: Refusal): GraphQLFormattedError {
  return { ...place(error), message: 'bad user input', extensions: { code: 'BAD_USER_INPUT', userErrors } };
}

/** Name, reason (the driver's code) and frames, never the message: a database's message holds the values of its statement. */
function traceOf(error: Error): object {
  const frames = error.stack?.split('\n').filter((line) => /^\s+at /.test(line));
  return { name: error.name, reason: 'code' in error ? error.code : undefined, frames };
}

/** True when the answer would only say INTERNAL: shared streams wait for the next comparison instead of sending it. */
export function isInternal(error: GraphQLError): boolean {
  const cause = unwrap(error);
  return cause !== undefined && !(cause instanceof DomainError || cause instanceof Refusal);
}

/** The database is away: nothing is wrong with the request, it may be sent again as it is. */
function unavailable(error: GraphQLError, cause: Error, log: Log): GraphQLFormattedError {
  log.warn({ error: cause.message }, 'database unavailable');
  return { ...place(error), message: 'unavailable', extensions: { code: 'UNAVAILABLE', retryAfter: 2 } };
}

function isTopLevel(code: DenialCode): code is Exclude<DenialCode, UserErrorCode> {
  return topLevel.has(code);
}

/** graphql's own complaints: syntax, validation, variables. Suggestions would describe the schema to the curious. */
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

/** Complaints repeat what was sent; a long value would make the answer longer than the question. */
function short(message: string): string {
  return message.length > 500 ? `${message.slice(0, 499)}…` : message;
}

/** Apollo would tell clients to send the text with the hash, to be kept; nothing but the manifest is kept here. */
function isUnknownHash(error: GraphQLError): boolean {
  return error.extensions.code === 'PERSISTED_QUERY_NOT_FOUND';
}

/** Apollo gives a limit's error a code of its own and keeps the error as the cause; the parser's limit has no code. */
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
