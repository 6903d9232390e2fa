import type { StreetPartsFragment } from '../gql/graphql.ts';

/** Street that somebody has chosen, with the house; an empty number is the whole street. */
export interface ChosenStreet {
  readonly street: StreetPartsFragment;
  readonly houseNumber: string;
}

/** Whether the text is a house number that the server accepts, or empty: "12", "12a", "12 A". */
export function isHouseNumber(text: string): boolean {
  return text.trim() === '' || (/^\s*\d{1,4}\s?[a-z]?\s*$/i.test(text) && Number.parseInt(text, 10) > 0);
}

/** "Rheinweg 12a (Scheuren)". */
export function addressText({
  street,
  houseNumber,
}: {
  street: StreetPartsFragment;
  houseNumber?: string | null;
}): string {
  const address = [street.name, houseNumber?.trim() ?? ''].filter(Boolean).join(' ');
  return street.district === '' ? address : `${address} (${street.district})`;
}

/** Chosen streets as the server reads them. */
export function choicesOf(chosen: readonly ChosenStreet[]): { streetId: string; houseNumber: string | null }[] {
  return chosen.map(({ street, houseNumber }) => ({ streetId: street.id, houseNumber: houseNumber.trim() || null }));
}
