/** Most milliseconds that a wait for a state may take: generous, because the lanes share the machine. */
export const patience = 30_000;
