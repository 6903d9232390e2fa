import { Field, ObjectType } from 'type-graphql';
import { Refusal, type UserError } from './errors.ts';
import type { UserErrorCode } from './names.ts';
import { UserErrorCodeEnum } from './userErrors.ts';

@ObjectType('UserError', {
  description: 'Reason why the input or the state does not allow the change; nothing was changed.',
})
export class UserErrorType {
  @Field(() => UserErrorCodeEnum, { description: 'Code for programs, and for translations.' })
  declare code: UserErrorCode;

  @Field(() => String, { description: 'English sentence for developers; not for citizens.' })
  declare message: string;

  @Field(() => [String], {
    description: 'Path of the offending field inside the input; empty: the state, not a field. At most 10.',
  })
  declare path: readonly string[];
}

/** Base class of all payloads: the changed object, or user errors. */
@ObjectType({ description: 'Base of every payload.' })
export abstract class PayloadType {
  @Field(() => [UserErrorType], { description: 'Reasons why nothing was changed; empty after success.' })
  declare userErrors: readonly UserErrorType[];
}

/** Base class of the payloads of mutations that may need a proof of work if there is no account. */
@ObjectType({ description: 'Base of payloads of mutations that may need a proof of work.' })
export abstract class ProvablePayloadType extends PayloadType {
  @Field(() => String, {
    nullable: true,
    description:
      'After PROOF_REQUIRED and PROOF_REFUSED: challenge as JSON in the format of ALTCHA, valid for five minutes and one use, for this mutation and the IP address of the client. Otherwise null.',
  })
  declare proofChallenge?: string | null;
}

/** Description of the field `proof` of inputs. */
export const proofDescription =
  'Without an account, after PROOF_REQUIRED: base64 of the JSON `{ challenge, solution }` for the `proofChallenge` of the refusal. Ignored while no proof is needed.';

/** Returns the result of `work`, or refusals as `userErrors`; other errors stay top-level errors. */
export async function answer<T extends object>(
  work: () => Promise<T>,
): Promise<T & { userErrors: readonly UserError[] }> {
  try {
    return { ...(await work()), userErrors: [] };
  } catch (error) {
    if (error instanceof Refusal) return { ...error.data, userErrors: error.userErrors } as T & Refusal;
    throw error;
  }
}

/**
 * Control characters of Unicode, its separators of lines and paragraphs, and the characters that force another direction, with
 * which a text reads differently from what it says; several lines may have \t, \n and \r.
 */
const refusedCharacters = {
  ONE_LINE: /[\p{Cc}\u2028-\u202e\u2066-\u2069]/u,
  LINES: /[^\P{Cc}\t\n\r\u0080-\u009f]|[\u202a-\u202e\u2066-\u2069]/u,
} as const;

/** Characters that show nothing by themselves, such as U+200B, the joiners of emoji, and the blank of Braille. */
const invisible = /[\p{Default_Ignorable_Code_Point}\u2800]/gu;

/** Collects all errors of an input, so that people can correct them at once. */
export class InputCheck {
  private readonly errors: UserError[] = [];

  /** `base`: path of the field of the input that is checked; absent: the whole input. */
  constructor(private readonly base: readonly string[] = []) {}

  require(isFine: boolean, code: UserErrorCode, message: string, ...path: readonly string[]): void {
    if (!isFine) this.errors.push({ code, message, path: [...this.base, ...path] });
  }

  /**
   * Trimmed text of one line with `min` to `max` characters: titles, names, labels, addresses; empty if nothing of it is
   * visible. Refuses TOO_SHORT for fewer than `min` visible characters, TOO_LONG, and BAD_CHARACTERS for line breaks, tabs, other
   * control characters and characters that force another direction.
   */
  text(value: string, lengths: readonly [number, number], ...path: readonly string[]): string {
    return this.read(value, lengths, 'ONE_LINE', path);
  }

  /**
   * Trimmed text of `min` to `max` characters that may have several lines and tabs: bodies, notes, reasons. Refuses what
   * `text` refuses, but for line breaks and tabs.
   */
  multiline(value: string, lengths: readonly [number, number], ...path: readonly string[]): string {
    return this.read(value, lengths, 'LINES', path);
  }

  private read(
    value: string,
    [min, max]: readonly [number, number],
    form: keyof typeof refusedCharacters,
    path: readonly string[],
  ): string {
    const isFarTooLong = value.length > 4 * max;
    const visible = isFarTooLong ? value : value.replace(invisible, '').trim();
    const text = isFarTooLong ? value : visible && value.trim();
    this.require(visible.length >= min, 'TOO_SHORT', `at least ${min} characters`, ...path);
    this.require(text.length <= max, 'TOO_LONG', `at most ${max} characters`, ...path);
    const isPrintable = isFarTooLong || !refusedCharacters[form].test(text);
    const allowed = form === 'ONE_LINE' ? 'one line without control characters' : 'no control characters';
    this.require(isPrintable, 'BAD_CHARACTERS', allowed, ...path);
    return text;
  }

  done(): void {
    if (this.errors.length > 0) throw new Refusal(this.errors);
  }
}
