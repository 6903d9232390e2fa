import { ApolloError } from '@apollo/client/core';
import { useI18n } from 'vue-i18n';
import type { UserErrorPartsFragment } from '../gql/graphql.ts';
import type { Failure } from '../ui/failure.ts';
import { speech } from './i18n.ts';

/** Texts of errors in the visitor's language, by code. The server's English messages are for developers. */
export function useErrorTexts() {
  const { t, te, locale } = useI18n();
  const isTold = (key: string) => te(key) || te(key, speech(locale.value)); // Leichte Sprache falls back to German
  const textOf = (code: string) => (isTold(`errors.${code}`) ? t(`errors.${code}`) : t('errors.unknown', { code }));
  return {
    textOf,
    failureOf: (error: unknown): Failure => {
      const code = errorCode(error);
      return { text: textOf(code), reference: requestId(error), isCut: code === 'NETWORK' };
    },
    /** Texts by field: the last element of the path that is not a number. */
    byField: (errors: readonly UserErrorPartsFragment[]): Record<string, string> =>
      Object.fromEntries(errors.map(({ code, path }) => [fieldOf(path), textOf(code)])),
  };
}

/** Lists whose elements have fields named like those of the object itself. */
const ownFields = new Set(['variants', 'pictures', 'attachments', 'slots']);

/**
 * Error of a field. `part`: element of the error's path. `at`: start of the path, such as that of a question or of the
 * same field in another language. Errors of translations and files below `at` are ignored.
 */
export function errorAt<Fault extends Pick<UserErrorPartsFragment, 'path'>>(
  errors: readonly Fault[],
  part: string,
  at: readonly string[],
): Fault | undefined {
  return errors.find(({ path }) => {
    const rest = path.slice(at.length);
    return at.every((word, i) => path[i] === word) && !ownFields.has(rest[0] ?? '') && rest.includes(part);
  });
}

/** The server's code, or NETWORK without an answer. */
export function errorCode(error: unknown): string {
  const code = firstExtensions(error)?.code;
  if (typeof code === 'string') return code;
  return graphqlErrors(error).length > 0 ? 'INTERNAL' : 'NETWORK';
}

/** Whether the object is unknown or hidden from this viewer; the server does not say which. */
export function isNotFound(error: unknown): boolean {
  return errorCode(error) === 'NOT_FOUND';
}

/** Whether the error says that the module was switched off, perhaps while its page was open. */
export function isSwitchedOff(error: unknown): boolean {
  return graphqlErrors(error).some(({ extensions }) => typeof extensions?.module === 'string');
}

function requestId(error: unknown): string | null {
  const id = firstExtensions(error)?.requestId;
  return typeof id === 'string' ? id : null;
}

function fieldOf(path: readonly string[]): string {
  return path.findLast((word) => !/^\d+$/.test(word)) ?? '';
}

function firstExtensions(error: unknown) {
  return graphqlErrors(error)[0]?.extensions;
}

interface CodedError {
  readonly extensions?: Readonly<Record<string, unknown>>;
}

function graphqlErrors(error: unknown): readonly CodedError[] {
  if (error instanceof ApolloError) {
    if (error.graphQLErrors.length > 0) return error.graphQLErrors;
    return answeredErrors(error.networkError);
  }
  return Array.isArray(error) ? error.filter(isCoded) : [];
}

/** Errors in the body of a response with status 4xx or 5xx, which Apollo reports as a network error. */
function answeredErrors(error: unknown): readonly CodedError[] {
  if (!isObject(error) || !isObject(error.result)) return [];
  return Array.isArray(error.result.errors) ? error.result.errors.filter(isCoded) : [];
}

function isCoded(value: unknown): value is CodedError {
  return isObject(value) && (value.extensions === undefined || isObject(value.extensions));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
