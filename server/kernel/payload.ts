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

/** Collects all errors of an input, so that people can correct them at once. */
export class InputCheck {
  private readonly errors: UserError[] = [];

  require(isFine: boolean, code: UserErrorCode, message: string, ...path: readonly string[]): void {
    if (!isFine) this.errors.push({ code, message, path });
  }

  /**
   * Trimmed text of `min` to `max` characters without control characters. Refuses TOO_SHORT, TOO_LONG, BAD_CHARACTERS.
   */
  text(value: string, [min, max]: readonly [number, number], ...path: readonly string[]): string {
    const text = value.length > 4 * max ? value : value.trim();
    this.require(text.length >= min, 'TOO_SHORT', `at least ${min} characters`, ...path);
    this.require(text.length <= max, 'TOO_LONG', `at most ${max} characters`, ...path);
    // eslint-disable-next-line no-control-regex -- control characters are what is looked for
    const isPrintable = text.length > 4 * max || !/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/.test(text);
    this.require(isPrintable, 'BAD_CHARACTERS', 'no control characters', ...path);
    return text;
  }

  done(): void {
    if (this.errors.length > 0) throw new Refusal(this.errors);
  }
}
