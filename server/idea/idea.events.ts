import { defineEvent } from '../kernel/events.ts';
import type { IdeaState } from './idea.entity.ts';

export interface IdeaFacts {
  readonly ideaId: string;
  readonly municipalityId: string;
}
export interface IdeaMovedFacts extends IdeaFacts {
  readonly from: IdeaState;
  readonly to: IdeaState;
}

export const ideaSubmitted = defineEvent<IdeaFacts>('idea.submitted');
export const ideaMoved = defineEvent<IdeaMovedFacts>('idea.moved');
/** One more or one fewer; never who. */
export const ideaSupportMoved = defineEvent<IdeaFacts>('idea.supportMoved');
/** It has the supporters it needs: once for each idea, whatever comes after. */
export const ideaReached = defineEvent<IdeaFacts>('idea.reached');
export const ideaThresholdSet = defineEvent<{ municipalityId: string; supporters: number }>('idea.thresholdSet');
