/** State of a subscription, as the dot beside it shows. */
export type LiveState = 'live' | 'reconnecting' | 'paused' | 'ended';
