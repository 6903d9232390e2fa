import type { Scenario } from './harness/scenario.ts';
import { backups } from './backup.ts';
import { approval, burst, drills, ending, night, secondPerson, towns } from './alerts.ts';
import { ballots } from './ballots.ts';
import { counting } from './counting.ts';
import { closeRace } from './closerace.ts';
import { voteStorm } from './votestorm.ts';
import { doors } from './doors.ts';
import { junk } from './junk.ts';
import { kill9 } from './kill9.ts';
import { push } from './push.ts';
import { protocol } from './protocol.ts';
import { audit } from './audit.ts';
import { rates } from './rates.ts';
import { seatStorm } from './seats.ts';
import { redisLost } from './redis.ts';
import { reminders } from './reminders.ts';
import { hall } from './hall.ts';
import { files } from './files.ts';
import { flood } from './flood.ts';
import { flapping } from './flapping.ts';
import { nodes } from './nodes.ts';
import { stuck } from './stuck.ts';
import { delivery } from './delivery.ts';
import { emergency } from './emergency.ts';
import { desk } from './desk.ts';
import { follow } from './follow.ts';
import { sessions } from './sessions.ts';
import { outage } from './outage.ts';
import { sms } from './sms.ts';
import { signInAttack } from './signin.ts';
import { databaseRestarted } from './database.ts';
import { fullDatabase, fullDisk, readOnly, wrongClock } from './machine.ts';
import {
  bounces,
  hiddenResults,
  identities,
  followers,
  notes,
  steps,
  events,
  materialChanges,
  outsiders,
  passkeys,
  proofs,
  secrecy,
  tenants,
  unconfirmedResults,
  day,
} from './suites.ts';

/** All scenarios. The place in the list decides the group of a control. */
export const scenarios: readonly Scenario[] = [
  voteStorm,
  hall,
  closeRace,
  kill9,
  ballots,
  counting,
  redisLost,
  flapping,
  nodes,
  stuck,
  databaseRestarted,
  delivery,
  emergency,
  push,
  sms,
  outage,
  protocol,
  rates,
  audit,
  sessions,
  doors,
  junk,
  tenants,
  hiddenResults,
  unconfirmedResults,
  notes,
  steps,
  followers,
  outsiders,
  secrecy,
  identities,
  passkeys,
  bounces,
  day,
  events,
  materialChanges,
  desk,
  follow,
  signInAttack,
  flood,
  proofs,
  approval,
  secondPerson,
  burst,
  towns,
  drills,
  ending,
  night,
  fullDisk,
  fullDatabase,
  readOnly,
  wrongClock,
  backups,
  files,
  seatStorm,
  reminders,
];
