import type { MessageContribution } from '../../kernel/message.ts';

/** FROM clause of the deliveries `d` of the earlier messages `e` that the message `m` ends. */
function earlierSql(kinds: readonly string[]): string {
  return `from delivery d join message e on e.id = d.message_id and e.municipality_id = m.municipality_id
    and e.subject_id = m.subject_id and e.at <= m.at and e.id <> m.id and e.kind in (${listed(kinds)})`;
}

/** SQL condition: the delivery `d` has left, or is leaving at this moment. */
const hasLeft = `d.state in ('SENDING', 'SENT', 'DELIVERED', 'UNKNOWN')`;

/**
 * SELECT of the recipients of a message that ends earlier ones: those of its audience with the contacts at which the earlier
 * messages were cancelled (ended) and to which they left (reached_at), and whether they left at all (knows); then everybody to
 * whom one of them left, with the contact (left_by).
 */
export function joinReachedSql(audience: string, kinds: readonly string[]): string {
  return `select b.recipient_id, b.group_id, null::uuid as left_by, s.ended, s.reached_at, s.knows
    from (${audience}) b left join (
      select d.recipient_id, array_agg(d.contact_id) filter (where d.failure = 'ENDED') as ended,
        array_agg(d.contact_id) filter (where ${hasLeft}) as reached_at,
        bool_or(${hasLeft} and d.channel <> 'INBOX') as knows
      ${earlierSql(kinds)} group by d.recipient_id) s on s.recipient_id = b.recipient_id
    union all select d.recipient_id, null, d.contact_id, null, null, null ${earlierSql(kinds)} where ${hasLeft}`;
}

/**
 * SQL condition: the recipient `a` gets a message that ends earlier ones by the contact `k` of the channel `c`; `usual`: the
 * condition for other messages. A recipient who knows nothing of the earlier ones, because their deliveries were cancelled
 * before they left, gets it in the inbox only.
 */
export function toldOfEndSql(usual: string): string {
  return `case when a.left_by is not null then k.id = a.left_by else ${usual} and (c.arrives or a.ended is null
    or coalesce(k.id = any(a.reached_at), false) or (a.knows and k.id <> all(a.ended))) end`;
}

/**
 * Kinds of messages after which one of this kind is out of date: those that end it. One that may wait for the morning is also
 * out of date after any other emergency message of its interest, because the danger may have grown again at night. Messages
 * without an interest, such as those to the town hall, do not count.
 */
export function endersOf(messages: ReadonlyMap<string, MessageContribution>, kind: string): readonly string[] {
  const ended = messages.get(kind);
  const isPatient = ended?.isQuietAtNight === true;
  return [...messages.values()]
    .filter(
      (one) =>
        one.reached?.includes(kind) === true ||
        (isPatient && one.class === 'EMERGENCY' && one.interest === ended.interest),
    )
    .map((one) => one.kind);
}

/** SQL condition: no message of these kinds has ended the matter of the message `m`; empty without such kinds. */
export function notEndedSql(enders: readonly string[]): string {
  if (enders.length === 0) return '';
  return ` and not exists (select from message e where e.municipality_id = m.municipality_id
    and e.subject_id = m.subject_id and e.at >= m.at and e.id <> m.id and e.kind in (${listed(enders)}))`;
}

/** Cancels what has not left of the earlier messages; returns the ids of the messages (messageId). */
export function cancelEndedSql(kinds: readonly string[]): string {
  return `
with cancelled as (
  update delivery c set state = 'CANCELLED', failure = 'ENDED', failure_kind = null, changed_at = now()
  from (select d.message_id, d.contact_id from message m cross join lateral (select d.* ${earlierSql(kinds)}) d
    where m.id = ? and (d.state = 'HELD' or (d.state = 'PENDING' and d.attempts = 0))) o
  where c.message_id = o.message_id and c.contact_id = o.contact_id and c.state in ('HELD', 'PENDING')
  returning c.message_id)
select distinct message_id as "messageId" from cancelled`;
}

/** Kinds as a list of SQL; they are names of our own code. */
function listed(kinds: readonly string[]): string {
  return kinds.map((kind) => `'${kind}'`).join(', ');
}
