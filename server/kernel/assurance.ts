/** Assurance levels, weakest first: BASIC is an account with a proven address; the others are levels of eIDAS. */
export const assuranceLevels = ['BASIC', 'SUBSTANTIAL', 'HIGH'] as const;
export type AssuranceLevel = (typeof assuranceLevels)[number];
export const signInMethods = ['EMAIL', 'PASSKEY', 'IDENTITY_SERVICE'] as const;
export type SignInMethod = (typeof signInMethods)[number];

/** Proof of identity in a session: level, method and time. */
export interface Assurance {
  readonly level: AssuranceLevel;
  readonly method: SignInMethod;
  readonly provenAt: Date;
}

/** Minutes for which a proof above BASIC counts; later, somebody else may sit at the same browser. */
export const assuranceMinutes = 60;

/** End of a proof; null for BASIC, which lasts as long as the session. */
export function assuranceEnd({ level, provenAt }: Assurance): Date | null {
  return level === 'BASIC' ? null : new Date(provenAt.getTime() + assuranceMinutes * 60_000);
}

/** Minutes after a sign-in or a check of a passkey in which steps are allowed that need one. */
const freshMinutes = 15;

/** Whether the person signed in, or proved to be the same person again, in the last 15 minutes. */
export function isFresh(assurance: Assurance | undefined, now: Date): boolean {
  return assurance !== undefined && now.getTime() - assurance.provenAt.getTime() <= freshMinutes * 60_000;
}

/** Assurance level at this moment; BASIC without a valid proof. */
export function levelAt(assurance: Assurance | undefined, now: Date): AssuranceLevel {
  const end = assurance && assuranceEnd(assurance);
  return assurance !== undefined && end != null && now < end ? assurance.level : 'BASIC';
}

/** Whether the level is at least the needed one. */
export function reaches(level: AssuranceLevel, needed: AssuranceLevel): boolean {
  return assuranceLevels.indexOf(level) >= assuranceLevels.indexOf(needed);
}
