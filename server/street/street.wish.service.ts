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
  return choices.map(({ streetId }, i) => {
    const street = byId.get(streetId);
    if (street === undefined) throw refusal('UNKNOWN_STREET', 'streets', String(i), 'streetId');
    const house = houses[i] ?? null;
    return { street, houseNumber: house === null ? null : houseText(house.number, house.suffix) };
  });
}

/** Streets of a consent as it keeps them. */
export function consentStreets(streets: readonly FollowedStreet[]): ConsentStreet[] {
  return streets.map((one) => ({ id: one.street.id, name: streetText(one), house: one.houseNumber }));
}

/** Streets of a consent that the town still has. */
export async function findConsentStreets(
  ctx: Context,
  municipalityId: string,
  streets: readonly ConsentStreet[] | null | undefined,
): Promise<FollowedStreet[]> {
  if (streets == null || streets.length === 0) return [];
  const houses = new Map(streets.map(({ id, house }) => [id, house]));
  const found = await findStreetsOf(ctx, municipalityId, [...houses.keys()]);
  return found.map((street) => ({ street, houseNumber: houses.get(street.id) ?? null }));
}

/** Wishes to follow these streets. */
export function wishesOf(streets: readonly FollowedStreet[]): StreetWish[] {
  return streets.map(({ street, houseNumber }) => ({
    streetId: street.id,
    house: houseNumber === null ? null : (readHouse(houseNumber) ?? null),
  }));
}

/** Street with house and district: "Rheinweg 12a (Scheuren)". */
export function streetText({ street, houseNumber }: FollowedStreet): string {
  const address = houseNumber === null ? street.name : `${street.name} ${houseNumber}`;
  return street.district === '' ? address : `${address} (${street.district})`;
}
