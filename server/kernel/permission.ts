import { ObjectType } from 'type-graphql';
import type { Verdict } from './errors.ts';
import { field } from './field.ts';

@ObjectType('Permission', { description: 'Whether the viewer may do an action.' })
export class PermissionType {
  @field(() => Boolean, 'True if the action is allowed now.')
  declare allowed: boolean;

  @field(
    () => String,
    'Reason of the refusal: a value of UserErrorCode, or UNAUTHENTICATED without a session; null if it is allowed.',
    { nullable: true },
  )
  declare code?: string | null;
}

/** Verdict of a rule in the form of the `viewerCan…` fields. */
export function permission(verdict: Verdict): PermissionType {
  return verdict.allow ? { allowed: true, code: null } : { allowed: false, code: verdict.code };
}
