import type { Person } from '../../faults/harness/people.ts';
import type { Stage } from '../harness/stage.ts';
import type { Shot } from './shot.ts';

/** What every album needs: the town's pages begin at `path`. */
export interface Setting {
  readonly stage: Stage;
  readonly path: string;
  readonly admin: Person;
  readonly clerk: Person;
}

/** Pictures that are prepared together. */
export interface Album {
  /** Names of the page components that it shows, without `.vue`. */
  readonly pages: readonly string[];
  /** Brings about what the pictures show. */
  prepare(setting: Setting): readonly Shot[] | Promise<readonly Shot[]>;
}
