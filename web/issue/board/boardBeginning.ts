import { shallowRef } from 'vue';

export type BoardBeginning = ReturnType<typeof createBeginning>;

/**
 * Keeps the cursor at which the board's subscription begins: that of the first lane that was read, so that no change
 * arrives twice. Another `townId` starts anew.
 */
export function createBeginning(townId: () => string | null) {
  const began = shallowRef<{ readonly townId: string | null; readonly cursor: string | null } | null>(null);
  const cursor = () => (began.value?.townId === townId() ? began.value?.cursor : undefined);
  return {
    /**
     * Cursor of the subscription. Undefined: nothing has been read yet. Null: reading failed, and the subscription
     * begins with the current state.
     */
    cursor,
    /**
     * Call it before a lane is read. The returned function takes the cursor of the answer and returns whether the
     * answer may be older than the subscription's beginning: the lane must then be read again, because the
     * subscription does not deliver the changes in between.
     */
    join: () => {
      const isRunning = cursor() !== undefined;
      return (read: string | null): boolean => {
        if (cursor() === undefined) began.value = { townId: townId(), cursor: read };
        return !isRunning && read !== null && cursor() !== read;
      };
    },
  };
}
