import type { ErasureStep, Tx } from './context.ts';
import { listOnce } from './domain.entries.ts';
import type { PersonalDataRule } from './personalData.ts';
import { kernelPersonalData } from './personalData.kernel.ts';
import { composeRetention, type DataRulesOf } from './retention.contribution.ts';
import { kernelRetention } from './retention.kernel.ts';
import type { Retention } from './retention.ts';

/** Contributions of a manifest about data of people and about the end of rows. */
interface DataRules {
  readonly name: string;
  readonly personalData: readonly { readonly name: string; readonly rule: PersonalDataRule }[];
  readonly erasures: readonly ErasureStep[];
  readonly retention: readonly Retention[];
}

/** Joins the subject map, the steps of an erasure and the retention; throws if two manifests have the same entry. */
export function joinDataRules(domains: readonly DataRules[]): DataRulesOf<Tx> {
  const rules = listOnce(domains, 'The personal data', ({ personalData }) => personalData);
  return {
    personalData: new Map([
      ...Object.entries(kernelPersonalData),
      ...rules.map(({ name, rule }) => [name, rule] as const),
    ]),
    erasures: domains.flatMap(({ erasures }) => erasures),
    retention: composeRetention([kernelRetention, ...domains.flatMap(({ retention }) => retention)]),
  };
}
