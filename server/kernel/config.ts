import { type BucketSettings, readFilesUrl } from './config.files.ts';
import { type IdentityService, readIdentityServices } from './config.identity.ts';

/** Where the tiles of maps come from; without it maps are drawn from the towns' boundaries and nobody else is asked. */
export interface MapSettings {
  /** A MapLibre style with everything it names on the same host, or one file of vector tiles in Protomaps' schema. */
  readonly source: 'STYLE' | 'PMTILES';
  readonly url: string;
  /** Shown on every map: whose data it is. */
  readonly attribution: string;
  /** West, south, east, north: the map cannot be moved beyond; null: the town's box and a little more. */
  readonly bounds: readonly [number, number, number, number] | null;
}

/** A town at a host name of its own. */
export interface TownHost {
  /** As browsers send it, without a port: scheme and port are those of PUBLIC_URL. */
  readonly host: string;
  readonly ags: string;
}

/** The only reader of process.env: one frozen, validated object; README's configuration table tells the same. */
export interface Config {
  /** `demo`: no DATABASE_URL and NODE_ENV is not production. Only then the doors for looking around exist. */
  readonly mode: 'demo' | 'installation';
  /** 127.0.0.1 in demo mode, 0.0.0.0 in installation mode. */
  readonly host: string;
  /** 0 = any free port. */
  readonly port: number;
  /** Folder of everything on disk; PGlite lives in `<dataDir>/pglite`. `memory://` keeps nothing. */
  readonly dataDir: string;
  /** Where photos are kept; undefined: in `<dataDir>/files`. */
  readonly bucket: BucketSettings | undefined;
  /** PostgreSQL when set, otherwise embedded PGlite. */
  readonly databaseUrl: string | undefined;
  /** Hints and limits are shared over Redis when set, otherwise they stay in memory (single process). */
  readonly redisUrl: string | undefined;
  /** Origin under which people reach the server, without a trailing slash; undefined in demo mode: the address listened on. */
  readonly publicUrl: string | undefined;
  /** Towns at host names of their own: there are their pages, and there lead their links. */
  readonly townHosts: readonly TownHost[];
  /** `smtp://user:password@host:port`; undefined in demo mode: mail goes to /mailbox. */
  readonly smtpUrl: string | undefined;
  /** Hosts (with their port) of our own network that may be asked for pictures and told reports, over http too. */
  readonly outsideHosts: readonly string[];
  /** How many proxies in front may be believed about the client's address. */
  readonly trustProxy: number;
  /** What one address may ask for without an account in a minute; a hall full of phones shares one. */
  readonly anonymousCostPerMinute: number;
  /** How often active topics compare their version with the database, in milliseconds. */
  readonly compareMs: number;
  /** How many processes serve people behind the one port; more than one need DATABASE_URL and REDIS_URL. */
  readonly webConcurrency: number;
  /** Grace for requests in flight at shutdown, in milliseconds. */
  readonly drainMs: number;
  readonly logLevel: string;
  /** Maps of all towns that have no settings of their own; undefined: drawn from the boundary. */
  readonly map: MapSettings | undefined;
  /** Where people can prove who they are; none: accounts are as sure as their address. */
  readonly identityServices: readonly IdentityService[];
  /** How long a proof of residence holds, in months. */
  readonly proofMonths: number;
  /** How long the code of a letter waits to be redeemed, in days. */
  readonly letterDays: number;
}

/** A setting that cannot be used; `message` is meant for the operator. */
export class ConfigError extends Error {}

export function readConfig(env: NodeJS.ProcessEnv = process.env): Config {
  const isProduction = env.NODE_ENV === 'production';
  const databaseUrl = optionalUrl(env, 'DATABASE_URL', ['postgres:', 'postgresql:']);
  const mode = databaseUrl === undefined && !isProduction ? 'demo' : 'installation';
  const publicUrl = originOf(optionalUrl(env, 'PUBLIC_URL', ['http:', 'https:']));
  const smtpUrl = optionalUrl(env, 'SMTP_URL', ['smtp:', 'smtps:']);
  if (mode === 'installation') requireAll({ PUBLIC_URL: publicUrl, SMTP_URL: smtpUrl });
  const redisUrl = optionalUrl(env, 'REDIS_URL', ['redis:', 'rediss:']);
  return Object.freeze({
    mode,
    host: mode === 'demo' ? '127.0.0.1' : '0.0.0.0',
    port: wholeNumber(env, 'PORT', 4000, 65_535),
    dataDir: env.DATA_DIR || './data',
    bucket: readFilesUrl(env.FILES_URL, (problem) => new ConfigError(problem)),
    databaseUrl,
    redisUrl,
    publicUrl,
    townHosts: townHosts(env.TOWN_HOSTS, publicUrl),
    smtpUrl,
    outsideHosts: hostsOf(env.OUTSIDE_HOSTS),
    trustProxy: wholeNumber(env, 'TRUST_PROXY', 0, 10),
    anonymousCostPerMinute: wholeNumber(env, 'ANONYMOUS_COST', 2_000_000, 1_000_000_000, 1000),
    compareMs: wholeNumber(env, 'LIVE_COMPARE_MS', 12_000, 60_000, 100),
    webConcurrency: processes(env, databaseUrl !== undefined && redisUrl !== undefined),
    drainMs: wholeNumber(env, 'DRAIN_MS', 10_000, 60_000),
    logLevel: logLevel(env.LOG_LEVEL || 'info'),
    map: mapSettings(env),
    identityServices: readIdentityServices(env.IDENTITY_SERVICES, (problem) => new ConfigError(problem)),
    proofMonths: wholeNumber(env, 'PROOF_MONTHS', 24, 120, 1),
    letterDays: wholeNumber(env, 'LETTER_DAYS', 60, 365, 1),
  });
}

