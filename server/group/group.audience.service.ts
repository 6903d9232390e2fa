import type { Context } from '../kernel/context.ts';
import { DomainError } from '../kernel/errors.ts';

/**
 * Audience of a subscription; with the end of the access to a CLOSED group if the subscriber reads as an admin. The
 * audience itself must not contain "|".
 */
export type LimitedAudience<Audience extends string> = Audience | `${Audience}|${string}`;

/** Adds the end of an access to an audience; null: the audience has no end. */
export function limitAudience<Audience extends string>(
  audience: Audience,
  until: Date | null,
): LimitedAudience<Audience> {
  return until === null ? audience : `${audience}|${until.toISOString()}`;
}

/** Audience without the end of the access. Errors: NOT_FOUND if the access has ended by the database's clock. */
export async function readAudience({ em }: Pick<Context, 'em'>, limited: string): Promise<string> {
  const [audience = '', until] = limited.split('|');
  if (until === undefined) return audience;
  const rows: { isValid: boolean }[] = await em.execute('select now() < ?::timestamptz as "isValid"', [until]);
  if (rows[0]?.isValid !== true) throw new DomainError('NOT_FOUND');
  return audience;
}
