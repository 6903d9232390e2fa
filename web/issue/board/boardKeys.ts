/** Keys on a card of the board. */
export const boardKeys = [
  { keys: ['⇧', '→'], labelKey: 'keyHelp.forward' },
  { keys: ['⇧', '←'], labelKey: 'keyHelp.back' },
  { keys: ['M'], labelKey: 'keyHelp.menu' },
  { keys: ['I'], labelKey: 'keyHelp.take' },
  { keys: ['↑', '↓', '←', '→'], labelKey: 'keyHelp.near' },
  { keys: ['ctrl', 'Z'], labelKey: 'keyHelp.undo' },
] as const;

/** Keys while waiting photos are judged. */
export const photoKeys = [
  { keys: ['F'], labelKey: 'keyHelp.approve' },
  { keys: ['X'], labelKey: 'keyHelp.hide' },
  { keys: ['B'], labelKey: 'keyHelp.blur' },
  { keys: ['J'], labelKey: 'keyHelp.nextPhoto' },
  { keys: ['K'], labelKey: 'keyHelp.previousPhoto' },
  { keys: ['ctrl', 'Z'], labelKey: 'keyHelp.undo' },
] as const;

/** Keys in an opened report. */
export const issueKeys = [
  { keys: ['J'], labelKey: 'keyHelp.next' },
  { keys: ['K'], labelKey: 'keyHelp.previous' },
  { keys: ['I'], labelKey: 'keyHelp.take' },
  { keys: ['A'], labelKey: 'keyHelp.answer' },
  { keys: ['ctrl', 'enter'], labelKey: 'keyHelp.send' },
  { keys: ['Esc'], labelKey: 'keyHelp.close' },
] as const;