/** What one process holds in memory the others would not know. */
function processes(env: NodeJS.ProcessEnv, isShared: boolean): number {
  const count = wholeNumber(env, 'WEB_CONCURRENCY', 1, 64, 1);
  if (count > 1 && !isShared) throw new ConfigError('WEB_CONCURRENCY above 1 needs DATABASE_URL and REDIS_URL');
  return count;
}

function requireAll(settings: Record<string, string | undefined>): void {
  const missing = Object.keys(settings).filter((name) => settings[name] === undefined);
  if (missing.length > 0) throw new ConfigError(`installation mode needs ${missing.join(' and ')} (see README)`);
}

function optionalUrl(env: NodeJS.ProcessEnv, name: string, protocols: readonly string[]): string | undefined {
  const value = env[name];
  if (value === undefined || value === '') return undefined;
  const protocol = URL.canParse(value) ? new URL(value).protocol : '';
  if (protocols.includes(protocol)) return value;
  throw new ConfigError(`${name} must be a URL beginning with ${protocols.map((p) => `${p}//`).join(' or ')}`);
}

function wholeNumber(env: NodeJS.ProcessEnv, name: string, fallback: number, max: number, min = 0): number {
  const value = Number(env[name] || fallback);
  if (Number.isInteger(value) && value >= min && value <= max) return value;
  throw new ConfigError(`${name} must be a whole number from ${min} to ${max}, got "${env[name]}"`);
}

function originOf(url: string | undefined): string | undefined {
  if (url === undefined) return undefined;
  const { origin, pathname, search } = new URL(url);
  if (pathname === '/' && search === '') return origin;
  throw new ConfigError('PUBLIC_URL must be an origin without a path, e.g. https://ortsfunk.example');
}

const hostName = /^(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])?$/;

/** Each host is one town's and each town has one, so that every page has one address. */
function townHosts(text: string | undefined, publicUrl: string | undefined): readonly TownHost[] {
  const pairs = (text ?? '').split(',').map((pair) => pair.trim());
  const hosts = pairs.filter(Boolean).map((pair): TownHost => {
    const [host = '', ags = '', ...rest] = pair.split('=').map((part) => part.trim());
    if (hostName.test(host) && /^\d{8}$/.test(ags) && rest.length === 0) return Object.freeze({ host, ags });
    throw new ConfigError(`TOWN_HOSTS must be like unkel.example=07138073,linz.example=07138041, got "${pair}"`);
  });
  const taken = publicUrl === undefined ? [] : [new URL(publicUrl).hostname];
  const names = [...taken, ...hosts.flatMap(({ host, ags }) => [host, ags])];
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined)
    throw new ConfigError(`TOWN_HOSTS: ${twice} can stand there only once, and not in PUBLIC_URL`);
  return Object.freeze(hosts);
}

/** What everybody else gives us as an address is asked over https only, and only if it is public (outside.ts). */
function hostsOf(text: string | undefined): readonly string[] {
  const hosts = (text ?? '').split(',').map((host) => host.trim());
  const wrong = hosts.find((host) => host !== '' && !/^[a-z0-9.-]+(:\d{1,5})?$/.test(host));
  if (wrong !== undefined) throw new ConfigError(`OUTSIDE_HOSTS must be like gis.intern,10.0.0.7:8080, got "${wrong}"`);
  return Object.freeze(hosts.filter(Boolean));
}

function logLevel(level: string): string {
  const levels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'];
  if (levels.includes(level)) return level;
  throw new ConfigError(`LOG_LEVEL must be one of ${levels.join(', ')}`);
}

/** https, or this very machine: for trying out a tile server. */
function mapSettings(env: NodeJS.ProcessEnv): MapSettings | undefined {
  const [style, tiles] = [env.MAP_STYLE_URL || undefined, env.MAP_PMTILES_URL || undefined];
  const url = style ?? tiles;
  if (url === undefined) return undefined;
  if (style !== undefined && tiles !== undefined)
    throw new ConfigError('MAP_STYLE_URL and MAP_PMTILES_URL: only one of them can be used');
  const name = style === undefined ? 'MAP_PMTILES_URL' : 'MAP_STYLE_URL';
  const { protocol = '', hostname = '' } = URL.canParse(url) ? new URL(url) : {};
  const isNear = protocol === 'http:' && ['127.0.0.1', 'localhost'].includes(hostname);
  if (protocol !== 'https:' && !isNear) throw new ConfigError(`${name} must be a URL beginning with https://`);
  const attribution = env.MAP_ATTRIBUTION?.trim() ?? '';
  if (attribution === '') throw new ConfigError(`MAP_ATTRIBUTION must say whose data ${name} shows`);
  const source = style === undefined ? 'PMTILES' : 'STYLE';
  return Object.freeze({ source, url, attribution, bounds: boundsOf(env.MAP_BOUNDS) });
}

function boundsOf(text: string | undefined): MapSettings['bounds'] {
  if (text === undefined || text === '') return null;
  const [west = NaN, south = NaN, east = NaN, north = NaN, ...rest] = text.split(',').map(Number);
  if (isBox(west, south, east, north) && rest.length === 0) return [west, south, east, north];
  throw new ConfigError('MAP_BOUNDS must be west,south,east,north in degrees, e.g. 7.1,50.5,7.4,50.7');
}

/** Whether it is a box on earth: west before east, south before north. */
export function isBox(west: number, south: number, east: number, north: number): boolean {
  return -180 <= west && west < east && east <= 180 && -90 <= south && south < north && north <= 90;
}
