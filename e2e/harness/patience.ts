/** Maximum milliseconds of a wait for a state. Generous, because the lanes share the machine. */
export const patience = 30_000;
