import type { RouteLocationRaw } from 'vue-router';
import type { DeliveryHeadFragment, DeliveryProgressPartsFragment } from '../../gql/graphql.ts';

export type Progress = DeliveryProgressPartsFragment;
export type ChannelProgress = Progress['channels'][number];

/** Share of the messages that shall be handed over in time. */
export const goal = 0.99;

/** Key of the words that say whether the share reaches the goal. */
export function goalOf(share: number): 'goalReached' | 'goalMissed' {
  return share < goal ? 'goalMissed' : 'goalReached';
}

/** Parts of the bar of a channel, from left to right. */
export const barParts = ['delivered', 'sent', 'waiting', 'open', 'failed'] as const;
export type BarPart = (typeof barParts)[number];

/** Number of deliveries in each part of the bar of a channel. */
export function partsOf(progress: ChannelProgress): Record<BarPart, number> {
  const { delivered, sent, pending, held, sending, failed, cancelled, unknown } = progress;
  return { delivered, sent, waiting: pending + held + sending, open: cancelled + unknown, failed };
}

/** Title of the object that a message is about; undefined: hidden from the viewer, or without a title. */
export function titleOf({ subject }: DeliveryHeadFragment): string | undefined {
  if (!subject) return undefined;
  if ('postTitle' in subject) return subject.postTitle;
  if ('pollTitle' in subject) return subject.pollTitle;
  return 'ideaTitle' in subject ? subject.ideaTitle : undefined;
}

/** Page of the object that a message is about; undefined: none for the viewer. */
export function pageOf({ subject }: DeliveryHeadFragment): RouteLocationRaw | undefined {
  if (!subject) return undefined;
  const params = { id: subject.id };
  if ('postTitle' in subject) return { name: 'post', params };
  if ('pollTitle' in subject) return { name: 'poll', params };
  return 'ideaTitle' in subject ? { name: 'idea', params } : undefined;
}

/** Width and height of the picture of the curve. */
export const curveSize = { width: 1000, height: 160 } as const;

/**
 * SVG path of the people reached over time, from the event to the last change of a delivery; a step for each point. The
 * upper edge is everybody.
 */
export function curvePath({ startedAt, changedAt, people, curve }: Progress): string {
  const from = Date.parse(startedAt);
  const span = Math.max(Date.parse(changedAt) - from, 1);
  const { width, height } = curveSize;
  const x = (at: string) => Math.round(((Date.parse(at) - from) / span) * width);
  const y = (reached: number) => Math.round(height - (reached / Math.max(people, 1)) * height);
  const steps = curve.map(({ at, reached }) => `H${Math.min(width, x(at))}V${y(reached)}`);
  return `M0 ${height}${steps.join('')}H${width}`;
}
