// The resources behind constructs, by name: for overrides.
export type {
  ImageProvider,
  ImageProviderConfig,
  ImagesImageCopy,
  ImagesImageCopyConfig,
  ImagesImageShare,
  ImagesImageShareAccepter,
  ImagesImageShareAccepterConfig,
  ImagesImageShareConfig,
  ImsFileImage,
  ImsFileImageConfig,
  ImsImageExport,
  ImsImageExportConfig,
  Timeouts,
  VendorResource,
  VendorResourceConfig,
} from "../bindings";
export { checkApp, type AppFinding } from "./check-app";
export { CrossSiteImage, type CrossSiteImageProps } from "./cross-site-image";
export type { ImageOperationProps } from "./image-operation";
export {
  Destination,
  type DestinationProps,
  type MemberDestinationProps,
  type RegionDestinationProps,
} from "./distribution/destination";
export { ExportedImage, type ExportedImageProps, type IImageFile } from "./exported-image";
export type { ImageDistributionProps } from "./distribution/props";
export { ImageDistribution } from "./distribution/image-distribution";
export { ImageShare, SharedImage, type ImageShareProps, type SharedImageProps } from "./image-share";
export {
  Agency,
  DeploymentTarget,
  Encryption,
  ImageFileFormat,
  ImageKind,
  ImageStatus,
  ImageVisibility,
  Intermediates,
  Key,
  KeyState,
  Licence,
  Member,
  MemberStatus,
  OperatingSystem,
  ServerType,
  Site,
  Vault,
  VaultProtection,
  VaultResource,
  VaultStatus,
  type AgencyAttributes,
  type IImage,
  type ImageFacts,
  type ImageLookup,
  type KeyAttributes,
  type MemberProps,
  type VaultAttributes,
} from "../declarations";
export { RegisteredImage, type RegisteredImageProps } from "./registered-image";
export { CrossRegionImage, type CrossRegionImageProps } from "./cross-region-image";
export { HuaweicloudProvider, type AccountProps, type HuaweicloudProviderProps } from "./huaweicloud-provider";
export { Replica, type ReplicaProps } from "./replica";
export { ReplicatedImage, type ReplicatedImageProps } from "./replicated-image";
export {
  SourceImage,
  type ExpectedImage,
  type SourceImageAttributes,
  type SourceImageLookup,
  type SourceImageQuery,
} from "./source-image";
