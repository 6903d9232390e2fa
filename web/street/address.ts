import type { StreetPartsFragment } from '../gql/graphql.ts';

/** Street that somebody has chosen, with the house; an empty number is the whole street. */
export interface ChosenStreet {
  readonly street: StreetPartsFragment;
  readonly houseNumber: string;
  /** Whether to remind of the bins of the address. */
  readonly remindsOfWaste?: boolean;
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

interface StreetChoice {
  readonly streetId: string;
  readonly houseNumber: string | null;
  readonly remindsOfWaste: boolean | null;
}

/** Chosen street as the server reads it. */
export function choiceOf({ street, houseNumber, remindsOfWaste }: ChosenStreet): StreetChoice {
  return { streetId: street.id, houseNumber: houseNumber.trim() || null, remindsOfWaste: remindsOfWaste || null };
}

/** Chosen streets as the server reads them. */
export function choicesOf(chosen: readonly ChosenStreet[]): StreetChoice[] {
  return chosen.map(choiceOf);
}
