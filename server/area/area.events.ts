import { defineEvent } from '../kernel/events.ts';

export interface AreaFacts {
  readonly areaId: string;
  readonly municipalityId: string;
}

/** Somebody draws an area or line, or draws it otherwise. */
export const areaDrawn = defineEvent<AreaFacts>('area.drawn');
/** Whoever still needs it refuses here. */
export const areaRemoved = defineEvent<AreaFacts>('area.removed');
