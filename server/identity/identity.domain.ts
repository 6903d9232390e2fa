import { defineDomain } from '../kernel/domain.ts';
import { node } from '../kernel/nodes.ts';
import { identityAudit } from './identity.audit.ts';
import {
  Identification,
  IdentityLink,
  Passkey,
  PasskeyChallenge,
  Person,
  Role,
  Session,
  SignIn,
} from './identity.entity.ts';
import { identityErrors } from './identity.errors.ts';
import { forgetSignInJob } from './identity.jobs.ts';
import { signInMailJob } from './identity.mails.ts';
import { IdentityServiceResolver } from './identity.oidc.resolver.ts';
import { PasskeyResolver } from './identity.passkey.resolver.ts';
import { findPasskey } from './identity.passkey.service.ts';
import { findOwnAccount } from './identity.person.service.ts';
import { identityPersonalData, identityRetention } from './identity.personalData.ts';
import {
  AssuranceResolver,
  MunicipalityViewerResolver,
  RoleGrantResolver,
  ViewerResolver,
} from './identity.resolver.ts';
import { identityMessageListeners, identityMessages } from './identity.messages.ts';
import { identityRouter } from './identity.router.ts';
import { SessionResolver } from './identity.session.resolver.ts';
import { MunicipalityStaffResolver } from './identity.staff.resolver.ts';

declare module '../kernel/names.ts' {
  interface RoleNames {
    readonly CLERK: true;
    readonly EDITOR: true;
    readonly ADMIN: true;
    readonly OPERATOR: true;
  }
}

export const identity = defineDomain({
  name: 'identity',
  roles: [
    { name: 'CLERK', description: 'Works on the issues of one desk.' },
    { name: 'EDITOR', description: 'Publishes posts and polls of the town.' },
    {
      name: 'ADMIN',
      description: 'Administers the town: has the rights of editors and of clerks of all desks, and assigns roles.',
    },
    { name: 'OPERATOR', description: 'Operates the installation; belongs to no town.' },
  ],
  userErrors: identityErrors,
  entities: [Person, Role, Session, SignIn, IdentityLink, Identification, Passkey, PasskeyChallenge],
  resolvers: [
    ViewerResolver,
    AssuranceResolver,
    RoleGrantResolver,
    MunicipalityViewerResolver,
    MunicipalityStaffResolver,
    IdentityServiceResolver,
    PasskeyResolver,
    SessionResolver,
  ],
  nodes: [node('Viewer', findOwnAccount), node('Passkey', findPasskey)],
  listeners: identityMessageListeners,
  messages: identityMessages,
  jobs: [forgetSignInJob, signInMailJob],
  routes: [identityRouter],
  audit: [identityAudit],
  personalData: identityPersonalData,
  retention: identityRetention,
});
