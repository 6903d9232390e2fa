import { z } from 'zod';
import { secureUrl } from './config.values.ts';

/** Source of map tiles. Without it, maps are drawn from the boundaries of the towns and no other server is asked. */
export interface MapSettings {
  /** A MapLibre style whose files all lie on one host, or one file of vector tiles in the schema of Protomaps. */
  readonly source: 'STYLE' | 'PMTILES';
  readonly url: string;
  /** Attribution of the map data; shown on every map. */
  readonly attribution: string;
  /** Limits within which a map can be moved; null: the bounding box of the town with a margin. */
  readonly bounds: Bounds | null;
}
type Bounds = readonly [west: number, south: number, east: number, north: number];

const bounds = z.string().transform((text, ctx): Bounds => {
  const [west = NaN, south = NaN, east = NaN, north = NaN, ...rest] = text.split(',').map(Number);
  if (isBox(west, south, east, north) && rest.length === 0) return [west, south, east, north];
  ctx.addIssue('must be west,south,east,north in degrees, e.g. 7.1,50.5,7.4,50.7');
  return z.NEVER;
});

/** Map settings of all towns without settings of their own. */
export const mapSettings = z
  .object({
    MAP_STYLE_URL: secureUrl('must be a URL beginning with https://')
      .optional()
      .describe('A MapLibre style, over https; every address in it must lie on the same host.'),
    MAP_PMTILES_URL: secureUrl('must be a URL beginning with https://')
      .optional()
      .describe(
        "One file of vector tiles in Protomaps' schema, over https; cannot be used together with `MAP_STYLE_URL`.",
      ),
    MAP_ATTRIBUTION: z
      .string()
      .trim()
      .optional()
      .describe('Attribution of the map data; required with either address and shown on every map.'),
    MAP_BOUNDS: bounds
      .optional()
      .describe(
        'Box beyond which maps cannot be moved: `west,south,east,north` in degrees. Without it, the bounding ' +
          'box of the town with a margin is used.',
      ),
  })
  .meta({
    title: 'Maps',
    description:
      'Maps of towns that have no map settings of their own. Without an address, maps are drawn from the boundary of ' +
      'the town, and no other server is asked.',
  });

type MapEnvironment = z.output<typeof mapSettings>;

/** Yields a sentence for each contradiction between the map settings. */
export function* findMapContradictions(env: MapEnvironment): Generator<string> {
  const { MAP_STYLE_URL, MAP_PMTILES_URL, MAP_ATTRIBUTION } = env;
  if (MAP_STYLE_URL !== undefined && MAP_PMTILES_URL !== undefined)
    yield 'MAP_STYLE_URL and MAP_PMTILES_URL: only one of them can be used';
  const name = MAP_STYLE_URL === undefined ? 'MAP_PMTILES_URL' : 'MAP_STYLE_URL';
  if (env[name] !== undefined && MAP_ATTRIBUTION === undefined)
    yield `MAP_ATTRIBUTION must say whose data ${name} shows`;
}

/** Map settings of the environment; undefined: maps are drawn from boundaries. */
export function readMap(env: MapEnvironment): MapSettings | undefined {
  const { MAP_STYLE_URL, MAP_PMTILES_URL, MAP_ATTRIBUTION: attribution = '', MAP_BOUNDS = null } = env;
  const url = MAP_STYLE_URL ?? MAP_PMTILES_URL;
  if (url === undefined) return undefined;
  const source = MAP_STYLE_URL === undefined ? 'PMTILES' : 'STYLE';
  return Object.freeze({ source, url, attribution, bounds: MAP_BOUNDS });
}

/** Whether the box is valid: west is less than east, south is less than north, in degrees of WGS 84. */
export function isBox(west: number, south: number, east: number, north: number): boolean {
  return -180 <= west && west < east && east <= 180 && -90 <= south && south < north && north <= 90;
}
