export { callerNamesOf, isCalled } from "./caller-project";
export { catalogOf } from "./catalog";
export { recordDeclaration, tryFindDeclaration } from "./declared-at";
export {
  idUnlessRetired,
  isDeclared,
  isRetired,
  type Ask,
  type Declaration,
  type DeclaredReplica,
  type DeedAsk,
  type LastMaking,
  type Planned,
} from "./declared-replica";
export * from "./enums";
export { findingsFile, hasCredentials, isOutputOfVariable, targetOf } from "./environment";
export { accountKeyOf, accountOf, hopIdOf, identityOf } from "./hop-identity";
export type { IImage, ImageFacts, ImageLookup } from "./image";
export { carriedLookup, lookedUpExpression, lookupOf } from "./looked-up";
export {
  Agency,
  Encryption,
  Key,
  Vault,
  type AgencyAttributes,
  type KeyAttributes,
  type VaultAttributes,
} from "./means";
export { Member, namedTwice, projectNamesOf, type MemberProps } from "./member";
export { NamedFiles } from "./named-files";
export { sound } from "./props/check";
export {
  addFault,
  addFaultUnlessSame,
  carry,
  faultsOf,
  lateFaultsOf,
  settleFaults,
  unstorable,
  type PropFault,
} from "./props/faults";
export { holdsStandIn, isStandIn, standInText } from "./props/stand-ins";
export {
  addMembers,
  identitiesOf,
  memberIdOf,
  onceProvided,
  projectIn,
  projectNamesIn,
  providersDeclared,
  regionBeside,
  setIdentity,
  tryFindDefaultProvider,
  tryFindIdentity,
  type ProviderIdentity,
} from "./provider-identity";
export { escaped, givenId, givenIdOrNone, known, knownLiteral, literal, resolvedText } from "./tokens";
