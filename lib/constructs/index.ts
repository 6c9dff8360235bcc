export { checkApp, type AppFinding } from "./check-app";
export { CrossRegionImage, type CrossRegionImageProps } from "./cross-region-image";
export {
  DeploymentTarget,
  ImageKind,
  ImageStatus,
  ImageVisibility,
  KeyState,
  MemberStatus,
  OperatingSystem,
  ServerType,
  Site,
  VaultProtection,
  VaultResource,
  VaultStatus,
} from "./enums";
export { HuaweicloudProvider, type AccountProps, type HuaweicloudProviderProps } from "./huaweicloud-provider";
export type { IImage, ImageFacts, ImageLookup } from "./image";
export * from "./means";
export { Replica, type ReplicaProps } from "./replica";
export { ReplicatedImage, type ReplicatedImageProps } from "./replicated-image";
export {
  SourceImage,
  type ExpectedImage,
  type SourceImageAttributes,
  type SourceImageLookup,
  type SourceImageQuery,
} from "./source-image";
