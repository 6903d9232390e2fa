import type { GroupStanding } from '../group/group.rules.ts';
import type { Actor } from '../kernel/actor.ts';
import { allow, deny, type Verdict } from '../kernel/errors.ts';

/** An inbox may be read by its owner only; API keys have no inbox. */
export function canReadInbox(actor: Actor, personId: string): Verdict {
  if (actor.kind === 'partner') return deny('FORBIDDEN');
  return actor.kind === 'person' && actor.id === personId ? allow : deny('UNAUTHENTICATED');
}

/** Choice of how a group notifies a person: members only. */
export function canSetGroupPreference({ isMember }: GroupStanding): Verdict {
  return isMember ? allow : deny('NOT_A_MEMBER');
}
