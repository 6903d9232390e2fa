import type { Context } from '../kernel/context.ts';
import { refusal } from '../kernel/errors.ts';
import type { ConsentStreet } from '../recipient/recipient.entity.ts';
import type { FollowedStreet, StreetWish } from './street.follow.service.ts';
import { houseText, readHouse, readHouseInput } from './street.number.rules.ts';
import { mostFollowed } from './street.rules.ts';
import { findStreetsOf } from './street.service.ts';

/** Street in an input, with the house as typed; null: the whole street. */
export interface StreetChoice {
  readonly streetId: string;
  readonly houseNumber?: string | null;
  /** Whether to remind of the bins of the address; null or absent: no, or as chosen before. */
  readonly remindsOfWaste?: boolean | null;
}

/**
 * Streets that somebody without an account wants to follow. Errors at `streets`: TOO_MANY_STREETS, UNKNOWN_STREET also for
 * those of other towns, BAD_HOUSE_NUMBER.
 */
export async function readStreetChoices(
  ctx: Context,
  municipalityId: string,
  choices: readonly StreetChoice[],
): Promise<FollowedStreet[]> {
  if (choices.length > mostFollowed) throw refusal('TOO_MANY_STREETS', 'streets');
  const houses = choices.map(({ houseNumber }, i) => readHouseInput(houseNumber, 'streets', String(i), 'houseNumber'));
  const found = await findStreetsOf(
    ctx,
    municipalityId,
    choices.map(({ streetId }) => streetId),
  );
  const byId = new Map(found.map((street) => [street.id, street]));
  return choices.map(({ streetId, remindsOfWaste }, i) => {
    const street = byId.get(streetId);
    if (street === undefined) throw refusal('UNKNOWN_STREET', 'streets', String(i), 'streetId');
    const house = houses[i] ?? null;
    const houseNumber = house === null ? null : houseText(house.number, house.suffix);
    return { street, houseNumber, remindsOfWaste: remindsOfWaste === true };
  });
}

/** Streets of a consent as it keeps them. */
export function consentStreets(streets: readonly FollowedStreet[]): ConsentStreet[] {
  return streets.map((one) => ({
    id: one.street.id,
    name: streetText(one),
    house: one.houseNumber,
    ...(one.remindsOfWaste && { waste: true as const }),
  }));
}

/** Streets of a consent that the town still has. */
export async function findConsentStreets(
  ctx: Context,
  municipalityId: string,
  streets: readonly ConsentStreet[] | null | undefined,
): Promise<FollowedStreet[]> {
  if (streets == null || streets.length === 0) return [];
  const wanted = new Map(streets.map((one) => [one.id, one]));
  const found = await findStreetsOf(ctx, municipalityId, [...wanted.keys()]);
  return found.map((street) => {
    const { house = null, waste } = wanted.get(street.id) ?? {};
    return { street, houseNumber: house, remindsOfWaste: waste === true };
  });
}

/** Wishes to follow these streets. */
export function wishesOf(streets: readonly FollowedStreet[]): StreetWish[] {
  return streets.map(({ street, houseNumber, remindsOfWaste }) => ({
    streetId: street.id,
    house: houseNumber === null ? null : (readHouse(houseNumber) ?? null),
    ...(remindsOfWaste && { remindsOfWaste }),
  }));
}

/** Street with house and district: "Rheinweg 12a (Scheuren)". */
export function streetText({ street, houseNumber }: Pick<FollowedStreet, 'street' | 'houseNumber'>): string {
  const address = houseNumber === null ? street.name : `${street.name} ${houseNumber}`;
  return street.district === '' ? address : `${address} (${street.district})`;
}
