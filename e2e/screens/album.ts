import type { Person } from '../../faults/harness/people.ts';
import type { Stage } from '../harness/stage.ts';
import type { Shot } from './shot.ts';

/** Inputs of every album; the town's pages begin at `path`. */
export interface Setting {
  readonly stage: Stage;
  readonly path: string;
  readonly admin: Person;
  readonly clerk: Person;
}

/** Pictures with a common preparation. */
export interface Album {
  /** Name of the album; its pictures are in the file `<name>Shots.ts`. */
  readonly name: string;
  /** Names, without `.vue`, of the page components in the pictures. */
  readonly pages: readonly string[];
  /** Creates the content that the pictures show and returns the pictures. */
  prepare(setting: Setting): readonly Shot[] | Promise<readonly Shot[]>;
}
