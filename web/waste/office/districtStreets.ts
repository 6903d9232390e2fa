import type { StreetPartsFragment, WasteDistrictStreetInput, WasteStreetSide } from '../../gql/graphql.ts';

/** Street, or a range of its houses, in the form of a district; empty bounds are open. */
export interface DistrictStreet {
  readonly street: StreetPartsFragment;
  readonly fromNumber: string;
  readonly toNumber: string;
  readonly side: WasteStreetSide;
}

/** Streets as the server reads them. */
export function spansOf(streets: readonly DistrictStreet[]): WasteDistrictStreetInput[] {
  return streets.map(({ street, fromNumber, toNumber, side }) => ({
    streetId: street.id,
    fromNumber: fromNumber.trim() || null,
    toNumber: toNumber.trim() || null,
    side,
  }));
}
