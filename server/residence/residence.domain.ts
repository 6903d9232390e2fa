import { defineDomain } from '../kernel/domain.ts';
import { node } from '../kernel/nodes.ts';
import { residenceAudit } from './residence.audit.ts';
import { LetterBatch, LetterRequest, ResidenceLetter, ResidenceProof } from './residence.entity.ts';
import { residenceErrors } from './residence.errors.ts';
import { forgetLetterRequestJob } from './residence.jobs.ts';
import {
  LetterBatchResolver,
  MunicipalityResidenceOfficeResolver,
  ResidenceOfficeResolver,
} from './residence.office.resolver.ts';
import { findBatch } from './residence.office.service.ts';
import { residencePersonalData, residenceRetention } from './residence.personalData.ts';
import { findLetterRequest } from './residence.request.service.ts';
import { MunicipalityResidenceResolver } from './residence.resolver.ts';
import { residenceRouter } from './residence.router.ts';

declare module '../kernel/names.ts' {
  interface RoleNames {
    readonly REGISTRAR: true;
  }
}

export const residence = defineDomain({
  name: 'residence',
  roles: [
    {
      name: 'REGISTRAR',
      description: 'Proves residence: prints letters with codes and confirms identity cards at the counter.',
    },
  ],
  userErrors: residenceErrors,
  entities: [ResidenceProof, LetterRequest, LetterBatch, ResidenceLetter],
  resolvers: [
    MunicipalityResidenceResolver,
    MunicipalityResidenceOfficeResolver,
    ResidenceOfficeResolver,
    LetterBatchResolver,
  ],
  nodes: [node('LetterRequest', findLetterRequest), node('LetterBatch', findBatch)],
  jobs: [forgetLetterRequestJob],
  routes: [residenceRouter],
  audit: [residenceAudit],
  personalData: residencePersonalData,
  retention: residenceRetention,
});
