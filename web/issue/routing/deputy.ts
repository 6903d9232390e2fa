import type { DeskSetupPartsFragment } from '../../gql/graphql.ts';

/** Deputy of a desk: another desk, a person, or nobody. */
export interface Deputy {
  readonly deputyDeskId: string | null;
  readonly personId: string | null;
}

/** Values of a list that offers desks and people. */
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
