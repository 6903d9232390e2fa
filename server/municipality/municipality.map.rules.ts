import { isBox } from '../kernel/config.map.ts';
import { InputCheck } from '../kernel/payload.ts';
import type { MapSource, Municipality, TownMap } from './municipality.entity.ts';

/** Map settings as an admin enters them. */
export interface MapInput {
  /** Source of the map; null: the settings of the installation apply. */
  readonly source?: MapSource | null;
  readonly url?: string | null;
  readonly attribution?: string | null;
  readonly bounds?: Bounds | null;
}
export interface Bounds {
  readonly west: number;
  readonly south: number;
  readonly east: number;
  readonly north: number;
}

type Box = Pick<Municipality, 'west' | 'south' | 'east' | 'north'>;

/**
 * The settings as they are stored; null: the settings of the installation apply. Throws one refusal that lists all
 * faults.
 */
export function readMap(input: MapInput, town: Box): TownMap | null {
  if (input.source == null) return null;
  const check = new InputCheck();
  const { bounds } = input;
  check.require(
    bounds == null || shows(bounds, town),
    'BAD_BOUNDS',
    'west < east, south < north, and the town',
    'bounds',
  );
  const box = bounds == null ? null : ([bounds.west, bounds.south, bounds.east, bounds.north] as const);
  if (input.source === 'OUTLINE') {
    check.done();
    return { source: 'OUTLINE', bounds: box };
  }
  const url = check.text(input.url ?? '', [1, 500], 'url');
  check.require(isOpenUrl(url), 'BAD_URL', 'https://, without user name and password', 'url');
  const attribution = check.text(input.attribution ?? '', [1, 200], 'attribution');
  check.done();
  return { source: input.source, url, attribution, bounds: box };
}

/** Whether everybody can load the map: an address with a password is not public, and browsers block http. */
function isOpenUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, username, password } = new URL(text);
  return protocol === 'https:' && username === '' && password === '';
}

/** Whether the box contains the whole town; reports outside the box would be invisible. */
function shows({ west, south, east, north }: Bounds, town: Box): boolean {
  const holdsTown = west <= town.west && south <= town.south && east >= town.east && north >= town.north;
  return isBox(west, south, east, north) && holdsTown;
}
