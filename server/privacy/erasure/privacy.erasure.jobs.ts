import { system } from '../../kernel/actor.ts';
import { forkContext } from '../../kernel/context.ts';
import { write } from '../../kernel/events.ts';
import { handle } from '../../kernel/jobs.ts';
import { carryOutErasure, removeEmptyPerson } from './privacy.erasure.events.ts';
import { carryOut } from './privacy.erasure.service.ts';
import { cleanEmptyPerson } from './privacy.eraser.service.ts';

export const erasureJobs = [
  handle(carryOutErasure, (services, { erasureId }) =>
    write(forkContext(services, system), (tx) => carryOut(tx, erasureId)),
  ),
  handle(removeEmptyPerson, (services, { emptyPersonId }) =>
    write(forkContext(services, system), (tx) => cleanEmptyPerson(tx, emptyPersonId)),
  ),
];
