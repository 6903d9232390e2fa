/** How a stream stands, as the dot beside it says. */
export type LiveState = 'live' | 'reconnecting' | 'paused' | 'ended';
