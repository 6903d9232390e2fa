import { shallowRef } from 'vue';

export type BoardBeginning = ReturnType<typeof createBeginning>;

/**
 * Where the stream of a board begins: at the first lane that was read, so that nothing comes twice. `townId`: of another
 * town nothing has been read.
 */
export function createBeginning(townId: () => string | null) {
  const began = shallowRef<{ readonly townId: string | null; readonly cursor: string | null } | null>(null);
  const cursor = () => (began.value?.townId === townId() ? began.value?.cursor : undefined);
  return {
    /** Undefined: nothing has been read yet. Null: it could not be, and the stream begins with the newest. */
    cursor,
    /**
     * Before a lane is asked for. What is returned is told where the answer stands, and says whether it may be older than
     * the beginning: then the stream will not bring what lies between, and the lane is asked for again.
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
