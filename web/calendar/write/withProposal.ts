import type { EventToEditFragment } from '../../gql/graphql.ts';

/** The event with the wording that waits or was returned, so that its author goes on with it. */
export function withProposal(event: EventToEditFragment): EventToEditFragment {
  const proposal = event.state === 'PUBLISHED' ? event.review?.proposal : null;
  if (!proposal) return event;
  const { title, body, variants } = proposal;
  return { ...event, title, body, variants: variants.map((variant) => ({ excerpt: '', ...variant })) };
}
