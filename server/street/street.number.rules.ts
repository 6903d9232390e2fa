import { refusal } from '../kernel/errors.ts';

/** House of a street. */
export interface House {
  readonly number: number;
  /** Letter in lower case; empty: none. */
  readonly suffix: string;
}

/** Reads "12", "12a" or "12 A"; undefined: no house number from 1 to 9,999 with at most one letter. */
export function readHouse(text: string): House | undefined {
  const [, digits = '', letter = ''] = /^\s*(\d{1,4})\s?([a-z]?)\s*$/i.exec(text.slice(0, 40)) ?? [];
  const number = Number(digits);
  return number > 0 ? { number, suffix: letter.toLowerCase() } : undefined;
}

/** House of an input; null: the whole street. Errors: BAD_HOUSE_NUMBER. */
export function readHouseInput(text: string | null | undefined, ...path: readonly string[]): House | null {
  if (text == null || text.trim() === '') return null;
  const house = readHouse(text);
  if (house === undefined) throw refusal('BAD_HOUSE_NUMBER', ...path);
  return house;
}

/** First digit of a house number, as its owner recognises it: "12a" is "1…", "7" is "…". */
export function maskHouse(house: string): string {
  return `${house.length > 1 ? house.slice(0, 1) : ''}…`;
}

/** "12a"; null: the whole street. */
export function houseText(number: number | null | undefined, suffix: string): string | null {
  return number == null ? null : `${number}${suffix}`;
}
