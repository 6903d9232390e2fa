import { pollPath } from '../harness/pollPage.ts';
import { createPoll } from '../harness/polls.ts';
import type { Stage } from '../harness/stage.ts';
import { de, errorText } from '../harness/texts.ts';
import type { Shot } from './shot.ts';

/** Polls that require a proof of identity beyond an e-mail address. */
export async function proofShots(stage: Stage, path: string): Promise<readonly Shot[]> {
  const more = { assurance: 'SUBSTANTIAL' };
  const poll = await createPoll(stage, 'Soll die Sporthalle umgebaut werden?', 'LIVE', more);
  const as = await stage.person('unproven');
  const admin = await stage.staff('verwaltung');
  const next = encodeURIComponent(pollPath(path, poll.id));
  return [
    { name: 'poll-proof', path: pollPath(path, poll.id), as, shows: de.proof.why },
    { name: 'proof', path: `${path}/me/proof?level=SUBSTANTIAL&next=${next}`, as, shows: de.proof.prepared },
    { name: 'proof-failed', path: `${path}/me/proof?problem=LEVEL_TOO_LOW`, as, shows: errorText('LEVEL_TOO_LOW') },
    { name: 'composer-proof', path: `${path}/polls/new`, as: admin, shows: de.compose.assurance.label },
    { name: 'profile', path: `${path}/me`, as, shows: de.proof.level.BASIC },
  ];
}
