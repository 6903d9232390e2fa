import { handle } from '../../kernel/jobs.ts';
import { removeMissingPerson } from './alert.missing.events.ts';
import { removeIfDue } from './alert.missing.removal.service.ts';

export const missingJobs = [handle(removeMissingPerson, (services, { id }) => removeIfDue(services, id))];
