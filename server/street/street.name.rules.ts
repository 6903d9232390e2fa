import type { InputCheck } from '../kernel/payload.ts';
import { readSearch, spellingOf } from '../municipality/municipality.search.rules.ts';

/** Minimum and maximum number of characters of the name of a street, and of a district. */
const nameLengths = [2, 80] as const;
const districtLengths = [0, 80] as const;

/**
 * Form of a street's name that all its spellings share: "Schulstr.", "Schul-Straße" and "SCHULSTRASSE" are
 * "schulstrasse".
 */
export function streetKey(name: string): string {
  return spellingOf(name)
    .split(' ')
    .map((word) => word.replace(/str$/, 'strasse'))
    .join('');
}

/**
 * Beginning of the key of every street that somebody may mean who has typed so much of its name, with or without a house
 * number; empty: all streets.
 */
export function searchKey(typed: string | null | undefined): string {
  const words = spellingOf(withoutHouse(readSearch(typed))).split(' ');
  return words.map((word, i) => (i < words.length - 1 ? word.replace(/str$/, 'strasse') : word)).join('');
}

/** Form of a district's name that all its spellings share. */
export function districtKey(name: string): string {
  return spellingOf(name).replaceAll(' ', '');
}

/** Name of a street with single spaces. Errors: TOO_SHORT, TOO_LONG, BAD_CHARACTERS. */
export function readStreetName(check: InputCheck, text: string): string {
  const name = check.text(singleSpaced(text), nameLengths, 'name');
  check.require(name.length < nameLengths[0] || /\p{L}/u.test(name), 'BAD_CHARACTERS', 'at least one letter', 'name');
  return name;
}

/** Name of a district with single spaces; empty: not stated. Errors: TOO_LONG, BAD_CHARACTERS. */
export function readDistrict(check: InputCheck, text: string): string {
  return check.text(singleSpaced(text), districtLengths, 'district');
}

/**
 * Street of an address line, of which everything from the house number or a comma on is dropped: "Rheinweg 5 Hinterhaus" and
 * "Rheinweg, bei Berg" are "Rheinweg". An ordinal number belongs to the name: "Straße des 17. Juni 5 a" is "Straße des 17. Juni".
 */
export function streetOfAddress(line: string): string {
  const [address = ''] = line.slice(0, 400).split(/[,;(]|\sc\/o\b/i);
  return address.replace(/[\s.]+\d+(?!\d|\.\s*\p{L}).*$/u, '').trim();
}

/** Typed text without the house number at its end. */
function withoutHouse(line: string): string {
  return line.slice(0, 400).replace(/\s+\d{1,4}(?:\s?[a-zA-Z])?(?:\s?[-–/+]\s?\d{1,4}(?:\s?[a-zA-Z])?)*\s*$/, '');
}

function singleSpaced(text: string): string {
  return text.length > 400 ? text : text.replace(/\p{Zs}+/gu, ' ').trim();
}
