import type { UserErrorPartsFragment } from '../../gql/graphql.ts';

/** Fields whose errors the form shows beside them. */
const fields = ['headline', 'description', 'instructions', 'area', 'expiresAt', 'placeName'];

/** Refusals that belong to no field. `more`: further fields of this form that show their errors. */
export function generalOf(
  errors: readonly UserErrorPartsFragment[],
  more: readonly string[] = [],
): readonly UserErrorPartsFragment[] {
  return errors.filter(({ path }) => !path.some((part) => fields.includes(part) || more.includes(part)));
}
