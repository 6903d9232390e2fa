import type { Channel, Registry } from '../kernel/context.ts';
import type { MessageContribution } from '../kernel/message.ts';
import { usesModuleSql } from '../municipality/municipality.service.ts';

/** Channel as a row of `json_to_recordset(…) as c(${channelColumns})`. */
export interface ChannelRow {
  readonly name: string;
  readonly byGroups: boolean;
  readonly byReports: boolean;
  /** Deliveries of the channel are delivered as soon as they are written (INBOX). */
  readonly arrives: boolean;
}
export const channelColumns = 'name text, "byGroups" boolean, "byReports" boolean, arrives boolean';

export function channelRow({ name, byGroups, byReports, job }: Channel): ChannelRow {
  return { name, byGroups, byReports, arrives: job === undefined };
}

/** Contribution of a message kind. Throws if no domain contributes the kind. */
export function messageOf({ messages }: Registry, kind: string): MessageContribution {
  const message = messages.get(kind);
  if (message === undefined) throw new Error(`No domain of this product contributes messages of the kind ${kind}.`);
  return message;
}

/**
 * FROM clause: the row `m` of table message and its recipients `a` (person_id, group_id), while the town has the
 * message's module switched on.
 */
export function recipientsSql({ audience, module }: MessageContribution): string {
  return `message m cross join lateral (
    select r.person_id, r.group_id from (${audience}) r where ${usesModuleSql('m.municipality_id', module)}
  ) a`;
}

/** JOIN of the recipient's choice for the group `a.group_id` and the channel `c`. */
export const preferenceJoin = `left join preference f
  on f.person_id = a.person_id and f.group_id = a.group_id and f.channel = c.name`;

/** SQL condition: the recipient `a` wants the message by the channel `c`; needs `preferenceJoin`. */
export function wantedSql({ refused }: MessageContribution): string {
  const chosen = `case when a.group_id is not null then coalesce(f.is_on, c."byGroups") else c."byReports" end`;
  return refused === undefined ? chosen : `${chosen} and not (${refused})`;
}
