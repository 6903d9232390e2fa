import { ObjectType } from 'type-graphql';
import type { Verdict } from './errors.ts';
import { field } from './field.ts';

@ObjectType('Permission', { description: 'Whether the viewer may do an action.' })
export class PermissionType {
  @field(() => Boolean, 'It may be done now.')
  declare allowed: boolean;

  @field(
    () => String,
    'Why not, null where it is allowed: a value of UserErrorCode, or UNAUTHENTICATED for whoever is not signed in.',
    { nullable: true },
  )
  declare code?: string | null;
}

/** Verdict of a rule in the form of the `viewerCan…` fields. */
export function permission(verdict: Verdict): PermissionType {
  return verdict.allow ? { allowed: true, code: null } : { allowed: false, code: verdict.code };
}
