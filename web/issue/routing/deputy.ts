import type { DeskSetupPartsFragment } from '../../gql/graphql.ts';

/** Who stands in for a desk: another desk or somebody of the town hall, or nobody. */
export interface Deputy {
  readonly deputyDeskId: string | null;
  readonly personId: string | null;
}

/** One choice of a list that holds desks and people. */
export const nobody = 'NOBODY';
export const deskChoice = (id: string): string => `desk ${id}`;
export const personChoice = (id: string): string => `person ${id}`;

export function choiceOf({ deputyDesk, deputyPersonId }: DeskSetupPartsFragment): string {
  if (deputyDesk) return deskChoice(deputyDesk.id);
  return deputyPersonId == null ? nobody : personChoice(deputyPersonId);
}

export function readChoice(choice: string): Deputy {
  const [kind, id = null] = choice.split(' ');
  return { deputyDeskId: kind === 'desk' ? id : null, personId: kind === 'person' ? id : null };
}
