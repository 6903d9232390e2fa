import type { Town } from './town.ts';

/** Makes a target once per town, for all rows and cells of the town. */
export function keptFor<Target>(make: (town: Town) => Promise<Target>): (town: Town) => Promise<Target> {
  const known = new WeakMap<Town, Promise<Target>>();
  return (town) => {
    const one = known.get(town) ?? make(town);
    known.set(town, one);
    return one;
  };
}
