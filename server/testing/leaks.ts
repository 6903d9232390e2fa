import type { TestServer } from './server.ts';

/**
 * Remembers the services and settings of the server and the environment, which a test must leave as they were. The
 * returned function gives them their earlier values and throws if any of them differed.
 */
export function watchLeaks({ services }: TestServer): () => void {
  const watched = {
    'app.services': services,
    'app.services.config': services.config,
    'app.services.limits': services.limits,
    'process.env': process.env,
  };
  const before = Object.entries(watched).map(([name, target]) => ({ name, target, values: { ...target } }));
  return () => {
    const changed = before.flatMap(({ name, target, values }) =>
      restore(target, values).map((key) => `${name}.${key}`),
    );
    if (changed.length > 0) throw new Error(`The test leaves changed: ${changed.join(', ')}`);
  };
}

/** Gives the target its earlier values; returns the names of those that differed. */
function restore(target: object, values: object): string[] {
  const now = new Map<string, unknown>(Object.entries(target));
  const earlier = new Map<string, unknown>(Object.entries(values));
  const names = new Set([...now.keys(), ...earlier.keys()]);
  const changed = [...names].filter((name) => now.get(name) !== earlier.get(name));
  for (const name of changed) {
    if (earlier.has(name)) Object.assign(target, { [name]: earlier.get(name) });
    else Reflect.deleteProperty(target, name);
  }
  return changed;
}
