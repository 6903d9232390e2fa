import type { AssuranceLevel } from './assurance.ts';

/** A service that confirms who somebody is, by OpenID Connect; BundID and DeutschlandID come through a broker. */
export interface IdentityService {
  /** In addresses: small letters, digits, hyphens. */
  readonly id: string;
  /** As people know it. */
  readonly name: string;
  /** The one issuer whose tokens count, exactly as they name it. */
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** The claim of the ID token that tells the level, and what its values mean; another value is BASIC. */
  readonly levelClaim: string;
  readonly levels: Readonly<Record<string, AssuranceLevel>>;
  /** Official keys of the towns that offer it; null: all. */
  readonly towns: readonly string[] | null;
}

/** What is wrong with the setting, as an error of the configuration. */
type Complain = (problem: string) => Error;

/** From the JSON of IDENTITY_SERVICES; nothing is guessed, a misspelt key is an error. */
export function readIdentityServices(text: string | undefined, complain: Complain): readonly IdentityService[] {
  if (text === undefined || text.trim() === '') return Object.freeze([]);
  const list = parse(text, complain);
  const services = list.map((entry, i) =>
    readService(entry, (problem) => complain(`IDENTITY_SERVICES[${i}] ${problem}`)),
  );
  const ids = services.map(({ id }) => id);
  const twice = ids.find((id, i) => ids.indexOf(id) !== i);
  if (twice !== undefined) throw complain(`IDENTITY_SERVICES: "${twice}" stands there twice`);
  return Object.freeze(services);
}

function parse(text: string, complain: Complain): readonly unknown[] {
  try {
    const list: unknown = JSON.parse(text);
    if (Array.isArray(list)) return list;
  } catch {
    // the message of JSON.parse may quote the secret
  }
  throw complain('IDENTITY_SERVICES must be a JSON array');
}

const keys = ['id', 'name', 'issuer', 'clientId', 'clientSecret', 'levelClaim', 'levels', 'towns'] as const;

function readService(entry: unknown, complain: Complain): IdentityService {
  if (!isRecord(entry)) throw complain('must be an object');
  const stranger = Object.keys(entry).find((key) => !keys.some((known) => known === key));
  if (stranger !== undefined) throw complain(`has an unknown key "${stranger}"`);
  const text = (key: (typeof keys)[number], fallback?: string): string => {
    const value = entry[key] ?? fallback;
    if (typeof value === 'string' && value.trim() !== '') return value;
    throw complain(`needs "${key}" as text`);
  };
  const id = text('id');
  if (!/^[a-z0-9-]{1,30}$/.test(id)) throw complain('needs an "id" of small letters, digits and hyphens');
  return Object.freeze({
    ...{ id, name: text('name'), issuer: issuerOf(text('issuer'), complain) },
    ...{ clientId: text('clientId'), clientSecret: text('clientSecret'), levelClaim: text('levelClaim', 'acr') },
    levels: levelsOf(entry.levels, complain),
    towns: townsOf(entry.towns, complain),
  });
}

/** https, or this very machine: for trying one out. */
function issuerOf(url: string, complain: Complain): string {
  const { protocol = '', search = '', hash = '' } = URL.canParse(url) ? new URL(url) : {};
  if ((protocol === 'https:' || isLoopback(url)) && search === '' && hash === '') return url;
  throw complain('needs an "issuer" that begins with https://');
}

export function isLoopback(url: string): boolean {
  const { protocol = '', hostname = '' } = URL.canParse(url) ? new URL(url) : {};
  return protocol === 'http:' && ['127.0.0.1', 'localhost'].includes(hostname);
}

function levelsOf(levels: unknown, complain: Complain): Readonly<Record<string, AssuranceLevel>> {
  const problem = 'needs "levels" such as {"substantial": "SUBSTANTIAL", "high": "HIGH"}';
  if (!isRecord(levels) || Object.keys(levels).length === 0) throw complain(problem);
  const read = Object.entries(levels).map(([value, level]): [string, AssuranceLevel] => {
    if (level === 'SUBSTANTIAL' || level === 'HIGH') return [value, level];
    throw complain(problem);
  });
  return Object.freeze(Object.fromEntries(read));
}

function townsOf(towns: unknown, complain: Complain): readonly string[] | null {
  if (towns === undefined || towns === null) return null;
  const isList = Array.isArray(towns) && towns.every((ags) => typeof ags === 'string' && /^\d{8}$/.test(ags));
  if (!isList) throw complain('needs "towns" as a list of official keys of eight digits');
  return Object.freeze([...towns]);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
