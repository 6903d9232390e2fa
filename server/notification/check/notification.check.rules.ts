/** Kind of the message that proves the delivery of emergency messages. */
export const checkKind = 'DELIVERY_CHECK';
/** Delivery checks of one admin. */
export const checkRate = { name: 'deliveryCheck', points: 3, seconds: 3600 } as const;
