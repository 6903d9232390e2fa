import { defineEvent } from '../kernel/events.ts';

export interface AreaFacts {
  readonly areaId: string;
  readonly municipalityId: string;
}

/** An area or a line was drawn or changed. */
export const areaDrawn = defineEvent<AreaFacts>('area.drawn');
/** An area or a line is about to be removed. A listener throws AREA_IN_USE if something still refers to the area. */
export const areaRemoved = defineEvent<AreaFacts>('area.removed');
