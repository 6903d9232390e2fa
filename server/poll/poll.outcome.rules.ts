import type { Actor } from '../kernel/actor.ts';
import { allow, deny, type Verdict } from '../kernel/errors.ts';
import { isHttps } from '../kernel/https.ts';
import { InputCheck } from '../kernel/payload.ts';
import type { PollRow } from './poll.entity.ts';
import { canManagePolls } from './poll.rules.ts';
import { reasonToHide } from './poll.visibility.rules.ts';

export interface Outcome {
  /** Markdown. */
  readonly body: string;
  readonly resolutionUrl: string | null;
}

/** Allowed only when the result is public, because the text could reveal a hidden result. */
export function canSetOutcome(actor: Actor, poll: PollRow): Verdict {
  const mayManage = canManagePolls(actor, poll.municipality.id);
  if (!mayManage.allow) return mayManage;
  if (poll.closedAt == null) return deny('POLL_NOT_CLOSED');
  const { resultsVisibility, turnout } = poll;
  const hidden = reasonToHide('reader', { poll, resultsVisibility, turnout, postState: null });
  return hidden === undefined ? allow : deny('NOT_CONFIRMED');
}

const longestUrl = 500;

/** Validated and trimmed outcome. User errors: TOO_SHORT, TOO_LONG, BAD_CHARACTERS, NOT_HTTPS. */
export function readOutcome(body: string, resolutionUrl: string | null): Outcome {
  const check = new InputCheck();
  const url = resolutionUrl?.trim() || null;
  check.require(url === null || isHttps(url, longestUrl), 'NOT_HTTPS', 'begins with https://', 'resolutionUrl');
  const read = { body: check.multiline(body, [10, 5000], 'body'), resolutionUrl: url };
  check.done();
  return read;
}
