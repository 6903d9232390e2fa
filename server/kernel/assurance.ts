/** How sure it is who somebody is, the weakest first: an account with an address, then the levels of eIDAS. */
export const assuranceLevels = ['BASIC', 'SUBSTANTIAL', 'HIGH'] as const;
export type AssuranceLevel = (typeof assuranceLevels)[number];
export const signInMethods = ['EMAIL', 'PASSKEY', 'IDENTITY_SERVICE'] as const;
export type SignInMethod = (typeof signInMethods)[number];

/** What a session has proven, how and when. */
export interface Assurance {
  readonly level: AssuranceLevel;
  readonly method: SignInMethod;
  readonly provenAt: Date;
}

/** How long a proof above BASIC counts: later the session only says that somebody sits at the same browser. */
export const assuranceMinutes = 60;

/** Null: BASIC has no end but the session's. */
export function assuranceEnd({ level, provenAt }: Assurance): Date | null {
  return level === 'BASIC' ? null : new Date(provenAt.getTime() + assuranceMinutes * 60_000);
}

/** What of it counts at this moment; whoever has proven nothing is BASIC. */
export function levelAt(assurance: Assurance | undefined, now: Date): AssuranceLevel {
  const end = assurance && assuranceEnd(assurance);
  return assurance !== undefined && end != null && now < end ? assurance.level : 'BASIC';
}

export function reaches(level: AssuranceLevel, needed: AssuranceLevel): boolean {
  return assuranceLevels.indexOf(level) >= assuranceLevels.indexOf(needed);
}
