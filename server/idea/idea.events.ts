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
/** The number of supporters changed by one; recorded without the person. */
export const ideaSupportMoved = defineEvent<IdeaFacts>('idea.supportMoved');
/** The idea reached the required number of supporters; recorded at most once per idea. */
export const ideaReached = defineEvent<IdeaFacts>('idea.reached');
/** The town hall hid the idea from everybody but its author and the staff. */
export const ideaHidden = defineEvent<IdeaFacts>('idea.hidden');
export const ideaThresholdSet = defineEvent<{ municipalityId: string; supporters: number }>('idea.thresholdSet');
